package dev.ficus.legacy.feed.replayed;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a file is replayed.
 *
 * @param written {@code full}, documents in a second such as {@code 50/s}, or how many times as
 *     fast as they came, such as {@code 10x}
 */
public record Speed(String written) {

  /** As fast as it goes. */
  public static final Speed FULL = new Speed("full");

  private static final Pattern GIVEN = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(/s|x)");
  private static final long SECOND_NANOSECONDS = 1_000_000_000L;

  /** The speed that is written so; empty when it is none. */
  public static Optional<Speed> of(String written) {
    Matcher given = GIVEN.matcher(written);
    boolean positive = given.matches() && Double.parseDouble(given.group(1)) > 0;
    return positive || written.equals(FULL.written)
        ? Optional.of(new Speed(written))
        : Optional.empty();
  }

  /** Whether the file has to have the time of every document. */
  boolean needsTimes() {
    return written.endsWith("x");
  }

  /**
   * How long after the beginning a document is due.
   *
   * @param place which one it is, counted from 0
   * @param sinceFirst how long after the first it came
   */
  Duration due(long place, Duration sinceFirst) {
    Matcher given = GIVEN.matcher(written);
    if (!given.matches()) {
      return Duration.ZERO;
    }
    double figure = Double.parseDouble(given.group(1));
    double nanoseconds =
        needsTimes() ? sinceFirst.toNanos() / figure : place * SECOND_NANOSECONDS / figure;
    return Duration.ofNanos((long) nanoseconds);
  }
}
