package dev.ficus.legacy.push;

import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopStock;
import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.placement.InMemoryPlacements;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.push.StockBook.ShopFigure;
import dev.ficus.legacy.quarantine.InMemoryEntries;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rounds of stock updates, with a shop, an availability and a book in memory. */
class StockRoundTest {

  private static final String SHOP = "shop";
  private static final long MARGIN = 1;
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(5);
  private static final Patience AT_ONCE = new Patience(Duration.ZERO);
  private static final OrderNumber NUMBER = new OrderNumber(SHOP, "100");

  private final SettableClock clock = new SettableClock();
  private final Stock availability = new Stock();
  private final FakeShopStock shop = new FakeShopStock();
  private final InMemoryLedger ledger = new InMemoryLedger(new InMemoryEntries());
  private final Placements placements = new InMemoryPlacements(ledger);
  private final InMemoryStockBook book = new InMemoryStockBook(clock);
  private final FigureComparison comparison =
      new FigureComparison(
          SHOP, Duration.ofHours(1), Duration.ofMinutes(10), shop, book, AT_ONCE, clock);
  private final StockUpdates updates =
      new StockUpdates(SHOP, shop, book, new ParallelCalls(Runnable::run), 2, AT_ONCE, clock);
  private final StockRound round =
      new StockRound(
          SHOP,
          availability,
          placements,
          book,
          new StockOffer(MARGIN),
          comparison,
          updates,
          REFUSED_AGAIN,
          clock);

  @Test
  void the_first_round_finds_what_the_shop_sells_and_sends_what_differs() {
    shop.figures.putAll(Map.of("A", 0L, "B", 4L, "C", 9L));
    availability.put("A", 3);
    availability.put("B", 5);
    availability.put("D", 7);
    run();
    assertEquals(Map.of("A", 2L, "B", 4L, "C", 9L), shop.figures);
    assertEquals(1, updates.taken());
  }

  @Test
  void a_sku_that_the_monolith_fulfils_is_left_to_it() {
    shop.figures.putAll(Map.of("A", 0L, "B", 0L));
    availability.put("A", 3);
    availability.put("B", 5);
    book.legacy("B");
    run();
    availability.put("B", 4);
    run();
    assertEquals(Map.of("A", 2L, "B", 0L), shop.figures);
  }

  @Test
  void a_sku_that_is_taken_over_is_sent_whatever_figure_the_shop_seems_to_have() {
    shop.figures.put("B", 0L);
    availability.put("B", 5);
    book.legacy("B");
    run();
    shop.figures.put("B", 9L);
    run();
    book.takeOver("B");
    run();
    assertEquals(4, shop.figures.get("B"));
    assertEquals(List.of(), book.toTell(SHOP));
    shop.figures.put("B", 9L);
    run();
    assertEquals(9, shop.figures.get("B"), "only once");
  }

  @Test
  void units_that_are_ordered_and_not_placed_are_not_offered() {
    shop.figures.put("A", 0L);
    availability.put("A", 10);
    ledger.change(List.of(shows(NUMBER, item("1", "A", "4"))));
    run();
    assertEquals(5, shop.figures.get("A"));
    placements.place(List.of(placed("A", 4)));
    run();
    assertEquals(9, shop.figures.get("A"));
  }

  @Test
  void a_sku_that_has_not_changed_is_not_sent_again() {
    shop.figures.put("A", 0L);
    availability.put("A", 10);
    run();
    run();
    assertEquals(1, shop.calls);
    availability.put("A", 11);
    run();
    assertEquals(2, shop.calls);
  }

  @Test
  void updates_are_sent_in_calls_of_a_limited_size() {
    for (String sku : List.of("A", "B", "C", "D", "E")) {
      shop.figures.put(sku, 0L);
      availability.put(sku, 10);
    }
    run();
    assertEquals(3, shop.calls);
    assertEquals(5, updates.taken());
  }

  @Test
  void what_a_shop_refuses_is_sent_again_after_a_while() {
    shop.figures.putAll(Map.of("A", 0L, "B", 0L));
    availability.put("A", 10);
    availability.put("B", 10);
    shop.refused.add("A");
    run();
    assertEquals(Map.of("A", 0L, "B", 9L), shop.figures);
    assertEquals(1, updates.refused());
    assertEquals(OptionalLong.empty(), figure("A").inShop());
    shop.refused.clear();
    run();
    assertEquals(0, shop.figures.get("A"));
    clock.forward(Duration.ofSeconds(6));
    run();
    assertEquals(9, shop.figures.get("A"));
  }

