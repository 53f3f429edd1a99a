package dev.ficus.legacy.xmlrpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A call as no library of ours would write it: in any charset, labelled or not, with comments,
 * white space, CDATA, references, attributes, and every way to write nothing. It knows which bytes
 * each element is.
 */
final class HandwrittenCall {

  /** How the reader gets to know the charset. */
  enum Label {
    DECLARED,
    HEADER,
    MARK,
    NONE,
    WRONG
  }

  /** Some bytes, or an element with all that is in it. */
  private record Piece(byte[] bytes, ElementPath path, List<Piece> inner) {}

  private static final String LETTERS =
      "abcXYZ019 .-_\\~\"'<>&]\t\n"
          + "\u00e9\u00fc\u0141\u015b\u20ac\u0418\u0432\u05d0\u0644\u5c71\u7530\u0e01\ud83d\ude00";

  private final Random random;
  private final Charset charset;
  private final Label label;
  private final String letters;

  /** The pieces of the elements that are open, the innermost first. */
  private final Deque<List<Piece>> open = new ArrayDeque<>(List.of(new ArrayList<>()));

  private int values;

  HandwrittenCall(long seed, Charset charset, Label label) {
    this.random = new Random(seed);
    this.charset = charset;
    this.label = label;
    // Of wrong labels only those that are not by chance what the label says.
    this.letters = encodable(charset).replace(label == Label.WRONG ? "\u20ac" : "", "");
    document();
  }

  private static String encodable(Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder all = new StringBuilder();
    LETTERS
        .codePoints()
        .mapToObj(Character::toString)
        .filter(encoder::canEncode)
        .filter(each -> new String(each.getBytes(charset), charset).equals(each))
        .forEach(all::append);
    return all.toString();
  }

  Optional<String> header() {
    return label == Label.HEADER ? Optional.of(charset.name()) : Optional.empty();
  }

  byte[] bytes() {
    return without(Set.of());
  }

