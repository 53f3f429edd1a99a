package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.magento.OrderLists;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.Window;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The listing of a shop's orders, by windows of the time of their last change, one after the other,
 * because the shop has no paging and old shops fail when a list is too long. A window that the shop
 * cannot answer is halved; while it can, windows grow again.
 */
public final class Windows {

  /** Older than any Magento: where a shop without a start date begins. */
  static final LocalDateTime EARLIEST = LocalDateTime.of(2000, 1, 1, 0, 0);

  private static final Logger LOG = Logger.getLogger(Windows.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofDays(240);
  private static final int ANSWERS_BEFORE_GROWING = 8;
  private static final int FEW = 5_000;
  private static final Comparator<Listed> OLDEST_CHANGE_FIRST =
      Comparator.comparing(Listed::updatedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Listed::number);

  private final String feed;
  private final OrderLists shop;
  private final Optional<LocalDateTime> start;
  private final Patience patience;
  private final Narrowed narrowed;
  private final Duration atFirst;
  private Duration span;
  private int answersBeforeGrowing;
  private volatile AskedWindow asked;

  /** Each time before a shorter window is asked for. */
  @FunctionalInterface
  interface Narrowed {
    void rest() throws IOException;
  }

  /** What is done with each window's orders. */
  interface Each {
    /**
     * @param orders each once, the oldest change first
     * @param next where the next window begins; empty after the last one
     */
    void window(List<Listed> orders, Optional<LocalDateTime> next) throws IOException;
  }

  /**
   * What the shop was last asked for.
   *
   * @param narrowedFor why the window before was halved; null when the last one was answered
   */
  public record AskedWindow(LocalDateTime from, LocalDateTime to, String narrowedFor) {}

  /**
   * @param start orders changed before are left out; empty to leave out none
   * @param span how long the first window is
   * @param patience with a shop that fails now and then
   * @param narrowed gives the shop a rest each time a window is halved
   */
  Windows(
      String feed,
      OrderLists shop,
      Optional<LocalDateTime> start,
      Duration span,
      Patience patience,
      Narrowed narrowed) {
    this.feed = feed;
    this.shop = shop;
    this.start = start;
    this.atFirst = span;
    this.span = span;
    this.patience = patience;
    this.narrowed = narrowed;
  }

  /** What was last asked for; null before the first time. */
  AskedWindow asked() {
    return asked;
  }

  /**
   * Goes through all windows; what {@code each} has done stays done if a later one fails.
   *
   * @param from where to begin; empty for the start
   * @param end from here on one window is enough, and has no end
   * @throws IOException when the shop cannot answer even for the shortest window, or for a reason
   *     that has nothing to do with how much was asked for
   */
  void walk(Optional<LocalDateTime> from, LocalDateTime end, Each each) throws IOException {
    LocalDateTime begin =
        from.filter(time -> start.filter(time::isBefore).isEmpty())
            .or(() -> start)
            .orElse(EARLIEST)
            .truncatedTo(ChronoUnit.SECONDS);
    boolean first = from.isEmpty() && start.isEmpty();
    span = span.compareTo(atFirst) < 0 ? span : atFirst;
    boolean last;
    do {
      last = !begin.plus(span).isBefore(end);
      Optional<LocalDateTime> to =
          last ? Optional.empty() : Optional.of(begin.plus(span).minusSeconds(1));
      Window window = new Window(first ? Optional.empty() : Optional.of(begin), to);
      Duration asking = last ? Duration.between(begin, end) : span;
      Optional<List<Listed>> orders = list(window, asking);
      if (orders.isPresent()) {
        each.window(orders.get(), to.map(time -> time.plusSeconds(1)));
        grow(orders.get().size());
        begin = begin.plus(asking);
        first = false;
      }
      last &= orders.isPresent();
    } while (!last);
  }

  /** Empty when the window was too long: then the next one is shorter. */
  private Optional<List<Listed>> list(Window window, Duration asking) throws IOException {
    boolean shortest = asking.compareTo(SHORTEST) <= 0;
    show(window, asked == null ? null : asked.narrowedFor());
    try {
      List<Listed> rows =
          patience.with(
              () -> shop.changed(window), failure -> !shortest && Magento.mayAnswerLess(failure));
      show(window, null);
      return Optional.of(once(window.from().isEmpty() ? withUntimed(rows) : rows));
    } catch (IOException failure) {
      if (!Magento.mayAnswerLess(failure)) {
        throw failure;
      }
      if (shortest) {
        throw new IOException(
            "orders changed %s cannot be listed: %s".formatted(window, failure.getMessage()),
            failure);
      }
      narrow(window, asking, failure);
      return Optional.empty();
    }
  }

  /**
   * Not every shop understands the question, and there is hardly ever an order to be found by it.
   */
  private List<Listed> withUntimed(List<Listed> rows) throws IOException {
    List<Listed> all = new ArrayList<>(rows);
    try {
      all.addAll(shop.untimed());
    } catch (InterruptedIOException stopping) {
      throw stopping;
    } catch (IOException failure) {
      LOG.warnf("Feed %s: orders without a time cannot be listed: %s", feed, failure.getMessage());
    }
    return all;
  }

  private void narrow(Window window, Duration asking, IOException failure) throws IOException {
    span = Duration.ofSeconds(Math.max(1, asking.toSeconds() / 2));
    answersBeforeGrowing = ANSWERS_BEFORE_GROWING;
    show(window, failure.getMessage());
    LOG.infof(
        "Feed %s: orders changed %s cannot be listed, asking for %s at a time: %s",
        feed, window, span, failure.getMessage());
    narrowed.rest();
  }

  private void grow(int orders) {
    Duration longest = LONG.compareTo(atFirst.multipliedBy(8)) > 0 ? LONG : atFirst.multipliedBy(8);
    boolean few = orders == 0 || answersBeforeGrowing == 0 && orders < FEW;
    answersBeforeGrowing = Math.max(0, answersBeforeGrowing - Math.min(orders, 1));
    if (few && span.compareTo(longest) < 0) {
      span = span.multipliedBy(2);
    }
  }

  private void show(Window window, String narrowedFor) {
    asked = new AskedWindow(window.from().orElse(null), window.to().orElse(null), narrowedFor);
  }

  /** Each order once, though the shop may list it twice, with its last change. */
  private static List<Listed> once(List<Listed> rows) {
    Map<String, Listed> byNumber = new HashMap<>();
    rows.forEach(
        row ->
            byNumber.merge(
                row.number(), row, (a, b) -> OLDEST_CHANGE_FIRST.compare(a, b) < 0 ? b : a));
    List<Listed> orders = new ArrayList<>(byNumber.values());
    orders.sort(OLDEST_CHANGE_FIRST);
    return orders;
  }
}
