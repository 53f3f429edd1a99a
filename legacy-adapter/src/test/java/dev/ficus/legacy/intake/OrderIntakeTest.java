package dev.ficus.legacy.intake;

import static dev.ficus.legacy.order.TestShop.RULES;
import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.OrderIntake.HandledOrder;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderIntakeTest {

  private static final OrderRouting TO_US = new OrderRouting(WayIn.TO_US, false, "c");

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final TestIntake intake = new TestIntake();

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  @Test
  void an_order_is_written_down_and_its_commands_are_sent_and_confirmed() {
    take(item("1", "A", "3"), item("2", "B", "5"));
    assertEquals(2, known().lines().size());
    assertEquals(List.of("allocate A @1", "allocate B @1"), sent());
    assertEquals(List.of(), known().unconfirmed());
    assertEquals(2, intake.count("ficus.legacy.commands.confirmed", "type", "allocate"));
    assertEquals(1, intake.count("ficus.legacy.orders.received", "shop", shop.name()));
    assertEquals(2, intake.count("ficus.legacy.lines.received", "shop", shop.name()));
  }

  @Test
  void a_repeat_sends_nothing_and_a_change_sends_what_has_changed() {
    take(item("1", "A", "3"), item("2", "B", "5"));
    sent();
    take(item("1", "A", "3"), item("2", "B", "5"));
    assertEquals(List.of(), sent());
    take(item("1", "A", "3"), item("2", "B", "6"));
    assertEquals(List.of("allocate B @2"), sent());
  }

  @Test
  void what_the_broker_does_not_confirm_is_sent_by_the_senders_retry_with_the_same_id() {
    intake.commands().confirming(false);
    assertThrows(NotConfirmedException.class, () -> take(item("1", "A", "3")));
    UUID first = intake.commands().takeSent().get(0).messageId();
    intake.commands().confirming(true);
    take(item("1", "A", "3"));
    assertEquals(first, intake.commands().takeSent().get(0).messageId());
    assertEquals(List.of(), known().unconfirmed());
  }

  @Test
  void what_is_left_unconfirmed_is_sent_without_being_asked_for() {
    intake.commands().confirming(false);
    assertThrows(NotConfirmedException.class, () -> take(item("1", "A", "3")));
    sent();
    intake.commands().confirming(true);
    Instant later = Instant.now().plusSeconds(60);
    intake.orders().deliverLeft(later, 10).forEach(Results::of);
    assertEquals(List.of("allocate A @1"), sent());
    assertEquals(List.of(), intake.orders().deliverLeft(later, 10));
  }

  @Test
  void an_order_that_waits_for_a_refused_line_sends_nothing() {
    take(item("1", "A", "3"), item("2", "B", "five"));
    assertEquals(List.of(), sent());
    assertEquals(1, refused(Reason.UNREADABLE_QUANTITY));
    take(item("1", "A", "3"), item("2", "B", "5"));
    assertEquals(List.of("allocate A @1", "allocate B @1"), sent());
  }

  @Test
  void a_refused_line_that_comes_again_is_counted_once() {
    take(item("1", "A", "three"));
    take(item("1", "A", "three"));
    assertEquals(1, refused(Reason.UNREADABLE_QUANTITY));
  }

  @Test
  void an_order_is_cancelled_by_its_number_when_it_has_been_seen() {
    assertTrue(cancelled().isUnseen());
    take(item("1", "A", "3"));
    sent();
    assertFalse(cancelled().isUnseen());
    assertEquals(List.of("deallocate A @2"), sent());
  }

  @Test
  void a_call_that_goes_to_the_monolith_does_not_wait_for_the_broker_and_no_command_is_lost() {
    intake.ledger().route("B", Owner.MONOLITH);
    take(WayIn.AGAIN, item("1", "A", "3"), item("2", "B", "5"));
    sent();
    intake.commands().confirming(false);
    OrderRouting toBoth = new OrderRouting(WayIn.TO_THE_MONOLITH, false, "c");
    HandledOrder cancelled =
        Results.of(intake.orders().cancel(number, toBoth, arrival("cancellation")));
    assertEquals(Handling.TAKEN_AND_FORWARDED, cancelled.handling());
    assertTrue(cancelled.forward().isPresent());
    assertEquals(List.of("deallocate A @2"), sent());
    intake.commands().confirming(true);
    intake.orders().deliverLeft(Instant.now().plusSeconds(60), 10).forEach(Results::of);
    assertEquals(List.of("deallocate A @2"), sent());
    assertEquals(List.of(), known().unconfirmed());
  }

  @Test
  void a_call_that_came_before_the_last_change_changes_nothing() {
    take(item("1", "A", "3"));
    sent();
    Arrival before =
        new Arrival("web", "c", Optional.of(Instant.now().minusSeconds(60)), () -> new byte[0]);
    Results.of(intake.orders().take(shown(number, item("1", "A", "9")), RULES, TO_US, before));
    assertEquals(List.of(), sent());
    assertEquals(3, known().lines().get(0).quantity());
  }

  @Test
  void a_time_that_cannot_be_yet_does_not_make_later_changes_look_older() {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    takeAt(now.plusYears(10), "3");
    takeAt(now, "4");
    assertEquals(4, known().lines().get(0).quantity());
  }

  @Test
  void what_holds_no_order_is_kept_and_counted_once() {
    intake.orders().keepUnreadable(shop.name(), arrival("call"));
    intake.orders().keepUnreadable(shop.name(), arrival("call"));
    intake.orders().keepUnreadable(shop.name(), "1", arrival("call"));
    intake.orders().keepNotShown(number, arrival("fault"));
    assertEquals(2, refused(Reason.UNREADABLE_ORDER));
    assertEquals(1, refused(Reason.NOT_SHOWN));
    assertEquals(2, intake.quarantine().waiting().get(Reason.UNREADABLE_ORDER).many());
  }

  @Test
  void an_order_of_a_frozen_product_waits_until_its_route_has_changed_and_keeps_nobody_waiting() {
    intake.ledger().freeze(Set.of("A"));
    CompletableFuture<HandledOrder> waiting = begin(number, item("1", "A", "3"));
    take("101", item("1", "B", "1"));
    assertFalse(waiting.isDone());
    assertTrue(intake.ledger().find(number).isEmpty(), "nothing is written");
    sent();
    intake.ledger().freeze(Set.of());
    assertEquals(1, Results.of(waiting).order().lines().size());
    assertEquals(List.of("allocate A @1"), sent());
  }

  @Test
  void no_more_orders_wait_than_may_and_none_for_longer() {
    intake.ledger().freeze(Set.of("A"));
    List<CompletableFuture<HandledOrder>> waiting =
        List.of(
            begin(shop.order("102"), item("1", "A", "1")),
            begin(shop.order("103"), item("1", "A", "1")));
    assertThrows(FrozenProductsException.class, () -> take("104", item("1", "A", "1")));
    waiting.forEach(each -> assertFalse(each.isDone()));
    intake.ledger().freeze(Set.of());
    waiting.forEach(Results::of);
    intake.ledger().freeze(Set.of("A"));
    CompletableFuture<HandledOrder> again = begin(shop.order("104"), item("1", "A", "1"));
    assertFalse(again.isDone(), "those that waited do not any more");
    intake.ledger().freeze(Set.of());
    Results.of(again);
  }

  @Test
  void while_the_routes_are_older_nothing_first_seen_is_decided_and_what_is_known_goes_on() {
    take("105", item("1", "A", "3"));
    sent();
    intake.ledger().routesAreOlder(true);
    CompletableFuture<HandledOrder> first = begin(shop.order("106"), item("1", "B", "1"));
    CompletionException failure = assertThrows(CompletionException.class, first::join);
    assertTrue(failure.getCause().getMessage().contains("/strangling/restored"));
    assertTrue(intake.ledger().find(shop.order("106")).isEmpty(), "nothing is written");
    assertThrows(
        FrozenProductsException.class, () -> take("105", item("1", "A", "3"), item("2", "B", "1")));
    take("105", item("1", "A", "4"));
    assertEquals(List.of("allocate A @2"), sent());
    intake.ledger().routesAreOlder(false);
    take("106", item("1", "B", "1"));
  }

  private void take(String order, OldItem... items) {
    Results.of(begin(shop.order(order), items));
  }

  private CompletableFuture<HandledOrder> begin(OrderNumber order, OldItem... items) {
    return intake.orders().take(shown(order, items), RULES, TO_US, arrival(order.number()));
  }

  private KnownOrder cancelled() {
    return Results.of(intake.orders().cancel(number, TO_US, arrival("call"))).order();
  }

  private void take(OldItem... items) {
    take(WayIn.TO_US, items);
  }

  private void take(WayIn way, OldItem... items) {
    OrderRouting routing = new OrderRouting(way, false, "c");
    Results.of(intake.orders().take(shown(number, items), RULES, routing, arrival("call")));
  }

  private void takeAt(LocalDateTime updatedAt, String quantity) {
    OldOrder order =
        new OldOrder(number, List.of("processing"), updatedAt, List.of(item("1", "A", quantity)));
    Results.of(intake.orders().take(order, RULES, TO_US, arrival("call")));
  }

  private KnownOrder known() {
    return intake.ledger().find(number).orElseThrow();
  }

  private double refused(Reason reason) {
    return intake.count("ficus.legacy.quarantined", "reason", reason.code());
  }

  private List<String> sent() {
    return intake.commands().takeSent().stream()
        .map(command -> command.name() + " " + command.sku() + " @" + command.revision())
        .toList();
  }
}
