package dev.ficus.oldworld.monolith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.monolith.IncomingOrder.Stage;
import dev.ficus.oldworld.monolith.IncomingOrder.WantedLine;
import dev.ficus.oldworld.monolith.OrderLine.Key;
import dev.ficus.oldworld.monolith.OrderLine.LineState;
import dev.ficus.oldworld.monolith.Policy.Flaw;
import dev.ficus.oldworld.monolith.Policy.Preference;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FulfilmentTest {
  private static final LocalDate TODAY = LocalDate.of(2010, 12, 24);
  private static final List<String> SKUS = List.of("GNOME", "LANTERN", "CLOCK");
  private static final Duration LONG = Duration.ofHours(1);

  private final Warehouse warehouse = new Warehouse();
  private long now;

  @Test
  void what_has_no_room_is_bought_and_served_when_stock_comes() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    take(fulfilment, "1", 4);
    take(fulfilment, "2", 3);
    assertEquals(List.of("PROMISED B1", "TO_BUY null"), decisions(fulfilment));
    assertEquals(1, warehouse.figure("GNOME"));
    warehouse.receive(here("B2", "GNOME", 3));
    fulfilment.serve("GNOME");
    assertEquals(List.of("PROMISED B1", "PROMISED B2"), decisions(fulfilment));
    assertEquals(1, warehouse.figure("GNOME"));
    assertConserved(fulfilment);
  }

  @Test
  void as_ficus_does_what_becomes_free_goes_at_once_to_who_came_first_and_fits() {
    Fulfilment fulfilment =
        new Fulfilment(
            warehouse,
            new Policy(new Seed(1), new Policy.Rules(Preference.OURS, Map.of())),
            TODAY,
            Duration.ZERO,
            () -> now);
    warehouse.receive(here("B1", "GNOME", 5));
    take(fulfilment, "1", 5);
    take(fulfilment, "9", 2);
    take(fulfilment, "2", 6);
    take(fulfilment, "3", 3);
    take(fulfilment, "4", 1);
    fulfilment.cancel("1");
    assertEquals(
        List.of("CANCELLED null", "PROMISED B1", "TO_BUY null", "PROMISED B1", "TO_BUY null"),
        decisions(fulfilment));
    assertConserved(fulfilment);
  }

  @Test
  void a_line_waits_for_its_decision_as_long_as_is_set() {
    Fulfilment fulfilment = fulfilment(Map.of(), LONG);
    warehouse.receive(here("B1", "GNOME", 5));
    take(fulfilment, "1", 4);
    now = LONG.toNanos() - 1;
    fulfilment.decide();
    assertEquals(List.of("UNDECIDED null"), decisions(fulfilment));
    assertEquals(5, warehouse.figure("GNOME"));
    now++;
    fulfilment.decide();
    assertEquals(List.of("PROMISED B1"), decisions(fulfilment));
    assertEquals(1, warehouse.figure("GNOME"));
  }

  @Test
  void a_receipt_is_there_before_what_waited_for_it_is_served() {
    Fulfilment fulfilment = fulfilment(Map.of(), LONG);
    take(fulfilment, "1", 4);
    fulfilment.decideAll();
    warehouse.receive(here("B1", "GNOME", 5));
    fulfilment.serve("GNOME");
    assertEquals(5, warehouse.figure("GNOME"), "the receipt is reported with this figure");
    fulfilment.decideAll();
    assertEquals(1, warehouse.figure("GNOME"));
  }

  @Test
  void a_change_is_decided_about_and_what_did_not_change_is_not() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    warehouse.receive(here("B2", "GNOME", 9));
    WantedLine first = new WantedLine("1", "GNOME", 4);
    fulfilment.take(order("1", first, new WantedLine("2", "GNOME", 1)));
    assertEquals(List.of("PROMISED B2", "PROMISED B2"), decisions(fulfilment));
    fulfilment.take(order("1", first, new WantedLine("2", "GNOME", 5)));
    assertEquals(List.of("PROMISED B2", "PROMISED B2"), decisions(fulfilment));
    assertEquals(5, warehouse.figure("GNOME"));
    fulfilment.take(order("1", first));
    assertEquals(List.of("PROMISED B2", "CANCELLED null"), decisions(fulfilment));
    assertEquals(10, warehouse.figure("GNOME"));
    fulfilment.take(order("1", first, new WantedLine("2", "GNOME", 5)));
    assertEquals(List.of("PROMISED B2", "PROMISED B2"), decisions(fulfilment), "reopened");
    assertConserved(fulfilment);
  }

  @Test
  void a_return_takes_nothing_and_a_despatched_line_stays() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    fulfilment.take(order("1", new WantedLine("1", "GNOME", -3), new WantedLine("2", "GNOME", 2)));
    assertEquals(List.of("CANCELLED null", "PROMISED B1"), decisions(fulfilment));
    assertEquals(1, fulfilment.despatch("1", Set.of()).size());
    assertEquals(List.of(), fulfilment.despatch("1", Set.of()));
    fulfilment.take(order("1", new WantedLine("2", "GNOME", 1)));
    assertEquals(false, fulfilment.cancel("1"));
    assertEquals(List.of("CANCELLED null", "DESPATCHED B1"), decisions(fulfilment));
    assertEquals(3, warehouse.figures().get(0).physical());
    assertConserved(fulfilment);
  }

  @Test
  void what_is_expected_cannot_be_despatched() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(new Batch("B1", "GNOME", 5, TODAY.plusDays(2), 0));
    take(fulfilment, "1", 4);
    assertEquals(TODAY.plusDays(2), fulfilment.all().get(0).day());
    assertEquals(List.of(), fulfilment.despatch("1", Set.of()));
    warehouse.delay("B1", null);
    assertEquals(1, warehouse.figure("GNOME"));
    assertEquals(1, fulfilment.despatch("1", Set.of("1")).size());
    assertConserved(fulfilment);
  }

  @Test
  void units_of_a_batch_that_are_set_aside_are_promised_to_nobody() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    warehouse.receive(new Batch("B2", "GNOME", 9, TODAY.plusDays(2), 0));
    warehouse.setAside("GNOME", 4, "first", "B1");
    warehouse.setAside("GNOME", 4, "first", "B1");
    warehouse.setAside("GNOME", 2, "second", "B2");
    assertEquals(1, warehouse.figure("GNOME"));
    assertEquals(4, warehouse.figures().get(0).aside());
    take(fulfilment, "1", 8);
    assertEquals(List.of("TO_BUY null"), decisions(fulfilment));
    assertThrows(
        IllegalArgumentException.class, () -> warehouse.giveBack("GNOME", 3, "third", "B2"));
    warehouse.giveBack("GNOME", 1, "third", "B2");
    warehouse.giveBack("GNOME", 1, "third", "B2");
    fulfilment.serve("GNOME");
    assertEquals(List.of("PROMISED B2"), decisions(fulfilment));
    assertThrows(IllegalArgumentException.class, () -> warehouse.setAside("GNOME", 1, "", "B9"));
    assertConserved(fulfilment);
  }

  @Test
  void units_set_aside_are_sold_to_nobody_and_a_figure_may_fall_below_nothing() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    warehouse.setAside("GNOME", 3, "first");
    warehouse.setAside("GNOME", 3, "first");
    assertEquals(2, warehouse.figure("GNOME"));
    take(fulfilment, "1", 3);
    assertEquals(List.of("TO_BUY null"), decisions(fulfilment));
    fulfilment.sell(List.of(new WantedLine("1", "GNOME", 2)));
    warehouse.setAside("GNOME", 1, "");
    warehouse.setAside("GNOME", 1, "");
    assertEquals(-2, warehouse.figure("GNOME"));
    assertThrows(IllegalArgumentException.class, () -> warehouse.giveBack("GNOME", 6, "second"));
    warehouse.giveBack("GNOME", 4, "second");
    warehouse.giveBack("GNOME", 4, "second");
    assertEquals(2, warehouse.figure("GNOME"));
    warehouse.leave("GNOME", 1, true);
    assertEquals(2, warehouse.figure("GNOME"));
    warehouse.leave("GNOME", 1, false);
    assertEquals(1, warehouse.figure("GNOME"));
    warehouse.count("GNOME", 0);
    assertEquals(-2, warehouse.figure("GNOME"));
    assertThrows(IllegalArgumentException.class, () -> warehouse.leave("GNOME", 1, false));
    assertThrows(IllegalArgumentException.class, () -> warehouse.setAside("NONE", 1, ""));
    assertConserved(fulfilment);
    assertEquals(
        List.of(
            "RECEIVED 5",
            "SET_ASIDE 2",
            "PROMISED 0",
            "SET_ASIDE -1",
            "SET_ASIDE -2",
            "GIVEN_BACK 2",
            "LEFT 2",
            "LEFT 1",
            "CORRECTED -2"),
        warehouse.moves().stream().map(move -> move.kind() + " " + move.figure()).toList());
  }

  @Test
  void an_order_that_was_done_before_it_was_shown_is_none_of_the_monoliths() {
    Fulfilment fulfilment = fulfilment(Map.of(), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 5));
    List<WantedLine> lines = List.of(new WantedLine("1", "GNOME", 2));
    fulfilment.take(new IncomingOrder("1", Stage.DONE, lines));
    assertEquals(List.of(), fulfilment.all());
    fulfilment.take(new IncomingOrder("2", Stage.OPEN, lines));
    fulfilment.take(new IncomingOrder("2", Stage.DONE, lines));
    assertEquals(List.of("PROMISED B1"), decisions(fulfilment));
  }

  @Test
  void every_nth_line_is_refused_and_every_nth_order() {
    Fulfilment fulfilment =
        fulfilment(Map.of(Flaw.LINE_REFUSED, 5, Flaw.ORDER_REFUSED, 4), Duration.ZERO);
    warehouse.receive(here("B1", "GNOME", 1_000));
    List<WantedLine> lines = new ArrayList<>();
    for (int item = 1; item <= 20; item++) {
      lines.add(new WantedLine(String.valueOf(item), "GNOME", 1));
    }
    int taken = 0;
    for (int order = 100; order < 120; order++) {
      taken +=
          fulfilment.take(new IncomingOrder(String.valueOf(order), Stage.OPEN, lines)).isPresent()
              ? 1
              : 0;
    }
    assertEquals(15, taken);
    assertEquals(
        15 * 4, fulfilment.all().stream().filter(line -> line.is(LineState.REFUSED)).count());
    assertEquals(1_000 - 15 * 16, warehouse.figure("GNOME"));
    assertConserved(fulfilment);
  }

  @Test
  void lines_decided_together_are_decided_alike_in_whatever_order_they_came() {
    List<IncomingOrder> orders = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      orders.add(
          order(
              String.valueOf(95 + i),
              new WantedLine("9", SKUS.get(i % 3), 1 + i % 7),
              new WantedLine("10", SKUS.get(i % 2), 1 + i % 5)));
    }
    Map<Key, OrderLine> first = decided(orders, 1);
    assertTrue(
        first.values().stream().anyMatch(line -> line.is(LineState.TO_BUY)), "stock is short");
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(orders, new Random(i));
      assertEquals(first, decided(orders, 1));
    }
    assertNotEquals(first, decided(orders, 2), "another seed, another stock");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void units_are_conserved_whatever_happens(long seed) {
    Random chance = new Random(seed);
    Fulfilment fulfilment =
        fulfilment(
            Map.of(Flaw.LATE, 7, Flaw.BATCH_IGNORED, 6, Flaw.LINE_REFUSED, 11),
            chance.nextBoolean() ? LONG : Duration.ZERO);
    for (int i = 0; i < 400; i++) {
      try {
        happen(fulfilment, chance, i);
      } catch (IllegalArgumentException impossible) {
        // Too few units: nothing happened.
      }
      assertConserved(fulfilment);
    }
  }

  private void happen(Fulfilment fulfilment, Random chance, int number) {
    String sku = SKUS.get(chance.nextInt(SKUS.size()));
    String order = String.valueOf(1 + chance.nextInt(40));
    int quantity = 1 + chance.nextInt(9);
    List<Batch> batches = warehouse.batches();
    String batch =
        batches.isEmpty() ? "NONE" : batches.get(chance.nextInt(batches.size())).reference();
    LocalDate day = chance.nextBoolean() ? null : TODAY.plusDays(quantity);
    switch (chance.nextInt(12)) {
      case 0, 1 -> {
        warehouse.receive(new Batch("B" + number, sku, 4 * quantity, day, 0));
        fulfilment.serve(sku);
      }
      case 2, 3, 4 ->
          fulfilment.take(
              order(
                  order,
                  new WantedLine("1", sku, quantity),
                  new WantedLine("2", SKUS.get(0), quantity - 4)));
      case 5 -> fulfilment.cancel(order);
      case 6 -> fulfilment.despatch(order, Set.of());
      case 7 -> fulfilment.sell(List.of(new WantedLine("1", sku, quantity)));
      case 8 -> warehouse.setAside(sku, quantity, "");
      case 9 -> {
        warehouse.giveBack(sku, quantity, "");
        warehouse.leave(sku, quantity, chance.nextBoolean());
      }
      case 10 -> {
        warehouse.adjust(batch, quantity);
        warehouse.delay(batch, day);
      }
      default -> {
        warehouse.count(sku, 3 * quantity);
        fulfilment.decideAll();
      }
    }
  }

  /** What the warehouse counts is what happened, and its promises are those of the lines. */
  private void assertConserved(Fulfilment fulfilment) {
    Map<String, Integer> promised = new HashMap<>();
    Map<String, Integer> byBatch = new HashMap<>();
    for (OrderLine line : fulfilment.all()) {
      if (line.is(LineState.PROMISED)) {
        byBatch.merge(line.batch(), line.quantity(), Integer::sum);
      }
    }
    for (Batch batch : warehouse.batches()) {
      assertEquals(byBatch.getOrDefault(batch.reference(), 0), batch.promised(), batch::toString);
      assertTrue(batch.quantity() >= 0, batch::toString);
      if (batch.isHere()) {
        promised.merge(batch.sku(), batch.promised(), Integer::sum);
      }
    }
    for (Warehouse.SkuStock stock : warehouse.figures()) {
      assertEquals(
          stock.received() + stock.corrected() - stock.gone(), stock.physical(), stock::toString);
      assertEquals(
          stock.physical(), stock.promised() + stock.aside() + stock.figure(), stock::toString);
      assertEquals(promised.getOrDefault(stock.sku(), 0), stock.promised(), stock::toString);
    }
  }

  private Map<Key, OrderLine> decided(List<IncomingOrder> orders, long seed) {
    Warehouse stock =
        new Warehouse(new Warehouse.OpeningStock(SKUS, TODAY, 60, true), new Seed(seed));
    Fulfilment fulfilment =
        new Fulfilment(stock, policy(seed, Map.of(Flaw.LATE, 3)), TODAY, LONG, () -> now);
    orders.forEach(fulfilment::take);
    fulfilment.decideAll();
    Map<Key, OrderLine> lines = new HashMap<>();
    fulfilment.all().forEach(line -> lines.put(line.key(), line));
    return lines;
  }

  private static void take(Fulfilment fulfilment, String order, int quantity) {
    Optional<List<OrderLine>> lines =
        fulfilment.take(order(order, new WantedLine("1", "GNOME", quantity)));
    assertEquals(1, lines.orElseThrow().size());
  }

  private static List<String> decisions(Fulfilment fulfilment) {
    return fulfilment.all().stream().map(line -> line.state() + " " + line.batch()).toList();
  }

  private static IncomingOrder order(String number, WantedLine... lines) {
    return new IncomingOrder(number, Stage.OPEN, Arrays.asList(lines));
  }

  private static Batch here(String reference, String sku, int quantity) {
    return new Batch(reference, sku, quantity, null, 0);
  }

  private Fulfilment fulfilment(Map<Flaw, Integer> flaws, Duration decidesAfter) {
    return new Fulfilment(warehouse, policy(1, flaws), TODAY, decidesAfter, () -> now);
  }

  private static Policy policy(long seed, Map<Flaw, Integer> flaws) {
    return new Policy(new Seed(seed), new Policy.Rules(Preference.ROOMIEST, flaws));
  }
}
