package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook.GivenStatus;
import dev.ficus.legacy.push.OrderBook.MonolithsPart;
import dev.ficus.legacy.push.OrderBook.StateLine;
import dev.ficus.legacy.push.OrderBook.UnsentOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every book of order states does. */
public abstract class OrderBookContract {

  private static final StatusWords WORDS =
      new StatusWords(Set.of("complete", "closed", "canceled"), "processing", Set.of("canceled"));
  private static final Duration LONG = Duration.ofDays(1);

  protected final String shop = "shop-" + UUID.randomUUID();

  /** The book under test. */
  protected abstract OrderBook book();

  /** The final statuses beside it. */
  protected abstract FinalStatuses statuses();

  /** The shop has shown a line of the monolith, which is open or done. */
  protected abstract void show(String number, String sku, boolean open);

  /** The shop has ordered a line, which is not placed yet. */
  protected abstract void order(String number, String sku, int quantity);

  /** Allocation has placed the whole of a line that was ordered. */
  protected abstract void place(String number, String sku, Placement.PlacementState placement);

  @BeforeEach
  public void follow() {
    book().follow(shop, true);
  }

  @Test
  public void an_order_is_unsent_once_allocation_has_placed_a_line_of_it() {
    order("1", "A", 3);
    assertEquals(List.of(), unsent());
    place("1", "A", Placement.PlacementState.BACKORDERED);
    assertEquals(
        List.of(
            new UnsentOrder(
                "1",
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(
                    new StateLine(
                        "A",
                        3,
                        true,
                        Optional.of(Placement.PlacementState.BACKORDERED),
                        Optional.empty())),
                Optional.empty())),
        unsent());
  }

  @Test
  public void a_shop_without_comments_has_no_unsent_orders() {
    book().follow(shop, false);
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    assertEquals(List.of(), unsent());
  }

