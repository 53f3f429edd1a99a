package dev.ficus.oldworld.shop;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The clock of the shop's server. It goes as fast as any other, but shows what it was set to: it
 * may be wrong, and be put forward and back while the shop runs.
 */
final class ShopClock {
  private final LongSupplier nanos;
  private final long begun;
  private volatile long shown;

  /**
   * @param shown what it shows now
   * @param nanos how time goes by, by {@link System#nanoTime}
   */
  ShopClock(Instant shown, LongSupplier nanos) {
    this.shown = shown.getEpochSecond();
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** Seconds since 1970, by this clock. */
  long now() {
    return shown + elapsed().toSeconds();
  }

  /** How long it has been running, whatever it was put to. */
  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - begun);
  }

  /** Puts it forward, or back by a negative number. */
  synchronized void put(int minutes) {
    shown += minutes * 60L;
  }

  /** As Magento's database writes a time. */
  static String stamp(long seconds) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    StringBuilder stamp = new StringBuilder(19).append(time.toLocalDate()).append(' ');
    append(stamp, time.getHour());
    append(stamp.append(':'), time.getMinute());
    append(stamp.append(':'), time.getSecond());
    return stamp.toString();
  }

  private static void append(StringBuilder stamp, int number) {
    stamp.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
