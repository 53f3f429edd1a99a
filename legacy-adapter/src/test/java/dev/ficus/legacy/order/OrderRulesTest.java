package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderRulesTest {

  private static final LocalDateTime EIGHT = LocalDateTime.of(2010, 12, 1, 8, 0);
  private static final LocalDateTime NINE = LocalDateTime.of(2010, 12, 1, 9, 0);

  private final OneOrder order = new OneOrder();

  @Test
  void a_new_order_writes_every_line_down_at_revision_one() {
    assertEquals(
        List.of("allocate A/1 2 @1", "allocate B/2 1 @1"),
        order.shows(item("1", "A", "2"), item("2", "B", "1")));
  }

  @Test
  void a_repeat_changes_nothing() {
    order.shows(item("1", "A", "2"));
    assertEquals(List.of(), order.shows(item("1", "A", "2.0000")));
  }

  @Test
  void a_repeat_that_gives_the_shops_time_for_the_first_time_changes_the_time_alone() {
    order.shows(item("1", "A", "2"));
    order.cancel();
    assertEquals(List.of(), order.showsAt(EIGHT, item("1", "A", "2")));
    assertEquals(Optional.of(EIGHT), order.known().updatedAt());
    assertTrue(order.known().cancelled());
    assertEquals(List.of(), order.showsAt(EIGHT.minusHours(1), item("1", "A", "3")));
    assertEquals(List.of("allocate A/1 2 @3"), order.showsAt(NINE, item("1", "A", "2")));
  }

  @Test
  void a_changed_quantity_rises_one_revision_there_and_back() {
    order.shows(item("1", "A", "3"));
    assertEquals(List.of("allocate A/1 2 @2"), order.shows(item("1", "A", "2")));
    assertEquals(List.of("allocate A/1 3 @3"), order.shows(item("1", "A", "3")));
  }

  @Test
  void a_line_taken_out_is_cancelled_and_comes_back_with_a_higher_revision() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(List.of("deallocate A/1 line_removed @2"), order.shows(item("2", "B", "1")));
    assertEquals(
        List.of("allocate A/1 3 @3"), order.shows(item("1", "A", "3"), item("2", "B", "1")));
  }

  @Test
  void what_is_cancelled_comes_before_what_is_ordered() {
    order.shows(item("1", "A", "3"));
    assertEquals(
        List.of("deallocate A/1 line_removed @2", "allocate B/2 3 @1"),
        order.shows(item("2", "B", "3")));
  }

  @Test
  void a_line_that_has_become_unreadable_is_not_taken_for_removed() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(List.of(), order.shows(item("1", "A", "three"), item("2", "B", "1")));
    assertEquals(
        List.of(Rejection.ofLine("A", "1", "three", Reason.UNREADABLE_QUANTITY, 0, false)),
        order.refused());
    assertEquals(List.of(), order.shows(item("1", "", "3"), item("2", "B", "1")));
  }

  @Test
  void while_a_line_cannot_be_identified_no_line_it_may_be_is_taken_for_removed() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(List.of("deallocate B/2 line_removed @2"), order.shows(item(null, "A", "3")));
  }

  @Test
  void a_return_or_an_order_without_lines_takes_nothing_out() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(List.of(), order.shows());
    assertEquals(List.of(), order.shows(item("1", "A", "-3")));
  }

  @Test
  void a_cancelled_status_cancels_every_line_once() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(
        List.of("deallocate A/1 order_cancelled @2", "deallocate B/2 order_cancelled @2"),
        order.showsCancelled(null, item("1", "A", "3"), item("2", "B", "1")));
    assertEquals(List.of(), order.showsCancelled(null, item("1", "A", "3"), item("2", "B", "1")));
    assertEquals(List.of(), order.cancel());
  }

  @Test
  void an_order_first_seen_cancelled_is_written_down_and_asks_for_nothing() {
    assertEquals(List.of(), order.showsCancelled(null, item("1", "A", "3")));
    LedgerLine line = order.known().lines().get(0);
    assertEquals(1, line.revision());
    assertTrue(!line.isOpen() && line.confirmed());
    assertEquals(List.of("allocate A/1 3 @2"), order.shows(item("1", "A", "3")));
  }

  @Test
  void a_cancellation_by_number_cancels_every_line_once() {
    order.shows(item("1", "A", "3"));
    assertEquals(List.of("deallocate A/1 order_cancelled @2"), order.cancel());
    assertEquals(List.of(), order.cancel());
  }

  @Test
  void after_a_cancellation_by_number_the_order_shown_before_is_a_repeat() {
    order.shows(item("1", "A", "3"));
    order.cancel();
    assertEquals(List.of(), order.shows(item("1", "A", "3")));
  }

  @Test
  void a_cancelled_order_shown_newer_or_different_is_open_again() {
    order.showsAt(EIGHT, item("1", "A", "3"));
    order.cancel();
    assertEquals(List.of("allocate A/1 3 @3"), order.showsAt(NINE, item("1", "A", "3")));
    order.cancel();
    assertEquals(List.of("allocate A/1 4 @5"), order.shows(item("1", "A", "4")));
  }

  @Test
  void what_the_shop_itself_calls_older_is_ignored() {
    order.showsAt(NINE, item("1", "A", "3"));
    assertEquals(List.of(), order.showsAt(EIGHT, item("1", "A", "5"), item("2", "B", "1")));
    assertEquals(1, order.known().lines().size());
  }

  @Test
  void the_owner_decided_first_stays() {
    OneOrder monolith = new OneOrder(Ownership.all(Owner.MONOLITH));
    assertEquals(List.of(), monolith.shows(item("1", "A", "3")));
    monolith.ownedFromNowOnBy(Ownership.all(Owner.NEW));
    assertEquals(
        List.of("allocate B/2 1 @1"), monolith.shows(item("1", "A", "2"), item("2", "B", "1")));
    assertEquals(Owner.MONOLITH, monolith.known().lines().get(0).owner());
  }

  @Test
  void what_is_refused_again_changes_nothing_and_is_counted() {
    order.showsAt(EIGHT, item("1", "A", "3"), item("2", "B", "x"));
    order.cancel();
    String fingerprint = order.known().fingerprint().orElseThrow();
    assertEquals(List.of(), order.showsAt(EIGHT, item("1", "A", "3"), item("2", "B", "x")));
    assertEquals(1, order.refused().size());
    assertTrue(order.known().cancelled());
    assertEquals(fingerprint, order.known().fingerprint().orElseThrow());
  }

  @Test
  void a_line_that_has_left_the_warehouse_is_despatched_once_with_what_was_asked_for() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(
        List.of("allocate A/1 3 @1", "despatch A/1 @2"),
        order.shows(shipped("1", "A", "3"), item("2", "B", "1")));
    assertEquals(List.of(), order.shows(shipped("1", "A", "3"), item("2", "B", "1")));
    assertEquals(
        List.of("allocate B/2 2 @2"), order.shows(shipped("1", "A", "3"), item("2", "B", "2")));
  }

  @Test
  void what_was_changed_and_despatched_between_two_calls_is_asked_for_and_despatched() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(
        List.of("deallocate B/2 line_removed @2", "allocate A/1 2 @2", "despatch A/1 @3"),
        order.shows(shipped("1", "A", "2")));
    assertEquals(
        List.of("allocate B/2 1 @3", "despatch B/2 @4"),
        order.shows(shipped("1", "A", "2"), shipped("2", "B", "1")));
  }

  @Test
  void of_a_cancelled_order_what_has_left_is_despatched_and_the_rest_cancelled() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    assertEquals(
        List.of("deallocate B/2 order_cancelled @2", "allocate A/1 1 @2", "despatch A/1 @3"),
        order.showsCancelled(
            null, new OldItem("1", null, "A", "3", "2", null, "1"), item("2", "B", "1")));
    assertEquals(List.of(tooLate("A", "1", null)), order.refused());
  }

  @Test
  void what_has_left_is_final_and_what_becomes_of_it_then_is_for_people() {
    order.shows(item("1", "A", "3"), item("2", "B", "1"));
    order.shows(shipped("1", "A", "3"), item("2", "B", "1"));
    assertEquals(List.of(), order.shows(shipped("1", "A", "4"), item("2", "B", "1")));
    assertEquals(List.of(tooLate("A", "1", "4")), order.refused());
    assertEquals(List.of(), order.shows(item("2", "B", "1")));
    assertEquals(List.of(tooLate("A", "1", "0")), order.refused());
    assertEquals(List.of("deallocate B/2 order_cancelled @2"), order.cancel());
    assertEquals(List.of(tooLate("A", "1", null)), order.refused());
    assertEquals(
        List.of(), order.showsCancelled(NINE, shipped("1", "A", "3"), item("2", "B", "1")));
    assertEquals(List.of(), order.refused());
  }

  @Test
  void what_came_back_is_for_people_once() {
    OldItem back = new OldItem("1", null, "A", "3", null, "1", "3");
    order.showsAt(EIGHT, item("1", "A", "3"));
    order.showsAt(EIGHT, shipped("1", "A", "3"));
    assertEquals(List.of(), order.showsAt(EIGHT, back));
    assertEquals(List.of(tooLate("A", "1", "-1")), order.refused());
    order.showsAt(NINE, back);
    assertEquals(List.of(), order.refused());
  }

  @Test
  void what_has_left_of_an_order_that_was_cancelled_before_is_despatched_and_for_people() {
    order.shows(item("1", "A", "3"));
    order.cancel();
    assertEquals(
        List.of("allocate A/1 3 @3", "despatch A/1 @4"),
        order.showsCancelled(NINE, shipped("1", "A", "3")));
    assertEquals(List.of(tooLate("A", "1", null)), order.refused());
  }

  @Test
  void what_had_left_before_the_stock_was_counted_is_written_down_and_asks_for_nothing() {
    LocalDateTime before = OneOrder.COUNTED_AT.minusSeconds(1);
    assertEquals(
        List.of("allocate B/2 1 @1"),
        order.showsAt(before, shipped("1", "A", "3"), item("2", "B", "1")));
    LedgerLine line = order.known().lines().get(0);
    assertTrue(line.despatched() && line.confirmed());
  }

  @Test
  void what_left_after_the_stock_was_counted_is_asked_for_however_late_it_is_seen() {
    assertEquals(
        List.of("allocate A/1 3 @1", "despatch A/1 @2"),
        order.showsAt(OneOrder.COUNTED_AT, shipped("1", "A", "3")));
  }

  @Test
  void a_returned_order_nobody_has_seen_is_history() {
    LocalDateTime before = OneOrder.COUNTED_AT.minusSeconds(1);
    assertEquals(List.of(), order.showsCancelled(before, shipped("1", "A", "3")));
    assertEquals(List.of(), order.showsCancelled(NINE, shipped("1", "A", "3")));
    assertEquals(List.of(), order.refused());
  }

  @Test
  void what_the_monolith_despatches_is_written_down() {
    OneOrder monolith = new OneOrder(Ownership.all(Owner.MONOLITH));
    monolith.shows(item("1", "A", "3"));
    assertEquals(List.of(), monolith.shows(shipped("1", "A", "3")));
    assertTrue(monolith.known().lines().get(0).despatched());
  }

  @Test
  void a_redriven_line_changes_itself_alone() {
    order.shows(item("1", "A", "3"), item("2", "B", "x"), item("3", "C", "x"));
    assertEquals(List.of("allocate B/2 5 @1"), order.redrivesLine(1, item("2", "B", "5")));
    assertEquals(List.of(), order.redrivesLine(1, item("2", "B", "5")));
    order.shows(item("1", "A", "x"), item("2", "B", "5"));
    assertEquals(List.of("allocate A/1 4 @2"), order.redrivesLine(0, item("1", "A", "4")));
  }

  @Test
  void a_redriven_line_gives_way_to_what_came_later() {
    order.shows(item("1", "A", "3"), item("2", "B", "x"));
    String fingerprint = order.known().fingerprint().orElseThrow();
    order.cancel();
    assertEquals(List.of(), order.redrivesLine(1, item("2", "B", "5")));
    order.shows(item("1", "A", "3"));
    assertEquals(List.of(), order.redrivesLine(fingerprint, 1, item("2", "B", "5")));
  }

  @Test
  void a_redriven_order_gives_way_to_what_came_later_unless_the_shop_calls_it_newer() {
    assertEquals(List.of("allocate A/1 3 @1"), order.redrivesOrder(EIGHT, item("1", "A", "3")));
    order.showsAt(EIGHT, item("1", "A", "4"));
    order.cancel();
    assertEquals(List.of(), order.redrivesOrder(EIGHT, item("1", "A", "3")));
    assertEquals(List.of(), order.redrivesOrder(null, item("1", "A", "3")));
    assertEquals(List.of("allocate A/1 5 @4"), order.redrivesOrder(NINE, item("1", "A", "5")));
  }

  private static Rejection tooLate(String sku, String lineid, String quantity) {
    return Rejection.ofLine(
        sku, lineid, quantity, Reason.ALREADY_DESPATCHED, Rejection.NO_PLACE, false);
  }

  private static OldItem shipped(String id, String sku, String quantity) {
    return new OldItem(id, null, sku, quantity, null, null, quantity);
  }

  private static OldItem item(String id, String sku, String quantity) {
    return new OldItem(id, null, sku, quantity, null, null, null);
  }

  @Test
  void the_owner_of_a_line_that_cannot_be_translated_is_decided_when_it_is_first_shown() {
    OneOrder order = new OneOrder(Ownership.all(Owner.MONOLITH));
    order.shows(item("1", "A", "three"), item("2", "B", "1"));
    order.ownedFromNowOnBy(Ownership.all(Owner.NEW));
    order.shows(item("1", "A", "3"), item("2", "B", "1"), item("3", "C", "1"));
    assertEquals(
        List.of("A MONOLITH", "B MONOLITH", "C NEW"),
        order.known().lines().stream().map(line -> line.key().sku() + " " + line.owner()).toList());
  }

  @Test
  void a_line_that_cannot_be_translated_any_more_keeps_its_owner() {
    OneOrder order = new OneOrder(Ownership.all(Owner.NEW));
    order.shows(item("1", "A", "3"));
    order.ownedFromNowOnBy(Ownership.all(Owner.MONOLITH));
    order.shows(item("1", "A", "three"));
    order.shows(item("1", "A", "4"));
    assertEquals(List.of(), order.known().refused());
    assertEquals(Owner.NEW, order.known().lines().get(0).owner());
  }
}
