package dev.ficus.legacy.order;

import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.cancels;
import static dev.ficus.legacy.order.TestShop.changesNothing;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.local.Background;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every ledger does: the one in PostgreSQL and the fake. */
public abstract class LedgerContract {

  private static final int MANY = 10_000;

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");

  /** The ledger under test; it may hold orders of other shops. */
  protected abstract Ledger ledger();

  @Test
  void an_order_nobody_has_seen_is_not_found() {
    assertTrue(ledger().find(number).isEmpty());
    assertEquals(Map.of(), ledger().find(Set.of(number, shop.order("101"))));
  }

  @Test
  void a_change_is_there_with_its_lines_in_the_order_of_their_keys() {
    ChangedOrder changed = change(shows(number, item("2", "B", "5"), item("1", "A", "3")));
    KnownOrder found = find();
    assertEquals(changed.order().fingerprint(), found.fingerprint());
    assertEquals(1, found.changes());
    assertEquals(
        List.of(new LineKey("A", "1"), new LineKey("B", "2")),
        found.lines().stream().map(LedgerLine::key).toList());
    assertEquals(found.lines(), found.unconfirmed());
    assertEquals(Set.of(number), ledger().find(Set.of(number, shop.order("101"))).keySet());
  }

  @Test
  void changes_of_one_order_in_a_group_are_made_one_after_the_other() {
    List<ChangedOrder> changed =
        ledger()
            .change(
                List.of(
                    shows(number, item("1", "A", "3")),
                    shows(shop.order("101"), item("1", "A", "1")),
                    shows(number, item("1", "A", "4"))));
    assertEquals(2, line().revision());
    assertEquals(4, line().quantity());
    assertEquals(changed.get(0).order(), changed.get(2).order());
    assertEquals(shop.order("101"), changed.get(1).order().number());
  }

  @Test
  void a_decision_to_change_nothing_writes_nothing() {
    change(cancels(number));
    assertTrue(ledger().find(number).isEmpty());
    change(changesNothing(number));
    assertTrue(ledger().find(number).isEmpty());
  }

  @Test
  void a_group_of_which_one_decision_fails_changes_nothing() {
    OrderChange fails =
        new OrderChange(
            shop.order("101"),
            arrival("call"),
            (known, owners) -> {
              throw new IllegalStateException("by a test");
            });
    assertThrows(
        IllegalStateException.class,
        () -> ledger().change(List.of(shows(number, item("1", "A", "three")), fails)));
    assertTrue(ledger().find(number).isEmpty());
    assertEquals(1, change(shows(number, item("1", "A", "three"))).quarantined().size());
  }

  @Test
  void what_the_broker_has_confirmed_is_not_sent_again() {
    ledger().confirm(List.of(change(shows(number, item("1", "A", "3"))).order()));
    assertEquals(List.of(), find().unconfirmed());
    change(shows(number, item("1", "A", "3"), item("2", "B", "1")));
    assertEquals(
        List.of(new LineKey("B", "2")),
        find().unconfirmed().stream().map(LedgerLine::key).toList());
  }

  @Test
  void a_confirmation_does_not_count_for_a_later_change() {
    KnownOrder first = change(shows(number, item("1", "A", "3"))).order();
    change(shows(number, item("1", "A", "4")));
    ledger().confirm(List.of(first));
    assertEquals(1, find().unconfirmed().size());
  }

  @Test
  void an_earlier_confirmation_takes_nothing_back() {
    KnownOrder first = change(shows(number, item("1", "A", "3"))).order();
    KnownOrder second = change(shows(number, item("1", "A", "4"))).order();
    ledger().confirm(List.of(second, first));
    ledger().confirm(List.of(first));
    assertEquals(List.of(), find().unconfirmed());
  }

  @Test
  void orders_left_unconfirmed_are_found_once_they_have_been_unchanged_for_long_enough() {
    Instant before = Instant.now().minusSeconds(1);
    change(shows(shop.order("101"), item("1", "A", "1")));
    ledger().confirm(List.of(change(shows(shop.order("102"), item("1", "A", "1"))).order()));
    change(shows(number, item("1", "A", "1")));
    assertEquals(List.of(shop.order("101"), number), unconfirmedSince(later()));
    assertEquals(List.of(), unconfirmedSince(before));
    assertEquals(1, ledger().unconfirmedSince(later(), 1).size());
  }

  @Test
  void an_order_that_is_held_is_not_left_unconfirmed() {
    change(shows(number, item("1", "A", "3"), item("2", "B", "two")));
    assertTrue(find().held());
    assertEquals(List.of(), unconfirmedSince(later()));
    change(shows(number, item("1", "A", "3"), item("2", "B", "2")));
    assertFalse(find().held());
    assertEquals(List.of(number), unconfirmedSince(later()));
  }

