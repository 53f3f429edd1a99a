package dev.ficus.legacy.feed.pulled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.magento.OrderSource;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.Window;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.quarantine.InMemoryEntries;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pulls of a shop's orders, with a shop, a ledger and a book in memory. */
class PullTest {

  private static final String FEED = "feed";
  private static final String SHOP = "shop";
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 28, 12, 0);
  private static final Duration OVERLAP = Duration.ofMinutes(15);

  private final Patience atOnce = new Patience(Duration.ZERO);
  private final Clock clock = Clock.fixed(NOW.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final FakeOrderSource shop = new FakeOrderSource();
  private final InMemoryLedger ledger = new InMemoryLedger(new InMemoryEntries());
  private final Intake intake = new Intake();
  private final InMemoryPullBook book = new InMemoryPullBook();
  private final Stamps stamps = new Stamps(Duration.ofMinutes(10), clock, () -> {});
  private final Pull pull =
      new Pull(
          FEED,
          SHOP,
          OVERLAP,
          new Windows(
              FEED,
              shop,
              Optional.of(NOW.minusDays(1)),
              Duration.ofDays(30),
              atOnce,
              () -> {
                throw new IOException("no window is too long for this shop");
              }),
          stamps,
          new Fetching(FEED, shop, intake, atOnce, 2, threads),
          ledger,
          book,
          clock);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void orders_that_have_changed_are_taken_in_and_the_watermark_follows() {
    shop.change("1", NOW.minusHours(3));
    shop.change("2", NOW.minusHours(2));
    shop.change("3", NOW.minusHours(1));
    changes();
    assertEquals(List.of("1", "2", "3"), intake.taken());
    assertEquals(Optional.of(NOW.minusHours(1)), book.of(FEED).watermark());
  }

  @Test
  void the_next_pull_asks_from_a_while_before_the_watermark() {
    shop.change("1", NOW.minusHours(1));
    changes();
    shop.change("late", NOW.minusHours(1).minusMinutes(14));
    shop.change("too late", NOW.minusHours(1).minusMinutes(16));
    changes();
    assertEquals(List.of("1", "late"), intake.taken());
  }

  @Test
  void an_order_with_a_line_that_has_become_ours_is_asked_for_again_until_it_is_safe() {
    shop.change("1", NOW.minusHours(4));
    shop.change("2", NOW.minusHours(1));
    changes();
    intake.taken.clear();
    book.haveAskedAgain(SHOP, new PullBook.LineToAsk("1", "A"));
    intake.notNow = "1";
    assertThrows(IllegalStateException.class, this::changes);
    assertEquals(1, book.toAskAgain(SHOP, 10).size());
    intake.notNow = "";
    changes();
    assertTrue(intake.taken().contains("1"));
    assertEquals(List.of(), book.toAskAgain(SHOP, 10));
  }

  @Test
  void a_watermark_stays_behind_an_order_that_is_not_safe() {
    shop.change("1", NOW.minusHours(4));
    shop.change("2", NOW.minusHours(3));
    shop.change("3", NOW.minusHours(2));
    intake.notNow = "3";
    assertThrows(IllegalStateException.class, this::changes);
    assertEquals(Optional.of(NOW.minusHours(3)), book.of(FEED).watermark());
    intake.notNow = "";
    changes();
    assertEquals(Optional.of(NOW.minusHours(2)), book.of(FEED).watermark());
  }

  @Test
  void a_time_that_cannot_be_does_not_move_the_watermark() {
    shop.change("1", NOW.minusHours(1));
    shop.change("2", LocalDateTime.of(2038, 1, 19, 3, 14, 7));
    changes();
    assertEquals(List.of("1", "2"), intake.taken());
    assertEquals(Optional.of(NOW.minusHours(1)), book.of(FEED).watermark());
    assertEquals(1, pull.ahead().orders());
  }

  @Test
  void a_watermark_that_cannot_be_goes_back_to_the_last_comparison() {
    shop.change("1", NOW.minusHours(2));
    compare();
    alone(() -> book.reached(FEED, NOW.plusYears(10)));
    shop.change("2", NOW.minusMinutes(20));
    changes();
    assertEquals(List.of("1", "2"), intake.taken());
    // Less what the shop's clock may have been ahead when all was compared.
    assertEquals(Optional.of(NOW.minusMinutes(10)), book.of(FEED).watermark());
  }

  @Test
  void an_order_that_the_shop_does_not_show_is_kept_and_the_others_are_taken_in() {
    shop.change("1", NOW.minusHours(2));
    shop.change("2", NOW.minusHours(1));
    shop.hidden.add("1");
    changes();
    assertEquals(List.of("2"), intake.taken());
    assertEquals(List.of("1"), intake.notShown);
    assertEquals(Optional.of(NOW.minusHours(1)), book.of(FEED).watermark());
  }

  @Test
  void a_comparison_takes_in_what_is_missing_or_outdated_and_reports_it() {
    shop.change("1", NOW.minusHours(3));
    shop.change("2", NOW.minusHours(2));
    changes();
    shop.change("2", NOW.minusHours(1));
    shop.change("3", NOW.minusHours(5));
    Report report = compare();
    assertEquals(3, report.listed());
    assertEquals(List.of("3"), report.missingOrders());
    assertEquals(List.of("2"), report.outdatedOrders());
    assertEquals(2, report.takenIn());
    assertTrue(report.leavesNothingOut());
    assertEquals(List.of(report), book.reports(FEED, 10));
    assertEquals(Optional.empty(), book.comparison(FEED));
    assertEquals(Optional.of(clock.instant()), book.of(FEED).comparedAt());
    // How far the feed has come is no matter of a comparison.
    assertEquals(Optional.of(NOW.minusHours(2)), book.of(FEED).watermark());
    assertEquals(0, compare().outdated());
  }

  private void changes() {
    alone(
        () -> {
          try {
            pull.changes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Report compare() {
    book.askComparison(FEED, clock.instant());
    Report[] report = new Report[1];
    alone(
        () -> {
          try {
            report[0] = pull.compare(book.comparison(FEED).orElseThrow());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return report[0];
  }

  private void alone(Runnable work) {
    assertTrue(book.alone(FEED, work));
  }

  /** A shop whose orders are their numbers. */
  private static final class FakeOrderSource implements OrderSource {

    private final Map<String, LocalDateTime> orders = new TreeMap<>();
    private final TreeSet<String> hidden = new TreeSet<>();

    synchronized void change(String number, LocalDateTime at) {
      orders.put(number, at);
    }

    synchronized LocalDateTime changedAt(String number) {
      return orders.get(number);
    }

    @Override
    public synchronized List<Listed> changed(Window window) {
      List<Listed> listed = new ArrayList<>();
      orders.forEach(
          (number, at) -> {
            if (window.from().filter(at::isBefore).isEmpty()
                && window.to().filter(at::isAfter).isEmpty()) {
              listed.add(new Listed(number, at));
            }
          });
      return listed;
    }

    @Override
    public synchronized void orders(List<String> numbers, BiConsumer<String, Answer> each) {
      for (String number : numbers) {
        each.accept(
            number,
            orders.containsKey(number) && !hidden.contains(number)
                ? new Answer.Result(new Value.Text(number))
                : new Answer.Fault(100, "Requested order not exists."));
      }
    }
  }

  /** Writes into the ledger what the shop shows, with the time of its last change. */
  private final class Intake implements OrderSink {

    private final TreeSet<String> taken = new TreeSet<>();
    private final List<String> notShown = new ArrayList<>();
    private volatile String notNow = "";

    synchronized List<String> taken() {
      return List.copyOf(taken);
    }

    @Override
    public PendingOrder take(Value order, String correlation) {
      String number = order.asText().orElseThrow();
      return () -> {
        if (number.equals(notNow)) {
          throw new IllegalStateException("the broker does not confirm");
        }
        write(number, correlation);
        return true;
      };
    }

    private synchronized void write(String number, String correlation) {
      ledger.change(
          List.of(
              new Ledger.OrderChange(
                  OrderNumber.of(SHOP, number).orElseThrow(),
                  new Arrival(FEED, correlation, () -> new byte[0]),
                  (known, owners) ->
                      Optional.of(
                          new LedgerUpdate(
                              false,
                              Optional.of(number),
                              Optional.of(shop.changedAt(number)),
                              List.of(),
                              List.of())))));
      taken.add(number);
    }

    @Override
    public synchronized void keepNotShown(String number, Answer answer, String correlation) {
      notShown.add(number);
    }
  }
}
