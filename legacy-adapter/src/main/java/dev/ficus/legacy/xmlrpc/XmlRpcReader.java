package dev.ficus.legacy.xmlrpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads XML-RPC from a stream: tolerant of what old senders do, hard against what attackers do.
 *
 * <p>Every method throws {@link XmlRpcException} for a document that is refused and another {@link
 * IOException} when the stream itself fails. The stream is left open. Instances may be shared.
 */
public final class XmlRpcReader {

  /** A parameter, the list in it, and elements of the list. */
  private static final int DEPTH_OF_A_LIST = 3;

  private final Limits limits;

  /** A reader that refuses what goes beyond these limits. */
  public XmlRpcReader(Limits limits) {
    this.limits = limits;
  }

  /** Reads a {@code methodCall}. */
  public Call readCall(InputStream in) throws IOException {
    return readCall(in, Optional.empty());
  }

  /**
   * The same of a document that came with a header.
   *
   * @param charset that the header names
   */
  public Call readCall(InputStream in, Optional<String> charset) throws IOException {
    return new DocumentParser(in, charset, limits).call();
  }

  /** Reads a {@code methodResponse}. */
  public Answer readAnswer(InputStream in) throws IOException {
    return readAnswer(in, Optional.empty());
  }

  /**
   * The same of a document that came with a header.
   *
   * @param charset that the header names
   */
  public Answer readAnswer(InputStream in, Optional<String> charset) throws IOException {
    return new DocumentParser(in, charset, limits).answer();
  }

  /**
   * Reads a {@code methodResponse} whose result is an array of any length, in constant memory. A
   * struct of numbered members counts, as they come: so PHP sends a list with gaps.
   *
   * @param each takes each element as it arrives, before it is known whether the rest is well
   *     formed
   * @return the fault, if that is what came
   */
  public Optional<Answer.Fault> readList(InputStream in, Consumer<Value> each) throws IOException {
    return readList(in, Optional.empty(), each);
  }

  /**
   * The same of a document that came with a header.
   *
   * @param charset that the header names
   */
  public Optional<Answer.Fault> readList(
      InputStream in, Optional<String> charset, Consumer<Value> each) throws IOException {
    return Optional.ofNullable(new DocumentParser(in, charset, limits).answerList(each));
  }

  /**
   * Reads a {@code methodCall} once more, for the positions of what is in it.
   *
   * @param charset that the header names with which it came
   */
  public WrittenDocument writtenCall(byte[] document, Optional<String> charset) throws IOException {
    Outline outline = new Outline();
    new DocumentParser(new ByteArrayInputStream(document), charset, limits, outline).call();
    return WrittenDocument.of(document, charset, limits, outline, outline.root());
  }

  /**
   * Reads a {@code methodResponse} once more, for the positions of what is in its result.
   *
   * @param charset that the header names with which it came
   */
  public WrittenDocument writtenAnswer(byte[] document, Optional<String> charset)
      throws IOException {
    Outline outline = new Outline();
    new DocumentParser(new ByteArrayInputStream(document), charset, limits, outline).answer();
    return WrittenDocument.of(document, charset, limits, outline, result(outline));
  }

  /**
   * Reads a {@code methodResponse} as {@link #readList} does, for the positions of the list's
   * elements alone; a fault has none.
   *
   * @param charset that the header names with which it came
   * @param each takes each element, in the order of {@link WrittenDocument#elements}
   */
  public WrittenDocument writtenList(
      byte[] document, Optional<String> charset, Consumer<Value> each) throws IOException {
    Outline outline = new Outline(DEPTH_OF_A_LIST);
    new DocumentParser(new ByteArrayInputStream(document), charset, limits, outline)
        .answerList(each);
    return WrittenDocument.of(document, charset, limits, outline, result(outline));
  }

  /** What an answer holds; nothing where it is a fault, or empty. */
  private static Element result(Outline outline) {
    return outline.root().step("0").stream()
        .filter(first -> first.kind() == Element.Kind.PARAMETER)
        .flatMap(parameter -> parameter.value().stream())
        .findFirst()
        .orElseGet(() -> new Outline().root());
  }

  /**
   * A document that reads the same without the header with which it came: as it is, or as UTF-8
   * with a byte order mark where the header has more than the document.
   *
   * @param charset that the header names
   */
  public byte[] withoutHeader(byte[] document, Optional<String> charset) {
    if (charset.isEmpty()
        || charset(document, charset).equals(charset(document, Optional.empty()))) {
      return document;
    }
    return ("\uFEFF" + text(document, charset, limits)).getBytes(StandardCharsets.UTF_8);
  }

  /** Empty where it is one that Java does not have. */
  private Optional<Charset> charset(byte[] document, Optional<String> header) {
    try (TolerantDecoder characters =
        new TolerantDecoder(new ByteArrayInputStream(document), header, limits)) {
      return Optional.of(characters.charset());
    } catch (XmlRpcException unsupported) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document's text, for people: read as tolerantly as {@link #readCall} reads it. */
  public static String readable(byte[] document) {
    return text(document, Optional.empty(), Limits.DEFAULT);
  }

  private static String text(byte[] document, Optional<String> header, Limits limits) {
    StringWriter text = new StringWriter(document.length);
    try (Reader characters =
        new TolerantDecoder(new ByteArrayInputStream(document), header, limits)) {
      characters.transferTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
