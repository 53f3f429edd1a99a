package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The times of a shop's orders, and which of them can be: its clock may be ahead of ours a little,
 * as may be its zone where the settings say so. A later one, be it of the year 2038, does not count
 * for how far the feed has come. An order that has one is fetched once, and again when it has
 * another.
 */
public final class Stamps {

  private static final int MOST_REMEMBERED = 10_000;

  private final Duration clockAhead;
  private final Clock clock;
  private final Runnable counted;
  private final Map<String, LocalDateTime> fetched = new LinkedHashMap<>();
  private volatile Ahead ahead = new Ahead(0, null);
  private Ahead seen = ahead;

  /**
   * Orders with times that cannot be, as they were listed in the last round.
   *
   * @param latest the latest of the times; null where there are none
   */
  public record Ahead(int orders, LocalDateTime latest) {
    private Ahead and(LocalDateTime time) {
      return new Ahead(orders + 1, latest == null || time.isAfter(latest) ? time : latest);
    }
  }

  /**
   * @param counted is run for each order when it is first seen with such a time
   */
  Stamps(Duration clockAhead, Clock clock, Runnable counted) {
    this.clockAhead = clockAhead;
    this.clock = clock;
    this.counted = counted;
  }

  /** The latest that can be at present. */
  LocalDateTime latest() {
    return LocalDateTime.now(clock).plus(clockAhead);
  }

  /** Whether this is later than can be. */
  boolean isAhead(LocalDateTime time) {
    return time != null && time.isAfter(latest());
  }

  /** Early enough for any time of the shop's clock at this time of ours. */
  LocalDateTime withMargin(LocalDateTime time) {
    return time.minus(clockAhead);
  }

  /** What the last round found. */
  Ahead ahead() {
    return ahead;
  }

  /** A round begins. */
  void begin() {
    seen = new Ahead(0, null);
  }

  /** A round has come to its end. */
  void end() {
    ahead = seen;
  }

  /** The orders that are to be fetched; what cannot be is left out of their times. */
  List<Listed> toFetch(Collection<Listed> orders) {
    List<Listed> wanted = new ArrayList<>(orders.size());
    for (Listed order : orders) {
      if (!isAhead(order.updatedAt())) {
        wanted.add(order);
      } else {
        seen = seen.and(order.updatedAt());
        if (!order.updatedAt().equals(fetched.get(order.number()))) {
          wanted.add(order.withoutTime());
        }
      }
    }
    return wanted;
  }

  /** All of these are safe. */
  void fetched(Collection<Listed> orders) {
    for (Listed order : orders) {
      if (isAhead(order.updatedAt())
          && !order.updatedAt().equals(fetched.put(order.number(), order.updatedAt()))) {
        counted.run();
      }
    }
    Iterator<String> oldest = fetched.keySet().iterator();
    while (fetched.size() > MOST_REMEMBERED) {
      oldest.next();
      oldest.remove();
    }
  }
}
