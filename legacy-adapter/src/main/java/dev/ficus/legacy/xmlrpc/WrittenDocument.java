package dev.ficus.legacy.xmlrpc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * XML-RPC document as it was written, in which elements can be taken out or written by their
 * position: all else stays byte for byte as it was, in its own charset, white space and comments
 * around them as well.
 *
 * <p>An element is at a position for certain when its first and last bytes are those of a tag in
 * the document's charset, and when no character of the charset depends on those before it. Where
 * that does not hold nothing is {@linkplain #allows allowed}, and the document can only be passed
 * on whole.
 */
public final class WrittenDocument {

  private final byte[] document;
  private final Charset charset;
  private final boolean withoutShifts;
  private final Element root;
  private final int[] positions;

  private WrittenDocument(byte[] document, Charset charset, Element root, int[] positions) {
    this.document = document;
    this.charset = charset;
    this.withoutShifts = Charsets.isWithoutShifts(charset);
    this.root = root;
    this.positions = positions;
  }

  static WrittenDocument of(
      byte[] document, Optional<String> header, Limits limits, Outline outline, Element root)
      throws IOException {
    int[] positions = outline.positions();
    try (TolerantDecoder characters =
        new TolerantDecoder(new ByteArrayInputStream(document), header, limits)) {
      Charset charset = withoutMark(characters.charset());
      char[] read = new char[8192];
      int count = 0;
      for (int at = 0; at < positions.length; at++) {
        while (count < positions[at]) {
          int got = characters.read(read, 0, Math.min(read.length, positions[at] - count));
          if (got < 0) {
            throw new IllegalStateException("the document was longer when it was read");
          }
          count += got;
        }
        positions[at] = (int) characters.position();
      }
      return new WrittenDocument(document, charset, root, positions);
    }
  }

  /** Java writes a mark wherever it writes in these. */
  private static Charset withoutMark(Charset charset) {
    return switch (charset.name()) {
      case "UTF-16", "UTF-32" -> Charset.forName(charset.name() + "BE");
      default -> charset;
    };
  }

  /**
   * Whether this can be done and nothing else is changed by it. If not, the element stays as it is.
   * Whatever is allowed one by one is allowed together.
   */
  public boolean allows(DocumentEdit edit) {
    return patches(edit).isPresent();
  }

  /**
   * The document with these edits: of two at one path the later counts, and none in an element that
   * is cut.
   *
   * @throws IllegalArgumentException when one of them is not {@linkplain #allows allowed}
   */
  public byte[] with(Collection<? extends DocumentEdit> edits) {
    Map<ElementPath, DocumentEdit> lastOfEach = new LinkedHashMap<>();
    edits.forEach(edit -> lastOfEach.put(edit.path(), edit));
    List<Patch> patches = new ArrayList<>();
    for (DocumentEdit edit : lastOfEach.values()) {
      patches.addAll(
          patches(edit)
              .orElseThrow(() -> new IllegalArgumentException("not at a known position: " + edit)));
    }
    patches.sort(Comparator.comparingInt(Patch::start));
    return patched(patches);
  }

  /** The elements of the array or struct that an answer's result is, in the document's order. */
  public List<ElementPath> elements() {
    List<ElementPath> paths = new ArrayList<>();
    for (Element each : root.inner()) {
      paths.add(ElementPath.of(each.name() == null ? "" + paths.size() : each.name()));
    }
    return paths;
  }

  /** What is written instead of some bytes. */
  private record Patch(int start, int end, byte[] text) {}

  private byte[] patched(List<Patch> patches) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(document.length);
    int done = 0;
    for (Patch patch : patches) {
      if (patch.start() >= done) {
        out.write(document, done, patch.start() - done);
        out.writeBytes(patch.text());
        done = patch.end();
      }
    }
    out.write(document, done, document.length - done);
    return out.toByteArray();
  }

  private Optional<List<Patch>> patches(DocumentEdit edit) {
    if (edit.path().steps().isEmpty()) {
      return Optional.empty();
    }
    Optional<Element> holder = value(edit.path().outer());
    List<Element> there = holder.map(value -> value.step(edit.path().last())).orElse(List.of());
    if (edit instanceof DocumentEdit.Put put) {
      return there.isEmpty()
          ? holder.flatMap(value -> added(value, put))
          : written(there.get(there.size() - 1), put);
    }
    return cut(there);
  }

  /** The value at a path; the document itself has its parameters in it. */
  private Optional<Element> value(ElementPath path) {
    Optional<Element> found = Optional.of(root);
    for (String step : path.steps()) {
      List<Element> there = found.map(value -> value.step(step)).orElse(List.of());
      found = there.isEmpty() ? Optional.empty() : there.get(there.size() - 1).value();
    }
    return found;
  }

  /** A parameter cannot be cut: those behind it would be others. */
  private Optional<List<Patch>> cut(List<Element> elements) {
    boolean certain =
        !elements.isEmpty()
            && withoutShifts
            && elements.stream()
                .allMatch(each -> each.kind() != Element.Kind.PARAMETER && isInPlace(each));
    return certain
        ? Optional.of(elements.stream().map(each -> patch(each, new byte[0])).toList())
        : Optional.empty();
  }

  private Optional<List<Patch>> written(Element element, DocumentEdit.Put put) {
    Optional<Element> value = element.value();
    if (value.isPresent()) {
      return put(value.get(), XmlRpcWriter.asciiValue(put.value()))
          .map(text -> List.of(patch(value.get(), text)));
    }
    return element.kind() == Element.Kind.MEMBER
        ? put(element, XmlRpcWriter.asciiMember(put.path().last(), put.value()))
            .map(text -> List.of(patch(element, text)))
        : Optional.empty();
  }

  /** Behind the last member of a struct, or as the next of a list or of the parameters. */
  private Optional<List<Patch>> added(Element holder, DocumentEdit.Put put) {
    String step = put.path().last();
    List<Element> before = holder.inner();
    boolean isNext = holder.lastMember().isPresent() || step.equals("" + before.size());
    if (before.isEmpty() || !isNext) {
      return Optional.empty();
    }
    Element last = before.get(before.size() - 1);
    int end = positions[last.end()];
    return put(last, written(last.kind(), step, put.value()))
        .map(text -> List.of(new Patch(end, end, text)));
  }

  private static String written(Element.Kind kind, String name, Value value) {
    return switch (kind) {
      case MEMBER -> XmlRpcWriter.asciiMember(name, value);
      case PARAMETER -> "<param>" + XmlRpcWriter.asciiValue(value) + "</param>";
      default -> XmlRpcWriter.asciiValue(value);
    };
  }

  /** The bytes that are put at an element's position; empty where that cannot be done safely. */
  private Optional<byte[]> put(Element element, String ascii) {
    if (!withoutShifts || !isInPlace(element)) {
      return Optional.empty();
    }
    byte[] text = ascii.getBytes(charset);
    return Optional.of(text).filter(bytes -> new String(bytes, charset).equals(ascii));
  }

  private Patch patch(Element element, byte[] text) {
    return new Patch(positions[element.start()], positions[element.end()], text);
  }

  private boolean isInPlace(Element element) {
    byte[] first = "<".getBytes(charset);
    byte[] last = ">".getBytes(charset);
    int start = positions[element.start()];
    int end = positions[element.end()];
    return end - start >= first.length + last.length
        && end <= document.length
        && isAt(start, first)
        && isAt(end - last.length, last);
  }

  private boolean isAt(int position, byte[] expected) {
    return Arrays.equals(
        document, position, position + expected.length, expected, 0, expected.length);
  }
}
