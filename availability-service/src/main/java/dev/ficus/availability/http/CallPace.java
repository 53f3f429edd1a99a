package dev.ficus.availability.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls a second one source may make. A source that was quiet has a second's worth of
 * calls at once. Of each is kept only the moment until which its calls are used up, so one that has
 * passed need not be kept at all.
 */
final class CallPace {

  /** So many sources are kept apart; when there are more at once, the rest are as one. */
  private static final int MOST_SOURCES = 20_000;

  private static final String THE_REST = "";

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long perCall;
  private final Map<String, AtomicLong> usedUntil = new ConcurrentHashMap<>();

  /**
   * @param perSecond 1 to 1000000000
   */
  CallPace(int perSecond) {
    this.perCall = SECOND / perSecond;
  }

  /**
   * Whether this source may make a call now, which is then counted.
   *
   * @param now in nanoseconds, by one clock for all calls
   */
  boolean allows(String source, long now) {
    AtomicLong used = usedUntil.get(source);
    if (used == null) {
      used = begun(source, now);
    }
    while (true) {
      long before = used.get();
      long from = before - now < 0 ? now : before;
      if (from - now > SECOND - perCall) {
        return false;
      }
      if (used.compareAndSet(before, from + perCall)) {
        return true;
      }
    }
  }

  private AtomicLong begun(String source, long now) {
    if (usedUntil.size() >= MOST_SOURCES) {
      usedUntil.values().removeIf(used -> used.get() - now < 0);
    }
    String name = usedUntil.size() >= MOST_SOURCES ? THE_REST : source;
    return usedUntil.computeIfAbsent(name, first -> new AtomicLong(now));
  }
}
