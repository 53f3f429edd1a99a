package dev.ficus.legacy.order;

import static dev.ficus.legacy.order.TestShop.cancels;
import static dev.ficus.legacy.order.TestShop.changesNothing;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.NotedCall;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OrderGroup.ChangedLines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderGroupTest {

  private static final TestShop SHOP = TestShop.create();
  private static final OrderNumber NUMBER = SHOP.order("536365");
  private static final OrderNumber OTHER = SHOP.order("536366");
  private static final Instant NOW = Instant.parse("2010-12-01T08:26:00Z");

  @Test
  void each_change_decides_on_what_the_one_before_has_left() {
    OrderGroup group =
        group(shows(NUMBER, item("1", "A", "3")), shows(NUMBER, item("1", "A", "4")));
    List<KnownOrder> added = group.added();
    assertEquals(1, added.size());
    assertEquals(2, added.get(0).changes());
    LedgerLine line = added.get(0).lines().get(0);
    assertEquals(4, line.quantity());
    assertEquals(2, line.revision());
    assertEquals(List.of(new ChangedLines(added.get(0), List.of(line))), group.changedLines());
    assertEquals(added.get(0), group.results(Map.of(), Map.of()).get(0).order());
  }

  @Test
  void an_order_that_was_known_is_changed_and_not_added() {
    KnownOrder known = known(shows(NUMBER, item("1", "A", "3"), item("2", "B", "1")));
    OrderGroup group = group(known, shows(NUMBER, item("1", "A", "3"), item("2", "B", "2")));
    assertEquals(List.of(), group.added());
    KnownOrder changed = group.changed().get(0);
    ChangedLines lines = group.changedLines().get(0);
    assertEquals(changed, lines.order());
    assertEquals(
        List.of(new LineKey("B", "2")), lines.lines().stream().map(LedgerLine::key).toList());
    assertEquals(Optional.of(NOW), changed.asOf());
  }

  @Test
  void a_repeat_changes_nothing() {
    OrderChange shows = shows(NUMBER, item("1", "A", "3"));
    KnownOrder known = known(shows);
    OrderGroup group = group(known, shows);
    assertEquals(List.of(), group.added());
    assertEquals(List.of(), group.changed());
    assertEquals(known, group.results(Map.of(), Map.of()).get(0).order());
  }

  @Test
  void commands_of_ours_wait_for_the_calls_since_they_came_and_for_none_before() {
    OrderGroup group =
        group(
            handled(Handling.FORWARDED),
            handled(Handling.SPLIT_AND_HELD),
            handled(Handling.TAKEN),
            handled(Handling.FORWARDED));
    List<Optional<NotedCall>> calls =
        group.results(Map.of(), Map.of(0, 7L, 1, 8L, 3, 9L)).stream()
            .map(ChangedOrder::forward)
            .toList();
    assertEquals(
        List.of(
            Optional.of(new NotedCall(7, false)),
            Optional.of(new NotedCall(8, true)),
            Optional.empty(),
            Optional.of(new NotedCall(9, true))),
        calls);
  }

  private static OrderChange handled(Handling handling) {
    return new OrderChange(
        NUMBER,
        TestShop.arrival("call"),
        (known, owners) -> Optional.of(LedgerUpdate.nothing(known).handled(handling)));
  }

  @Test
  void a_change_of_an_order_nobody_has_seen_that_decides_nothing_adds_nothing() {
    OrderGroup group = group(cancels(NUMBER));
    assertEquals(List.of(), group.added());
    assertTrue(group.results(Map.of(), Map.of()).get(0).order().isUnseen());
  }

  @Test
  void what_came_at_a_time_of_its_own_is_dated_by_that() {
    Instant before = NOW.minusSeconds(60);
    Arrival arrival = new Arrival("web", "c", Optional.of(before), () -> new byte[0]);
    OrderChange shows = shows(NUMBER, item("1", "A", "3"));
    KnownOrder added = group(new OrderChange(NUMBER, arrival, shows.decision())).added().get(0);
    assertEquals(Optional.of(before), added.asOf());
  }

  @Test
  void a_refusal_belongs_to_its_change_and_to_the_order_after_it() {
    OrderGroup group =
        group(shows(OTHER, item("1", "A", "3")), shows(NUMBER, item("1", "A", "three")));
    assertEquals(1, group.refused().size());
    OrderGroup.RefusedInGroup refused = group.refused().get(0);
    assertEquals(1, refused.place());
    assertEquals(Reason.UNREADABLE_QUANTITY, refused.rejection().reason());
    assertEquals(group.added().get(1).fingerprint(), refused.fingerprint());
    List<Rejection> quarantined = List.of(refused.rejection());
    List<ChangedOrder> results = group.results(Map.of(1, quarantined), Map.of());
    assertEquals(List.of(), results.get(0).quarantined());
    assertEquals(quarantined, results.get(1).quarantined());
  }

  @Test
  void an_order_waits_while_something_waits_that_was_refused_of_it_as_it_is_now() {
    OrderGroup group = group(shows(NUMBER, item("1", "A", "3"), item("2", "B", "two")));
    String now = group.mayBeHeld().get(0).fingerprint().orElseThrow();
    group.hold(Map.of(NUMBER, Set.of("before", now)));
    KnownOrder order = group.added().get(0);
    assertTrue(order.held());
    assertEquals(List.of(), order.unconfirmed());
  }

  @Test
  void an_order_goes_on_that_says_something_else_than_when_the_refusal_came() {
    KnownOrder held = known(shows(NUMBER, item("1", "A", "3"), item("2", "B", "two"))).held(true);
    String before = held.fingerprint().orElseThrow();
    OrderGroup group = group(held, shows(NUMBER, item("1", "A", "3"), item("2", "B", "2")));
    group.hold(Map.of(NUMBER, Set.of(before)));
    KnownOrder order = group.changed().get(0);
    assertFalse(order.held());
    assertEquals(2, order.unconfirmed().size());
  }

  @Test
  void an_order_goes_on_when_what_it_waited_for_does_not_wait_any_more() {
    KnownOrder held = known(shows(NUMBER, item("1", "A", "3"), item("2", "B", "two"))).held(true);
    OrderGroup group = group(held, changesNothing(NUMBER));
    group.hold(Map.of());
    assertFalse(group.changed().get(0).held());
  }

  @Test
  void a_cancelled_order_waits_for_nothing() {
    KnownOrder held = known(shows(NUMBER, item("1", "A", "3"), item("2", "B", "two"))).held(true);
    OrderGroup group = group(held, cancels(NUMBER));
    group.hold(Map.of(NUMBER, Set.of(held.fingerprint().orElseThrow())));
    assertFalse(group.changed().get(0).held());
  }

  @Test
  void what_waits_is_asked_of_those_alone_that_may_have_to_wait() {
    assertEquals(List.of(), group(shows(NUMBER, item("1", "A", "3"))).mayBeHeld());
    OrderGroup group =
        group(shows(NUMBER, item("1", "A", "3")), shows(OTHER, item("1", "A", "three")));
    assertEquals(List.of(OTHER), group.mayBeHeld().stream().map(KnownOrder::number).toList());
  }

  @Test
  void after_a_restore_new_revisions_of_lines_are_above_those_that_were_given_before() {
    KnownOrder known = known(shows(NUMBER, item("1", "A", "3"), item("2", "B", "1")));
    Ownership restored = Ownership.all(Owner.NEW).withLinesAbove(7);
    OrderGroup group =
        new OrderGroup(
            List.of(
                shows(NUMBER, item("1", "A", "4"), item("2", "B", "1"), item("3", "C", "1")),
                shows(NUMBER, item("1", "A", "5"), item("2", "B", "1"), item("3", "C", "1"))),
            Map.of(NUMBER, known),
            restored,
            NOW);
    Map<String, Integer> revisions =
        group.changed().get(0).lines().stream()
            .collect(Collectors.toMap(line -> line.key().sku(), LedgerLine::revision));
    assertEquals(Map.of("A", 9, "B", 1, "C", 8), revisions);
  }

  private static OrderGroup group(OrderChange... changes) {
    return new OrderGroup(List.of(changes), Map.of(), Ownership.all(Owner.NEW), NOW);
  }

  private static OrderGroup group(KnownOrder before, OrderChange... changes) {
    return new OrderGroup(
        List.of(changes), Map.of(before.number(), before), Ownership.all(Owner.NEW), NOW);
  }

  private static KnownOrder known(OrderChange first) {
    return group(first).added().get(0);
  }
}