  byte[] without(Collection<ElementPath> cut) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    open.getFirst().forEach(piece -> write(piece, cut, out));
    return out.toByteArray();
  }

  private static void write(Piece piece, Collection<ElementPath> cut, ByteArrayOutputStream out) {
    if (piece.path() == null || !cut.contains(piece.path())) {
      out.writeBytes(piece.bytes());
      piece.inner().forEach(inner -> write(inner, cut, out));
    }
  }

  private void document() {
    if (label == Label.MARK) {
      add("\uFEFF");
    }
    switch (label) {
      case DECLARED -> add("<?xml version='1.0' encoding='" + charset.name() + "'?>\n");
      case WRONG -> add("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>");
      case HEADER, MARK, NONE -> add(any("", "<?xml version='1.0'?>\r\n"));
    }
    add(
        any("", label == Label.NONE ? "" : "\n", "<!-- it begins -->")
            + "<methodCall>"
            + filler()
            + "<methodName>stock.take</methodName>"
            + filler());
    int parameters = 1 + random.nextInt(3);
    add("<params>" + filler());
    for (int place = 0; place < parameters; place++) {
      if (random.nextInt(12) == 0) {
        add(any("<param/>", "<param></param>", "<param> </param>"));
      } else {
        add("<param>" + filler());
        value(ElementPath.of("" + place), 0);
        add(filler() + "</param>" + filler());
      }
    }
    add("</params>" + filler() + "</methodCall>" + any("", "\n", "<!-- end -->"));
  }

  private void value(ElementPath path, int depth) {
    values++;
    add(any("<value>", "<value>", "<value >", "<value x='>' y=\"/>\">"));
    int kind = random.nextInt(depth < 4 && values < 120 ? 12 : 6);
    if (kind < 3) {
      scalar();
    } else if (kind < 6) {
      text();
    } else {
      add(blank());
      if (kind < 9) {
        array(path, depth);
      } else {
        struct(path, depth);
      }
      add(blank());
    }
    add(any("</value>", "</value >", "</value\n>"));
  }

  private void scalar() {
    add(
        blank()
            + any(
                "<int>12</int>",
                "<i4> +7<!-- seven --> </i4>",
                "<ex:i8>9007199254740993</ex:i8>",
                "<i8>-1</i8>",
                "<boolean>1</boolean>",
                "<double>2.50</double>",
                "<nil/>",
                "<ex:nil />",
                "<nil> </nil>",
                "<int/>",
                "<dateTime.iso8601>20091201T10:00:00</dateTime.iso8601>",
                "<base64>aGVsbG8=</base64>",
                "<string/>",
                "<string></string>")
            + blank());
  }

  private void text() {
    String type = any("", "<string>", "<string a='b'>");
    add(type);
    int parts = random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      if (type.isEmpty() || random.nextInt(4) > 0) {
        add(chunk());
      } else {
        raw();
      }
    }
    add(type.isEmpty() ? "" : "</string>");
  }

  private String chunk() {
    String text = letters(6);
    return switch (random.nextInt(5)) {
      case 0 -> "<![CDATA[" + text.replace("]", ")") + "]]>";
      case 1 -> "&#" + letters.codePointAt(0) + ";&#xE9;&amp;&lt;";
      case 2 -> escaped(text) + "<!-- <value>" + letters(3).replace("-", "") + "</value> -->";
      case 3 -> "\r\n" + escaped(text);
      default -> escaped(text);
    };
  }

  /** Bytes of another charset, as senders put them under a label of UTF-8. */
  private void raw() {
    if (charset.name().equals("UTF-8") && label != Label.HEADER) {
      add(new byte[] {(byte) 0xE9, ' ', (byte) 0xC3, (byte) 0x80, (byte) 0xFC});
    }
  }

  private void array(ElementPath path, int depth) {
    if (random.nextInt(6) == 0) {
      add(
          any(
              "<array/>",
              "<array></array>",
              "<array> <data/> </array>",
              "<array><data> </data></array>"));
      return;
    }
    boolean data = random.nextInt(4) > 0;
    add("<array>" + filler() + (data ? "<data>" + filler() : ""));
    int size = random.nextInt(5);
    for (int place = 0; place < size; place++) {
      ElementPath inner = path == null ? null : path.then(place);
      element(inner, () -> valueOrNone(inner, depth));
      add(filler());
    }
    add((data ? "</data>" + filler() : "") + "</array>");
  }

  private void valueOrNone(ElementPath path, int depth) {
    if (random.nextInt(8) == 0) {
      add(any("<value/>", "<value />", "<value></value>"));
    } else {
      value(path, depth + 1);
    }
  }

  private void struct(ElementPath path, int depth) {
    if (random.nextInt(8) == 0) {
      add(any("<struct/>", "<struct></struct>", "<struct> <!-- none --> </struct>"));
      return;
    }
    add("<struct>" + filler());
    int size = 1 + random.nextInt(4);
    boolean numbered = random.nextInt(4) == 0;
    String twice = random.nextInt(4) == 0 ? "twice" : null;
    if (twice != null) {
      member(path, null, twice, depth);
    }
    for (int place = 0; place < size; place++) {
      String name = numbered ? "" + 3 * place : "m" + place + letters(2).strip();
      ElementPath inner = path == null ? null : path.then(name);
      member(path, inner, name, depth);
    }
    if (twice != null) {
      member(path, path == null ? null : path.then(twice), twice, depth);
    }
    add("</struct>");
  }

  /**
   * @param inside the path under which what is in it can be found; null for nothing
   */
  private void member(ElementPath struct, ElementPath inside, String name, int depth) {
    element(
        struct == null ? null : struct.then(name),
        () -> {
          add(any("<member>", "<member >", "<member x=''>") + filler());
          String named = "<name>" + escaped(name) + "</name>" + filler();
          switch (random.nextInt(8)) {
            case 0 -> add(named);
            case 1 -> {
              valueOrNone(inside, depth);
              add(filler() + named);
            }
            default -> {
              add(named);
              valueOrNone(inside, depth);
              add(filler());
            }
          }
          add("</member>");
        });
    add(filler());
  }

  private void element(ElementPath path, Runnable content) {
    open.push(new ArrayList<>());
    content.run();
    List<Piece> inner = open.pop();
    open.getFirst().add(new Piece(new byte[0], path, inner));
  }

  /** What may be between elements and changes nothing. */
  private String filler() {
    return any(
        "",
        "",
        "",
        " ",
        "\n  ",
        "\r\n\t",
        "<!-- " + letters(4).replace("-", "") + " </value> -->",
        "<?php <value/> ?>",
        "<![CDATA[ ]]>");
  }

  private String blank() {
    return any("", "", " ", "\n", "<!-- blank -->");
  }

  private String letters(int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most + 1);
    int[] all = letters.codePoints().toArray();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(all[random.nextInt(all.length)]);
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void add(String text) {
    add(text.getBytes(charset));
  }

  private void add(byte[] bytes) {
    open.getFirst().add(new Piece(bytes, null, List.of()));
  }
}