  @Test
  void an_order_that_waits_for_the_monolith_is_not_left_unconfirmed_unless_it_is_cancelled() {
    change(SplitOrder.of(shows(number, item("1", "A", "3"))));
    assertEquals(Approval.AWAITED, find().approval());
    assertEquals(List.of(), unconfirmedSince(later()));
    change(cancels(number));
    assertEquals(Approval.AWAITED, find().approval());
    assertEquals(List.of(number), unconfirmedSince(later()));
  }

  @Test
  void a_cancelled_order_is_held_for_nothing() {
    change(shows(number, item("1", "A", "3"), item("2", "B", "two")));
    change(cancels(number));
    assertFalse(find().held());
  }

  @Test
  void what_is_refused_again_is_no_news() {
    OrderChange shows = shows(number, item("1", "A", "three"));
    assertEquals(
        List.of(Reason.UNREADABLE_QUANTITY),
        change(shows).quarantined().stream().map(Rejection::reason).toList());
    assertEquals(List.of(), change(shows).quarantined());
    assertEquals(
        List.of(),
        change(shows(number, item("1", "A", "three"), item("2", "B", "1"))).quarantined());
    assertEquals(1, change(shows(number, item("1", "A", "four"))).quarantined().size());
  }

  @Test
  void each_change_of_a_group_has_what_it_put_into_quarantine() {
    List<ChangedOrder> changed =
        ledger()
            .change(
                List.of(
                    shows(number, item("1", "A", "3")),
                    shows(shop.order("101"), item("1", "A", "three"))));
    assertEquals(List.of(), changed.get(0).quarantined());
    assertEquals(1, changed.get(1).quarantined().size());
  }

  @Test
  void an_answer_or_a_call_is_kept_as_a_whole_once() {
    assertTrue(ledger().quarantine(number, Reason.NOT_SHOWN, arrival("fault")));
    assertFalse(ledger().quarantine(number, Reason.NOT_SHOWN, arrival("another fault")));
    Reason unreadable = Reason.UNREADABLE_ORDER;
    assertTrue(ledger().quarantine(shop.name(), "", unreadable, arrival("call")));
    assertFalse(ledger().quarantine(shop.name(), "", unreadable, arrival("call")));
    assertTrue(ledger().quarantine(shop.name(), "1", unreadable, arrival("call")));
    assertTrue(ledger().quarantine(shop.name(), "", unreadable, arrival("another call")));
    assertTrue(ledger().find(number).isEmpty());
  }

  @Test
  void a_call_that_is_forwarded_has_a_number_and_a_later_one_has_a_higher_number() {
    OrderChange forwarded =
        new OrderChange(
            number,
            arrival("call"),
            (known, owners) ->
                Optional.of(LedgerUpdate.nothing(known).handled(Handling.FORWARDED)));
    List<ChangedOrder> together =
        ledger().change(List.of(forwarded, shows(number, item("1", "A", "3")), forwarded));
    long first = together.get(0).forward().orElseThrow().id();
    long second = together.get(2).forward().orElseThrow().id();
    long third = change(forwarded).forward().orElseThrow().id();
    assertTrue(first < second && second < third, first + ", " + second + ", " + third);
    assertEquals(Handling.FORWARDED, together.get(0).handling());
    assertEquals(Handling.TAKEN, together.get(1).handling());
    assertEquals(Optional.empty(), together.get(1).forward());
  }

  @Test
  void what_cannot_be_read_is_kept_where_anything_is_ours() {
    Reason unreadable = Reason.UNREADABLE_ORDER;
    assertEquals(
        Optional.of(true),
        ledger().quarantineUnlessTheMonoliths(shop.name(), "", unreadable, arrival("call")));
    assertEquals(
        Optional.of(false),
        ledger().quarantineUnlessTheMonoliths(shop.name(), "", unreadable, arrival("call")));
  }

  @Test
  void simultaneous_changes_of_an_order_each_have_a_revision_of_their_own() {
    int threads = 4;
    int each = 10;
    CompletableFuture<?>[] writers =
        IntStream.range(0, threads)
            .mapToObj(
                thread ->
                    Background.run(
                        () ->
                            Stream.iterate(1, i -> i <= each, i -> i + 1)
                                .forEach(
                                    i ->
                                        change(
                                            shows(
                                                number,
                                                item("1", "A", "" + (thread * each + i)))))))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(writers).join();
    assertEquals(threads * each, line().revision());
    assertEquals(threads * each, find().changes());
  }

  private ChangedOrder change(OrderChange change) {
    return ledger().change(List.of(change)).get(0);
  }

  private KnownOrder find() {
    return ledger().find(number).orElseThrow();
  }

  private LedgerLine line() {
    return find().lines().get(0);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  private List<OrderNumber> unconfirmedSince(Instant time) {
    return ledger().unconfirmedSince(time, MANY).stream()
        .map(KnownOrder::number)
        .filter(each -> each.shop().equals(shop.name()))
        .toList();
  }
}
