package dev.ficus.legacy.switching;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.ServedFeeds.ServedFeed;
import dev.ficus.legacy.feed.pulled.PulledFeed;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Feeds that stand in front of monolith and shop, as far as a cut-over has to know them. */
@ApplicationScoped
class FeedsInFront {

  private final ServedFeeds served;
  private final PulledFeeds pulled;

  FeedsInFront(ServedFeeds served, PulledFeeds pulled) {
    this.served = served;
    this.pulled = pulled;
  }

  /**
   * Those that do not tell which orders were made before we stood in front: the monolith has these,
   * and a line of one would be ours when it is first seen after a switch.
   */
  List<String> unread() {
    return Stream.concat(
            served.all().stream()
                .filter(feed -> feed.upstream().isPresent())
                .filter(feed -> feed.dialect().takesOrders() || feed.monolithPulls())
                .filter(feed -> feed.inFrontSince().isEmpty())
                .map(ServedFeed::name),
            pulled.all().stream()
                .filter(feed -> feed.inFrontSince().isEmpty())
                .map(PulledFeed::name))
        .sorted()
        .toList();
  }

  /**
   * How long a call of a monolith to a shop, by which it may send figures, can be under way after
   * it was let through.
   */
  Duration letThrough() {
    return served.all().stream()
        .filter(feed -> !feed.dialect().takesOrders())
        .flatMap(feed -> feed.upstream().stream())
        .map(upstream -> upstream.longestExchange())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
