package dev.ficus.legacy.placement;

import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.SplitOrder;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.placement.Placements.Gap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all placements do: those in PostgreSQL and the fake, each with its ledger. */
public abstract class PlacementsContract {

  private static final Instant NOW = Instant.parse("2010-12-01T08:26:00Z");

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final String sku = "SKU of " + shop.name();

  /** The placements under test; there may be some of other shops, and gaps. */
  protected abstract Placements placements();

  /** The ledger whose lines are placed. */
  protected abstract Ledger ledger();

  /** The monolith answers a call about an order. */
  protected abstract void answer(ChangedOrder sent, boolean accepted);

  @Test
  void what_is_ordered_and_not_placed_is_summed_up_by_sku() {
    assertEquals(0, unplaced());
    order();
    ledger().change(List.of(shows(shop.order("101"), item("1", sku, "4"))));
    assertEquals(9, unplaced());
    place(placed(1, PlacementState.ALLOCATED, 5));
    assertEquals(4, unplaced());
  }

  @Test
  void an_older_event_changes_nothing() {
    order();
    place(placed(7, PlacementState.ALLOCATED, 5));
    place(placed(6, PlacementState.CANCELLED, 5));
    place(placed(7, PlacementState.CANCELLED, 5));
    assertEquals(0, unplaced());
    place(placed(8, PlacementState.CANCELLED, 5));
    assertEquals(5, unplaced());
  }

  @Test
  void of_several_events_of_a_line_the_latest_counts_in_whatever_order_they_come() {
    order();
    place(placed(3, PlacementState.ALLOCATED, 5), placed(2, PlacementState.CANCELLED, 5));
    assertEquals(0, unplaced());
  }

  @Test
  void a_line_that_is_ordered_otherwise_now_is_not_placed() {
    order();
    place(placed(1, PlacementState.ALLOCATED, 5));
    ledger().change(List.of(shows(number, item("1", sku, "6"))));
    assertEquals(6, unplaced());
  }

  @Test
  void a_backordered_line_has_its_place() {
    order();
    place(placed(1, PlacementState.BACKORDERED, 5));
    assertEquals(0, unplaced());
  }

  @Test
  void nothing_and_lines_that_are_not_in_the_ledger_change_nothing() {
    placements().place(List.of());
    place(placed(1, PlacementState.ALLOCATED, 5));
    assertEquals(0, unplaced());
    order();
    assertEquals(5, unplaced());
  }

  @Test
  void a_line_of_another_team_has_no_place_in_the_ledger() {
    order();
    place(
        new Placement(
            "an order of another team",
            new LineKey(sku, "1"),
            1,
            NOW,
            PlacementState.ALLOCATED,
            5,
            Optional.empty(),
            Optional.empty()));
    assertEquals(5, unplaced());
  }

  @Test
  void a_gap_stays_until_it_is_closed() {
    placements().missed();
    Gap gap = placements().gap().orElseThrow();
    placements().close(gap);
    assertTrue(placements().gap().filter(left -> left.number() <= gap.number()).isEmpty());
  }

  @Test
  void a_gap_that_comes_while_another_is_being_closed_stays() {
    placements().missed();
    Gap first = placements().gap().orElseThrow();
    placements().missed();
    placements().close(first);
    assertTrue(placements().gap().orElseThrow().number() > first.number());
  }

  @Test
  void a_gap_begins_with_the_latest_event_before_it_or_with_the_first_gap_that_is_open() {
    order();
    Instant at = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MICROS);
    placements().gap().ifPresent(placements()::close);
    place(placed(1, PlacementState.ALLOCATED, 5, at));
    placements().missed();
    place(placed(2, PlacementState.ALLOCATED, 5, at.plusSeconds(1)));
    placements().missed();
    assertEquals(Optional.of(at), placements().gap().orElseThrow().since());
  }

  private void order() {
    ledger().change(List.of(shows(number, item("1", sku, "5"))));
  }

  private void place(Placement... placements) {
    placements().place(List.of(placements));
  }

  private Placement placed(long sequence, PlacementState state, int quantity) {
    return placed(sequence, state, quantity, NOW);
  }

  private Placement placed(long sequence, PlacementState state, int quantity, Instant at) {
    return new Placement(
        number.orderid(),
        new LineKey(sku, "1"),
        sequence,
        at,
        state,
        quantity,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void what_was_refused_with_its_order_is_not_waited_for() {
    OrderChange call = SplitOrder.of(shows(number, item("1", sku, "5")));
    ChangedOrder first = ledger().change(List.of(call)).get(0);
    assertEquals(5, unplaced(), "the monolith may accept it");
    answer(first, false);
    assertEquals(0, unplaced());
    ChangedOrder second = ledger().change(List.of(call)).get(0);
    assertEquals(5, unplaced());
    answer(second, true);
    assertEquals(5, unplaced());
  }

  private long unplaced() {
    return placements().unplaced().getOrDefault(sku, 0L);
  }
}
