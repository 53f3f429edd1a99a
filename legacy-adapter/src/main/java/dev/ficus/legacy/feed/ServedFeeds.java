package dev.ficus.legacy.feed;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.dialect.OrderSplit;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.senders.Users;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The configured feeds by path; with one that is wrong, nothing starts. */
@Startup
@Singleton
public class ServedFeeds {

  private final Map<String, ServedFeed> byPath = new HashMap<>();

  /**
   * A feed, ready to take calls.
   *
   * @param users who may call; anybody, where nobody is named
   * @param upstream where calls go that are not ours to answer
   * @param inFrontSince by the shop's clock: orders made before were sent to the monolith directly
   * @param ourLines how our lines are taken out of what the upstream is given
   * @param forwardsCharges whether an order goes there of which charges alone are left
   * @param monolithPulls whether the monolith asks the upstream for its orders here
   */
  public record ServedFeed(
      String name,
      String shop,
      ShopRules rules,
      Dialect dialect,
      Users users,
      Optional<Upstream> upstream,
      Optional<LocalDateTime> inFrontSince,
      OrderSplit.Taking ourLines,
      boolean forwardsCharges,
      boolean monolithPulls) {

    /** Whether an order was made before we stood in front of the monolith, or may have been. */
    public boolean isBeforeUs(OldOrder order) {
      return ServedFeeds.isBefore(inFrontSince, order);
    }
  }

  /** Whether an order was made before this time, or does not tell when. */
  public static boolean isBefore(Optional<LocalDateTime> time, OldOrder order) {
    return time.isPresent()
        && (order.createdAt() == null || order.createdAt().isBefore(time.get()));
  }

  ServedFeeds(FeedSettings settings, Shops shops) {
    settings.feeds().forEach((name, feed) -> add(name, feed, shops));
  }

  /**
   * A feed that is called.
   *
   * @param beyond what of the path lies beyond the feed's
   */
  public record FeedPath(ServedFeed feed, String beyond) {}

  /**
   * The feed at this path. What lies beneath the path of a feed is its upstream's to answer; a
   * slash at the end is nothing.
   */
  public Optional<FeedPath> at(String path) {
    String found = path;
    while (!byPath.containsKey(found)) {
      int slash = found.lastIndexOf('/');
      if (slash <= 0) {
        return Optional.empty();
      }
      found = found.substring(0, slash);
    }
    ServedFeed feed = byPath.get(found);
    String beyond = path.substring(found.length());
    return feed.upstream().isPresent() || beyond.isEmpty() || beyond.equals("/")
        ? Optional.of(new FeedPath(feed, beyond))
        : Optional.empty();
  }

  /** How calls are written that come to this feed; empty when it is not configured any more. */
  public Optional<Dialect> dialect(String name) {
    return named(name).map(ServedFeed::dialect);
  }

  /** All feeds. */
  public Collection<ServedFeed> all() {
    return Collections.unmodifiableCollection(byPath.values());
  }

  /** The feed of this name. */
  public Optional<ServedFeed> named(String name) {
    return byPath.values().stream().filter(feed -> feed.name().equals(name)).findFirst();
  }

  private void add(String name, FeedSettings.Feed feed, Shops shops) {
    String keys = "ficus.legacy.feeds." + name;
    require(feed.path().startsWith("/"), keys + ".path must start with /");
    Dialect dialect = shops.dialect(feed.dialect(), keys + ".dialect");
    requireCreatedAt(feed.inFrontSince(), dialect, keys, feed.dialect());
    require(
        !feed.monolithPulls() || feed.upstream().isPresent(),
        keys + ".monolith-pulls needs " + keys + ".upstream: the shop that it asks");
    require(
        !feed.monolithPulls() || dialect.showsOrders() && !dialect.takesOrders(),
        "%s.monolith-pulls needs a dialect with calls of means=order-shown and none of means=order, and ficus.legacy.dialects.%s is none"
            .formatted(keys, feed.dialect()));
    require(
        feed.ourLines() == OrderSplit.Taking.CUT
            || dialect.orders().filter(OrderShape::showsCancelledUnits).isPresent(),
        "%s.our-lines=cancel needs ficus.legacy.dialects.%s.line.cancelled: the path of how many are cancelled"
            .formatted(keys, feed.dialect()));
    require(
        feed.inFrontSince().isEmpty() || feed.upstream().isPresent(),
        keys + ".in-front-since needs " + keys + ".upstream: the monolith we are in front of");
    ServedFeed before =
        byPath.put(
            feed.path(),
            new ServedFeed(
                name,
                feed.shop(),
                shops.rules(feed.shop(), keys + ".shop"),
                dialect,
                new Users(feed.users()),
                feed.upstream()
                    .map(
                        address ->
                            new Upstream(
                                Address.of(address, keys + ".upstream"),
                                new TimeLimits(
                                    feed.upstreamTimeout(), feed.upstreamExchangeTimeout()),
                                shops.limits())),
                feed.inFrontSince(),
                feed.ourLines(),
                feed.forwardCharges(),
                feed.monolithPulls()));
    require(before == null, keys + ".path is another feed's path");
  }

  /**
   * Without the time when an order was made nobody can decide whether it was before.
   *
   * @throws IllegalArgumentException when the dialect does not say where it is
   */
  public static void requireCreatedAt(
      Optional<LocalDateTime> inFrontSince, Dialect dialect, String keys, String name) {
    require(
        inFrontSince.isEmpty() || dialect.orders().filter(OrderShape::showsCreation).isPresent(),
        "%s.in-front-since needs ficus.legacy.dialects.%s.order.created-at: the path of when an order was made"
            .formatted(keys, name));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
