package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules for what is known of orders that were made before we stood in front of the monolith. It has
 * them, and a line of one would be ours when it is first seen after a switch. So either a feed
 * tells when orders were made, or all that the shop has was read while everything was the
 * monolith's.
 */
public final class OrdersRead {

  private OrdersRead() {}

  /**
   * Feed in front of a monolith.
   *
   * @param dated whether it tells which orders were made before us
   * @param firstCall when the first call came by it; empty before that
   */
  public record FeedInFront(String name, String shop, boolean dated, Optional<Instant> firstCall) {}

  /**
   * Feed by which we ask a shop for its orders.
   *
   * @param dated as of those in front
   * @param readAt when it was begun to read all that the shop has, last; empty when that never came
   *     to its end while everything was the monolith's
   */
  public record AskingFeed(String name, String shop, boolean dated, Optional<Instant> readAt) {}

  /** The names of the feeds of which it is not known. */
  public static List<String> unread(List<FeedInFront> inFront, List<AskingFeed> asking) {
    return Stream.concat(
            inFront.stream()
                .filter(feed -> !feed.dated() && !isRead(feed, asking))
                .map(FeedInFront::name),
            asking.stream()
                .filter(feed -> !feed.dated() && feed.readAt().isEmpty())
                .map(AskingFeed::name))
        .sorted()
        .toList();
  }

  /** What the shop has sent since the first call came by us is in the ledger. */
  private static boolean isRead(FeedInFront feed, List<AskingFeed> asking) {
    return feed.firstCall()
        .filter(
            first ->
                asking.stream()
                    .filter(each -> each.shop().equals(feed.shop()))
                    .flatMap(each -> each.readAt().stream())
                    .anyMatch(first::isBefore))
        .isPresent();
  }
}
