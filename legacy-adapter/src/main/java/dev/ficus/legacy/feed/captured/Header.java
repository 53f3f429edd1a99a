package dev.ficus.legacy.feed.captured;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/**
 * The line before each document in a capture file: {@code ficus-capture TIME FEED call|answer
 * open|encrypted LENGTH}. The feed is percent-encoded; so many bytes and a line feed come after it.
 */
record Header(Instant at, String feed, Captured.DocumentKind kind, boolean encrypted, int length) {

  static final String START = "ficus-capture ";

  /** All but the length: what belongs to the document. */
  String about() {
    return START
        + at
        + " "
        + URLEncoder.encode(feed, StandardCharsets.UTF_8)
        + " "
        + kind.name().toLowerCase(Locale.ROOT)
        + (encrypted ? " encrypted" : " open");
  }

  @Override
  public String toString() {
    return about() + " " + length;
  }

  /**
   * @throws IllegalArgumentException if this is no such line
   */
  static Header parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 6 || !line.startsWith(START)) {
      throw new IllegalArgumentException("no header");
    }
    try {
      int length = Integer.parseInt(words[5]);
      if (length < 0 || !words[4].equals("open") && !words[4].equals("encrypted")) {
        throw new IllegalArgumentException("no header");
      }
      return new Header(
          Instant.parse(words[1]),
          URLDecoder.decode(words[2], StandardCharsets.UTF_8),
          Captured.DocumentKind.valueOf(words[3].toUpperCase(Locale.ROOT)),
          words[4].equals("encrypted"),
          length);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("no header", wrong);
    }
  }
}
