package dev.ficus.legacy.switching;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.feed.methods.MethodReport;
import dev.ficus.legacy.feed.methods.MethodReport.ReportedFeed;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import dev.ficus.legacy.routing.OrdersRead;
import dev.ficus.legacy.routing.OrdersRead.AskingFeed;
import dev.ficus.legacy.routing.OrdersRead.FeedInFront;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.stock.StockSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feeds that stand in front of monolith and shop, as far as a cut-over has to know them. */
@ApplicationScoped
class FeedsInFront {

  private final ServedFeeds served;
  private final PulledFeeds pulled;
  private final MethodLog methods;
  private final StockSources shops;
  private final PromisingSources promising;

  FeedsInFront(
      ServedFeeds served,
      PulledFeeds pulled,
      MethodLog methods,
      StockSources shops,
      PromisingSources promising) {
    this.methods = methods;
    this.shops = shops;
    this.promising = promising;
    this.served = served;
    this.pulled = pulled;
  }

  /**
   * Those of which it is not known which orders were made before we stood in front: see {@link
   * OrdersRead}.
   */
  List<String> unread() {
    Map<String, Instant> firstCalls = firstCalls();
    return OrdersRead.unread(
        served.all().stream()
            .filter(feed -> feed.upstream().isPresent())
            .filter(feed -> feed.dialect().takesOrders() || feed.monolithPulls())
            .map(
                feed ->
                    new FeedInFront(
                        feed.name(),
                        feed.shop(),
                        isDated(feed.shop(), feed.inFrontSince()),
                        Optional.ofNullable(firstCalls.get(feed.name()))))
            .toList(),
        pulled.all().stream()
            .map(
                feed ->
                    new AskingFeed(
                        feed.name(),
                        feed.shop(),
                        isDated(feed.shop(), feed.inFrontSince()),
                        feed.readInFullAt()))
            .toList());
  }

  /** What the monolith has promised to an order from before us no date of it says. */
  private boolean isDated(String shop, Optional<LocalDateTime> inFrontSince) {
    return inFrontSince.isPresent() && !promising.withOlderOrders().contains(shops.sourceOf(shop));
  }

  /** Feeds by which the monolith asks for its orders, and has not within this time. */
  List<String> notPulled(Duration within) {
    MethodReport report = methods.report();
    return served.all().stream()
        .filter(ServedFeeds.ServedFeed::monolithPulls)
        .map(ServedFeeds.ServedFeed::name)
        .filter(
            name ->
                lastCall(report, name)
                    .filter(last -> last.plus(within).isAfter(report.now()))
                    .isEmpty())
        .sorted()
        .toList();
  }

  private static Optional<Instant> lastCall(MethodReport report, String feed) {
    return report.feeds().stream()
        .filter(each -> each.feed().equals(feed))
        .flatMap(each -> each.methods().stream())
        .flatMap(method -> method.log().stream())
        .map(LoggedMethod::lastSeen)
        .max(Comparator.naturalOrder());
  }

  /** When the first call came, by feed. */
  private Map<String, Instant> firstCalls() {
    Map<String, Instant> first = new HashMap<>();
    for (ReportedFeed feed : methods.report().feeds()) {
      feed.methods().stream()
          .flatMap(method -> method.log().stream())
          .map(LoggedMethod::firstSeen)
          .min(Comparator.naturalOrder())
          .ifPresent(time -> first.put(feed.feed(), time));
    }
    return first;
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
