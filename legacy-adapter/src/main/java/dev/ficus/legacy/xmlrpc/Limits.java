package dev.ficus.legacy.xmlrpc;

import java.time.Duration;

/**
 * How much one document may ask for before it is refused.
 *
 * @param bytes of the whole document, after decompression
 * @param depth of values inside values
 * @param values held at once: of a call all, of a streamed answer those of one element
 * @param text characters of one string, number, name or base64
 * @param time from the first byte asked for to the last
 */
public record Limits(long bytes, int depth, int values, int text, Duration time) {

  /** Generous for an order of a thousand lines, tight for an attack. */
  public static final Limits DEFAULT =
      new Limits(16L << 20, 32, 100_000, 1 << 20, Duration.ofSeconds(30));

  public Limits {
    if (bytes < 1 || depth < 1 || values < 1 || text < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
