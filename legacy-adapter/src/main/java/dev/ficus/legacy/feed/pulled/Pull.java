package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderNumber;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The pull of one shop's orders: of what has changed, and of all for a comparison.
 *
 * <p>How far it has come is the last change the shop itself has named, never a time of ours, nor
 * one that cannot be yet; it moves only past what is with the broker or in quarantine. It asks from
 * a while before that, because a change may become visible after later ones; what is fetched again
 * and has not changed changes nothing. What even that misses is found when all orders are compared
 * with the ledger.
 */
final class Pull {

  private static final Logger LOG = Logger.getLogger(Pull.class);
  private static final int COMPARED_AT_ONCE = 500;

  private final String feed;
  private final String shopName;
  private final Windows windows;
  private final Stamps stamps;
  private final Duration overlap;
  private final Fetching fetching;
  private final Ledger ledger;
  private final PullBook book;
  private final Clock clock;

  Pull(
      String feed,
      String shopName,
      Duration overlap,
      Windows windows,
      Stamps stamps,
      Fetching fetching,
      Ledger ledger,
      PullBook book,
      Clock clock) {
    this.feed = feed;
    this.shopName = shopName;
    this.windows = windows;
    this.stamps = stamps;
    this.overlap = overlap;
    this.fetching = fetching;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
  }

  /** What the shop was last asked for; null before the first time. */
  Windows.AskedWindow asked() {
    return windows.asked();
  }

  /** Orders whose times cannot be. */
  Stamps.Ahead ahead() {
    return stamps.ahead();
  }

  /** Asks once more for orders of which lines have become ours that nobody had decided about. */
  private void undecided() throws IOException {
    List<PullBook.LineToAsk> lines;
    do {
      lines = book.toAskAgain(shopName, COMPARED_AT_ONCE);
      if (!lines.isEmpty()) {
        fetching.fetch(
            lines.stream()
                .map(PullBook.LineToAsk::number)
                .distinct()
                .map(number -> new Listed(number, null))
                .toList(),
            last -> {});
        book.askedAgain(shopName, lines);
      }
    } while (lines.size() == COMPARED_AT_ONCE);
  }

  /**
   * Takes in what has changed since the last time.
   *
   * @throws IOException if the shop does not answer as it should; what was taken in stays
   */
  void changes() throws IOException {
    Optional<LocalDateTime> from = watermark().map(last -> last.minus(overlap));
    fetching.begin();
    undecided();
    stamps.begin();
    windows.walk(
        from,
        stamps.latest(),
        (orders, next) -> {
          fetching.fetch(stamps.toFetch(orders), last -> book.reached(feed, last));
          stamps.fetched(orders);
        });
    stamps.end();
  }

  /** One that was put ahead by a time that cannot be goes back to the last comparison. */
  private Optional<LocalDateTime> watermark() {
    PullBook.PullProgress progress = book.of(feed);
    Optional<LocalDateTime> watermark = progress.watermark();
    if (watermark.filter(stamps::isAhead).isEmpty()) {
      return watermark;
    }
    Optional<LocalDateTime> compared =
        progress
            .comparedAt()
            .map(at -> LocalDateTime.ofInstant(at, ZoneOffset.UTC))
            .map(stamps::withMargin)
            .filter(time -> !stamps.isAhead(time));
    LOG.warnf(
        "Feed %s has come to %s, which is ahead of what can be; it goes back to %s",
        feed, watermark.get(), compared.map(Object::toString).orElse("its start"));
    book.goBack(feed, compared);
    return compared;
  }

  /**
   * Compares all orders of the shop with the ledger, takes in what is missing or not as it should
   * be, and keeps a report. A comparison that was begun before goes on where it has come to.
   *
   * @throws IOException if the shop does not answer as it should; then it is not at its end
   */
  Report compare(PullBook.Comparison comparison) throws IOException {
    fetching.begin();
    Report[] report = {comparison.soFar().orElseGet(() -> Report.begun(clock.instant()))};
    windows.walk(
        comparison.next(),
        stamps.latest(),
        (orders, next) -> {
          report[0] = report[0].and(compared(orders), clock.instant());
          if (next.isPresent()) {
            book.comparing(feed, report[0], next.get());
          } else {
            book.compared(feed, report[0]);
          }
        });
    return report[0];
  }

  private Report compared(List<Listed> all) throws IOException {
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
    // Not in the order of their changes: this does not move the watermark.
    Fetching.Fetched fetched = fetching.fetch(wrong, last -> {});
    Instant now = clock.instant();
    return new Report(
        now,
        now,
        all.size(),
        missing.size(),
        outdated.size(),
        fetched.takenIn(),
        fetched.quarantined(),
        lines,
        standing,
        missing,
        outdated);
  }

  /** Where the shop's time cannot be, to be known is all that can be asked for. */
  private boolean isAsListed(KnownOrder here, Listed order) {
    return order.updatedAt() == null
        || stamps.isAhead(order.updatedAt())
        || here.updatedAt().filter(seen -> !seen.isBefore(order.updatedAt())).isPresent();
  }

  private Collection<OrderNumber> numbers(List<Listed> some) {
    return some.stream()
        .map(order -> OrderNumber.of(shopName, order.number()))
        .flatMap(Optional::stream)
        .toList();
  }
}
