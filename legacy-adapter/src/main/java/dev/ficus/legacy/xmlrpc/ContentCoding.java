package dev.ficus.legacy.xmlrpc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The content coding of a body by the header Content-Encoding, by names that are or were in use.
 */
public enum ContentCoding {
  /** Not at all. */
  IDENTITY,
  /** As gzip. */
  GZIP,
  /** As zlib, or without its header, as some do. */
  DEFLATE;

  /** The names that may be sent, for the header Accept-Encoding. */
  public static final String NAMES = "gzip, x-gzip, deflate";

  /**
   * The coding that a header names.
   *
   * @param values of the header, as often as it was sent
   * @return empty when it is another coding, or more than one
   */
  public static Optional<ContentCoding> of(List<String> values) {
    List<String> codings =
        values.stream()
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return Optional.of(IDENTITY);
    }
    return codings.size() > 1
        ? Optional.empty()
        : switch (codings.get(0)) {
          case "gzip", "x-gzip" -> Optional.of(GZIP);
          case "deflate" -> Optional.of(DEFLATE);
          default -> Optional.empty();
        };
  }

  /**
   * The body as it was before it was packed.
   *
   * @throws java.util.zip.ZipException when it is not packed like this, or here while it is read
   */
  public InputStream unpacked(InputStream packed) throws IOException {
    return switch (this) {
      case IDENTITY -> packed;
      case GZIP -> new GZIPInputStream(packed);
      case DEFLATE -> inflated(packed);
    };
  }

  private static InputStream inflated(InputStream raw) throws IOException {
    BufferedInputStream packed = new BufferedInputStream(raw);
    packed.mark(2);
    int first = packed.read();
    int second = packed.read();
    packed.reset();
    boolean zlib = (first & 0x0F) == 8 && ((first << 8) + second) % 31 == 0;
    return new InflaterInputStream(packed, new Inflater(!zlib)) {
      @Override
      public void close() throws IOException {
        super.close();
        inf.end();
      }
    };
  }
}
