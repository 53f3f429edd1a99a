package dev.ficus.legacy.pulling;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.pulling.MagentoOrders.Listed;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows one shop's orders.
 *
 * <p>How far it has come is the last change the shop itself has named, never a time of ours; it
 * moves only past what is with the broker or in quarantine. It asks from a while before that,
 * because a change may become visible after later ones; what is fetched again and has not changed
 * changes nothing. What even that misses is found when all orders are compared with the ledger.
 */
final class Pull {

  private static final int COMPARED_AT_ONCE = 500;
  private static final Comparator<Listed> OLDEST_CHANGE_FIRST =
      Comparator.comparing(Listed::updatedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Listed::number);

  private final String feed;
  private final String shopName;
  private final MagentoOrders shop;
  private final Duration overlap;
  private final Fetching fetching;
  private final Ledger ledger;
  private final PullBook book;
  private final Clock clock;

  Pull(
      String feed,
      PullSettings.Shop settings,
      MagentoOrders shop,
      Fetching fetching,
      Ledger ledger,
      PullBook book,
      Clock clock) {
    this.feed = feed;
    this.shopName = settings.shop();
    this.shop = shop;
    this.overlap = settings.overlap();
    this.fetching = fetching;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
  }

  /**
   * Takes in what has changed since the last time.
   *
   * @throws IOException if the shop does not answer as it should; what was taken in stays
   */
  void changes() throws IOException {
    Optional<LocalDateTime> from = book.of(feed).watermark().map(last -> last.minus(overlap));
    fetching.fetch(listedSince(from), last -> book.reached(feed, last));
  }

  /**
   * Compares all orders of the shop with the ledger, takes in what is missing or not as it should
   * be, and keeps a report.
   *
   * @throws IOException if the shop does not answer as it should; then there is no report
   */
  Report compare() throws IOException {
    Instant begunAt = clock.instant();
    List<Listed> all = listedSince(Optional.empty());
    List<Listed> wrong = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> outdated = new ArrayList<>();
    long lines = 0;
    long standing = 0;
    for (List<Listed> some : Fetching.parts(all, COMPARED_AT_ONCE)) {
      Map<OrderNumber, KnownOrder> known = ledger.find(numbers(some));
      for (Listed order : some) {
        Optional<KnownOrder> here = OrderNumber.of(shopName, order.number()).map(known::get);
        if (here.isEmpty()) {
          missing.add(order.number());
          wrong.add(order);
        } else if (!isAsListed(here.get(), order)) {
          outdated.add(order.number());
          wrong.add(order);
        }
        lines += here.map(each -> each.lines().size()).orElse(0);
        standing +=
            here.map(each -> each.lines().stream().filter(LedgerLine::isWanted).count()).orElse(0L);
      }
    }
    // Not in the order of their changes: nothing is said of how far this has come.
    Fetching.Fetched fetched = fetching.fetch(wrong, last -> {});
    Report report =
        new Report(
            begunAt,
            clock.instant(),
            all.size(),
            missing.size(),
            outdated.size(),
            fetched.takenIn(),
            fetched.quarantined(),
            lines,
            standing,
            missing,
            outdated);
    book.compared(feed, report);
    return report;
  }

  private static boolean isAsListed(KnownOrder here, Listed order) {
    return order.updatedAt() == null
        || here.updatedAt().filter(seen -> !seen.isBefore(order.updatedAt())).isPresent();
  }

  private Collection<OrderNumber> numbers(List<Listed> some) {
    return some.stream()
        .map(order -> OrderNumber.of(shopName, order.number()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Each order once, though the shop may list it twice, with its last change. */
  private List<Listed> listedSince(Optional<LocalDateTime> from) throws IOException {
    Map<String, Listed> byNumber =
        Patience.with(
            () -> {
              Map<String, Listed> rows = new HashMap<>();
              shop.changed(
                  from,
                  row ->
                      rows.merge(
                          row.number(),
                          row,
                          (a, b) -> OLDEST_CHANGE_FIRST.compare(a, b) < 0 ? b : a));
              return rows;
            });
    return byNumber.values().stream().sorted(OLDEST_CHANGE_FIRST).toList();
  }
}