  @Test
  void after_a_round_that_failed_all_that_is_outdated_is_sent() {
    shop.figures.putAll(Map.of("A", 0L, "B", 0L));
    availability.put("A", 10);
    run();
    availability.put("B", 10);
    availability.fails = true;
    assertThrows(UncheckedIOException.class, this::run);
    // The book has the change by now, and no later page brings it again.
    availability.fails = false;
    book.alone(SHOP, () -> book.changed(SHOP, Map.of("B", 10L), availability.changes.size()));
    run();
    assertEquals(Map.of("A", 9L, "B", 9L), shop.figures);
  }

  @Test
  void all_figures_are_compared_when_that_is_due_and_corrected() {
    shop.figures.put("A", 0L);
    availability.put("A", 10);
    run();
    shop.figures.put("A", 3L);
    run();
    assertEquals(3, shop.figures.get("A"));
    clock.forward(Duration.ofHours(1));
    run();
    assertEquals(9, shop.figures.get("A"));
    assertEquals(1, comparison.last().drifted());
    assertEquals(clock.instant(), book.of(SHOP).comparedAt().orElseThrow());
  }

  @Test
  void a_shop_that_does_not_list_its_figures_is_still_sent_them() {
    shop.figures.put("A", 0L);
    availability.put("A", 10);
    run();
    book.askComparison(SHOP, clock.instant());
    shop.listsNothing = true;
    availability.put("A", 5);
    run();
    assertEquals(4, shop.figures.get("A"));
    assertEquals("the shop lists nothing", comparison.failedFor());
    assertFalse(comparison.mayAsk(clock.instant()));
    assertTrue(book.of(SHOP).owesComparison());
    shop.listsNothing = false;
    clock.forward(Duration.ofSeconds(31));
    run();
    assertEquals(null, comparison.failedFor());
    assertFalse(book.of(SHOP).owesComparison());
  }

  @Test
  void a_call_without_an_answer_leaves_the_figure_uncertain_and_is_made_again() {
    shop.figures.put("A", 0L);
    availability.put("A", 10);
    shop.unanswered = 1;
    run();
    assertEquals(2, shop.calls);
    assertEquals(OptionalLong.of(9), figure("A").inShop());
    // The first call may still arrive after the second: the figure is in doubt.
    assertEquals(List.of("A"), book.doubted(SHOP, Duration.ZERO, 10));
    shop.figures.put("A", 2L);
    clock.forward(Duration.ofMinutes(10));
    run();
    assertEquals(9, shop.figures.get("A"));
    assertEquals(List.of(), book.doubted(SHOP, Duration.ZERO, 10));
  }

  private void run() {
    assertTrue(book.alone(SHOP, Round.unchecked(round)));
  }

  private Placement placed(String sku, int quantity) {
    return new Placement(
        NUMBER.orderid(),
        new LineKey(sku, "1"),
        1,
        clock.instant(),
        Placement.PlacementState.ALLOCATED,
        quantity,
        Optional.empty(),
        Optional.empty());
  }

  private ShopFigure figure(String sku) {
    return book.figures(SHOP, List.of(sku)).get(0);
  }

  private static final class Stock implements Availability {

    private final List<Change> changes = new ArrayList<>();
    private boolean fails;

    void put(String sku, long units) {
      changes.add(new Change(sku, units));
    }

    @Override
    public ChangePage changes(long after) throws IOException {
      if (fails) {
        throw new IOException("availability is away");
      }
      Map<String, Change> latest = new LinkedHashMap<>();
      changes
          .subList((int) after, changes.size())
          .forEach(change -> latest.put(change.sku(), change));
      return new ChangePage(List.copyOf(latest.values()), changes.size());
    }
  }

  private static final class FakeShopStock implements ShopStock {

    private final Map<String, Long> figures = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();
    private boolean listsNothing;
    private int unanswered;
    private int calls;

    @Override
    public void skus(Consumer<String> each) throws IOException {
      if (listsNothing) {
        throw new IOException("the shop lists nothing");
      }
      figures.keySet().forEach(each);
    }

    @Override
    public Map<String, Long> figures(List<String> skus) {
      Map<String, Long> some = new HashMap<>(figures);
      some.keySet().retainAll(skus);
      return some;
    }

    @Override
    public List<Answer> update(List<Update> sent) throws IOException {
      calls++;
      if (unanswered > 0) {
        unanswered--;
        throw new IOException("no answer");
      }
      return sent.stream().map(this::take).toList();
    }

    private Answer take(Update update) {
      if (refused.contains(update.sku())) {
        return new Answer.Fault(101, "not now");
      }
      figures.put(update.sku(), update.quantity());
      return new Answer.Result(new Value.Bool(true));
    }
  }
}
