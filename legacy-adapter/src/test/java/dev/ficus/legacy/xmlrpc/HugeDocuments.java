package dev.ficus.legacy.xmlrpc;

import dev.ficus.legacy.xmlrpc.XmlRpcException.DocumentRefusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The attacks that are too large for a file, each with the refusal expected. */
public final class HugeDocuments {

  /** A document, made while it is read. */
  public interface Source {
    InputStream open() throws IOException;
  }

  public record Attack(Source document, DocumentRefusal refusal) {}

  private static final String VALUE =
      "<methodCall><methodName>a</methodName><params><param><value>";
  private static final int ENDLESS = Integer.MAX_VALUE;
  private static final String THOUSAND_LETTERS = "x".repeat(1000);

  private static final String MUCH_SPACE = " \n\t ".repeat(250);

  private HugeDocuments() {}

  public static Map<String, Attack> attacks() {
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put(
        "endless text", attack(VALUE, i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless CDATA",
        attack(VALUE + "<![CDATA[", i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless digits", attack(VALUE + "<int>", i -> "123456789", DocumentRefusal.TEXT_TOO_LONG));
    attacks.put("endless white space", attack("", i -> MUCH_SPACE, DocumentRefusal.TOO_LARGE));
    attacks.put(
        "endless space between tags",
        attack("<methodCall>", i -> MUCH_SPACE, DocumentRefusal.TOO_LARGE));
    attacks.put(
        "endless references",
        attack(VALUE, i -> "&#65;&#x42;&amp;&lt;", DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless element name",
        attack("<methodCall><", i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless attribute name",
        attack("<methodCall ", i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless attribute",
        attack("<methodCall a=\"", i -> THOUSAND_LETTERS, DocumentRefusal.NOT_WELL_FORMED));
    attacks.put(
        "endless attributes",
        attack("<methodCall", i -> " a" + i + "=''", DocumentRefusal.NOT_WELL_FORMED));
    attacks.put(
        "endless tag", attack("<methodCall", i -> MUCH_SPACE, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless member name",
        attack(
            VALUE + "<struct><member><name>",
            i -> THOUSAND_LETTERS,
            DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless comment", attack("<!--", i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put("endless comments", attack("", i -> "<!----><!-- -->", DocumentRefusal.TOO_LARGE));
    attacks.put(
        "endless instruction",
        attack("<?x ", i -> THOUSAND_LETTERS, DocumentRefusal.TEXT_TOO_LONG));
    attacks.put(
        "endless document type",
        attack("<!DOCTYPE a [", i -> "<!ENTITY a" + i + " 'a'>", DocumentRefusal.DOCTYPE));
    attacks.put(
        "endless depth", attack(VALUE, i -> "<array><data><value>", DocumentRefusal.TOO_DEEP));
    attacks.put("endless elements", attack("", i -> "<a" + i + ">", DocumentRefusal.NOT_XML_RPC));
    attacks.put(
        "endless parameters",
        attack(
            "<methodCall><methodName>a</methodName><params>",
            i -> "<param/>",
            DocumentRefusal.TOO_MANY_VALUES));
    attacks.put(
        "endless values",
        attack(VALUE + "<array>", i -> "<value/>", DocumentRefusal.TOO_MANY_VALUES));
    attacks.put(
        "endless structs",
        attack(
            VALUE + "<array>", i -> "<value><struct/></value>", DocumentRefusal.TOO_MANY_VALUES));
    attacks.put(
        "endless members of one hash",
        attack(
            VALUE + "<struct>",
            i -> "<member><name>" + collidingName(i) + "</name></member>",
            DocumentRefusal.TOO_MANY_VALUES));
    attacks.put(
        "endless members",
        attack(
            VALUE + "<struct>",
            i -> "<member><name>" + i + "</name></member>",
            DocumentRefusal.TOO_MANY_VALUES));
    attacks.put(
        "endless members with texts",
        attack(
            VALUE + "<struct>",
            i -> "<member><name>" + i + "</name><value>" + i + "</value></member>",
            DocumentRefusal.TOO_MANY_VALUES));
    attacks.put("gzip bomb", new Attack(HugeDocuments::gzipBomb, DocumentRefusal.TOO_LARGE));
    return attacks;
  }

  private static Attack attack(
      String start, IntFunction<String> repeated, DocumentRefusal refusal) {
    return new Attack(() -> document(start, repeated, ENDLESS, ""), refusal);
  }

  /** A document that repeats something, with its number from 0 on. */
  static InputStream document(String start, IntFunction<String> repeated, int times, String end) {
    Stream<String> middle = IntStream.range(0, times).mapToObj(repeated);
    return new Pieces(
        Stream.concat(Stream.concat(Stream.of(start), middle), Stream.of(end))
            .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
            .iterator());
  }

  /** Different names whose hash codes are all equal: "Aa" and "BB" in every combination. */
  private static String collidingName(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 20; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  /** Some kilobytes that become gigabytes: a compressed part, again and again. */
  private static InputStream gzipBomb() throws IOException {
    byte[] part = gzip(" ".repeat(1 << 20));
    return new GZIPInputStream(
        new Pieces(
            Stream.concat(Stream.of(gzip("<methodCall>")), Stream.generate(() -> part))
                .iterator()));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return compressed.toByteArray();
  }

  /** A stream of pieces, each made when it is its turn. */
  private static final class Pieces extends InputStream {
    private final Iterator<byte[]> pieces;
    private byte[] piece = {};
    private int position;

    Pieces(Iterator<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int written = 0;
      while (written < length && (position < piece.length || pieces.hasNext())) {
        if (position == piece.length) {
          piece = pieces.next();
          position = 0;
        }
        int more = Math.min(length - written, piece.length - position);
        System.arraycopy(piece, position, target, offset + written, more);
        position += more;
        written += more;
      }
      return written == 0 && length > 0 ? -1 : written;
    }

    /** A gzip stream looks for another part only where it knows that there is more. */
    @Override
    public int available() {
      return position < piece.length || pieces.hasNext() ? 1 : 0;
    }
  }
}