  @Test
  public void an_order_is_left_until_it_is_quiet_and_longer_while_a_line_is_not_placed() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    order("2", "A", 3);
    order("2", "B", 1);
    place("2", "A", Placement.PlacementState.ALLOCATED);
    assertEquals(List.of(), numbers(book().unsent(shop, LONG, LONG, 10)));
    assertEquals(List.of("1"), numbers(book().unsent(shop, Duration.ZERO, LONG, 10)));
    assertEquals(List.of("1", "2"), numbers(unsent()));
    place("2", "B", Placement.PlacementState.BACKORDERED);
    assertEquals(List.of("1", "2"), numbers(book().unsent(shop, Duration.ZERO, LONG, 10)));
  }

  @Test
  public void what_was_sent_is_not_unsent_until_it_changes_once_more() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.BACKORDERED);
    alone(() -> book().sent(shop, unsent(), Map.of("1", "waits")));
    assertEquals(List.of(), unsent());
    place("1", "A", Placement.PlacementState.ALLOCATED);
    assertEquals(Optional.of("waits"), unsent().get(0).sent());
    assertEquals(2, unsent().get(0).changes());
  }

  @Test
  public void a_change_that_comes_while_the_state_is_sent_is_sent_next() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.BACKORDERED);
    List<UnsentOrder> before = unsent();
    place("1", "A", Placement.PlacementState.ALLOCATED);
    alone(() -> book().sent(shop, before, Map.of("1", "waits")));
    assertEquals(List.of("1"), numbers(unsent()));
  }

  @Test
  public void a_text_is_in_doubt_from_before_it_is_sent_until_it_was() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    alone(() -> book().sending(shop, Map.of("1", "is here")));
    assertEquals(Optional.of("is here"), unsent().get(0).sending());
    alone(() -> book().sent(shop, unsent(), Map.of("1", "is here")));
    place("1", "A", Placement.PlacementState.DESPATCHED);
    assertEquals(Optional.empty(), unsent().get(0).sending());
    assertEquals(Optional.of("is here"), unsent().get(0).sent());
  }

  @Test
  public void refused_orders_come_last_and_count_their_attempts() {
    for (String number : List.of("1", "2", "3")) {
      order(number, "A", 3);
      place(number, "A", Placement.PlacementState.ALLOCATED);
    }
    alone(() -> book().refused(shop, List.of("1")));
    assertEquals(List.of("2", "3", "1"), numbers(unsent()));
    assertEquals(1, unsent().get(2).attempts());
    assertEquals(List.of("2", "3"), numbers(book().unsent(shop, Duration.ZERO, Duration.ZERO, 2)));
    place("1", "A", Placement.PlacementState.DESPATCHED);
    assertEquals(0, unsent().get(0).attempts());
  }

  @Test
  public void of_an_order_of_both_the_lines_are_ours_and_the_monoliths_are_open_or_done() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    assertEquals(Optional.empty(), unsent().get(0).monoliths());
    show("1", "M", true);
    assertEquals(List.of("A"), unsent().get(0).lines().stream().map(StateLine::sku).toList());
    assertEquals(
        Optional.of(new MonolithsPart(true, Optional.empty())), unsent().get(0).monoliths());
    settle();
    show("1", "M", false);
    assertEquals(
        Optional.of(new MonolithsPart(false, Optional.empty())),
        unsent().get(0).monoliths(),
        "and that is a change");
  }

  @Test
  public void a_final_status_is_held_while_our_lines_are_open_and_the_last_one_counts() {
    order("1", "A", 3);
    show("1", "M", true);
    assertFalse(give("complete"), "nothing is placed yet");
    assertEquals(List.of(), unsent(), "of which there is nothing to say");
    place("1", "A", Placement.PlacementState.ALLOCATED);
    assertEquals("complete", held().orElseThrow().status());
    settle();
    assertFalse(give("complete"));
    assertFalse(give("closed"));
    assertEquals("closed", held().orElseThrow().status());
    settle();
    assertTrue(give("processing"), "it takes it back");
    assertEquals(Optional.empty(), held());
    settle();
    assertTrue(give("processing"));
    assertEquals(List.of(), unsent());
  }

  @Test
  public void a_final_status_is_let_through_when_the_shop_knows_that_our_lines_are_done() {
    order("1", "A", 3);
    show("1", "M", true);
    place("1", "A", Placement.PlacementState.DESPATCHED);
    assertFalse(give("complete"), "a comment may be under way that would give an open one");
    alone(() -> book().sending(shop, Map.of("1", "is gone")));
    assertFalse(give("complete"));
    settle();
    assertTrue(give("complete"));
    assertEquals(List.of(), unsent(), "the shop had it from us");
    assertTrue(give("closed"));
    assertEquals(Optional.empty(), held());
    assertEquals("closed", given().orElseThrow().status());
    settle();
    assertFalse(give("canceled"), "goods have left");
    assertEquals("canceled", held().orElseThrow().status());
  }

  @Test
  public void a_final_status_given_once_more_is_another_one() {
    order("1", "A", 3);
    show("1", "M", true);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    give("complete");
    GivenStatus first = held().orElseThrow();
    settle();
    give("complete");
    assertTrue(held().orElseThrow().since().isAfter(first.since()));
  }

  private boolean give(String status) {
    return statuses().note(new OrderNumber(shop, "1"), status, WORDS);
  }

  private Optional<GivenStatus> given() {
    return unsent().get(0).monoliths().orElseThrow().status();
  }

  private Optional<GivenStatus> held() {
    return given().filter(GivenStatus::held);
  }

  /** The shop is sent all that has changed. */
  private void settle() {
    alone(() -> book().sent(shop, unsent(), Map.of("1", "a text")));
  }

  @Test
  public void one_is_alone_with_a_shop_and_nobody_else_writes() {
    alone(
        () ->
            book()
                .alone(
                    shop,
                    () -> {
                      throw new AssertionError("two are at it");
                    }));
    assertThrows(RuntimeException.class, () -> book().sending(shop, Map.of("1", "is here")));
    assertThrows(RuntimeException.class, () -> book().sent(shop, List.of(), Map.of()));
    assertThrows(RuntimeException.class, () -> book().refused(shop, List.of("1")));
  }

  private List<UnsentOrder> unsent() {
    return book().unsent(shop, Duration.ZERO, Duration.ZERO, 10);
  }

  private static List<String> numbers(List<UnsentOrder> orders) {
    return orders.stream().map(UnsentOrder::number).toList();
  }

  private void alone(Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    book()
        .alone(
            shop,
            () -> {
              work.run();
              done.set(true);
            });
    assertTrue(done.get());
  }
}
