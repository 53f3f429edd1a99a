package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook.GivenStatus;
import dev.ficus.legacy.push.OrderBook.MonolithsPart;
import dev.ficus.legacy.push.OrderBook.StateLine;
import dev.ficus.legacy.push.OrderBook.UnsentOrder;
import dev.ficus.legacy.push.OrderState.Overall;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The text of an order's state, and which text a shop has. */
class OrderStateTest {

  private static final StateLine HERE = line("A", true, Placement.PlacementState.ALLOCATED, null);
  private static final StateLine COMING =
      line("B", true, Placement.PlacementState.ALLOCATED, LocalDate.of(2010, 12, 24));
  private static final StateLine MISSING =
      line("C", true, Placement.PlacementState.BACKORDERED, null);
  private static final StateLine GONE = line("D", true, Placement.PlacementState.DESPATCHED, null);
  private static final StateLine CANCELLED = line("E", false, null, null);
  private static final StateLine ON_ITS_WAY = line("F", true, null, null);

  @Test
  void each_line_is_named_once_with_its_state() {
    assertEquals(
        "Despatched: 2 x D. In the warehouse: 2 x A. Expected on 2010-12-24: 2 x B. Backordered:"
            + " 2 x C. Being placed: 2 x F. Cancelled: 2 x E.",
        text(List.of(HERE, COMING, MISSING, GONE, CANCELLED, ON_ITS_WAY)));
  }

  @Test
  void the_order_as_a_whole_is_nothing_while_a_line_is_being_placed() {
    assertEquals(Optional.empty(), overall(HERE, ON_ITS_WAY));
    assertEquals(Optional.empty(), overall());
    assertEquals(Optional.of(Overall.ALLOCATED), overall(HERE, COMING, CANCELLED));
    assertEquals(Optional.of(Overall.BACKORDERED), overall(HERE, MISSING));
    assertEquals(Optional.of(Overall.CANCELLED), overall(CANCELLED, CANCELLED));
    assertEquals(Optional.of(Overall.DESPATCHED), overall(GONE, CANCELLED));
  }

  @Test
  void what_has_left_the_warehouse_is_not_called_cancelled() {
    assertEquals(
        "Despatched: 2 x D.",
        text(List.of(line("D", false, Placement.PlacementState.DESPATCHED, null))));
  }

  @Test
  void a_long_order_counts_the_lines_that_are_not_named() {
    String text = text(Collections.nCopies(53, HERE));
    assertEquals(50, text.split(" x A", -1).length - 1);
    assertEquals("And 3 more lines.", text.substring(text.length() - 17));
  }

  @Test
  void the_later_of_two_comments_shows_whether_the_last_one_arrived() {
    assertEquals(
        Optional.of("new"), unsent("new", "old").withComments(List.of("new", "old")).sent());
    assertEquals(
        Optional.of("old"), unsent("new", "old").withComments(List.of("old", "new")).sent());
    assertEquals(Optional.of("old"), unsent("new", "old").withComments(List.of("old")).sent());
    assertEquals(Optional.of("old"), unsent("new", "old").withComments(List.of()).sent());
    assertEquals(Optional.of("new"), unsent("new", null).withComments(List.of("x", "new")).sent());
    assertEquals(Optional.empty(), unsent("new", null).withComments(List.of("x")).sent());
    assertEquals(Optional.empty(), unsent("new", "old").withComments(List.of("new")).sending());
  }

  private static UnsentOrder unsent(String sending, String sent) {
    return new UnsentOrder(
        "100",
        2,
        0,
        Optional.of(sending),
        Optional.ofNullable(sent),
        List.of(HERE),
        Optional.empty());
  }

  @Test
  void of_an_order_with_lines_of_both_the_text_is_about_ours_alone_and_says_so() {
    assertEquals(
        "Only about the lines that Ficus fulfils. In the warehouse: 2 x A.",
        OrderState.of(List.of(HERE), theirs(true, null)).text());
    assertEquals(
        "Only about the lines that Ficus fulfils. In the warehouse: 2 x A.",
        OrderState.of(List.of(HERE), theirs(false, held("complete"))).text());
    assertEquals(
        "Only about the lines that Ficus fulfils. Despatched: 2 x D.",
        OrderState.of(List.of(GONE), theirs(true, null)).text());
    assertEquals(
        "Only about the lines that Ficus fulfils. Despatched: 2 x D. The other lines are done"
            + " too.",
        OrderState.of(List.of(GONE), theirs(false, null)).text());
    assertEquals(
        "Only about the lines that Ficus fulfils. Despatched: 2 x D. The other lines: complete"
            + " since 2026-11-29T07:30:00.123Z.",
        OrderState.of(List.of(GONE), theirs(true, held("complete"))).text());
    assertEquals(
        "Only about the lines that Ficus fulfils. Despatched: 2 x D.",
        OrderState.of(List.of(GONE), theirs(false, letThrough("complete"))).text());
  }

  @Test
  void an_order_with_lines_of_both_gets_a_final_status_when_both_are_done() {
    assertEquals(Optional.of("processing"), status(theirs(true, null), HERE));
    assertEquals(Optional.of("processing"), status(theirs(false, held("complete")), HERE, GONE));
    assertEquals(Optional.of("processing"), status(theirs(true, null), GONE, CANCELLED));
    assertEquals(Optional.of("processing"), status(theirs(true, null), CANCELLED));
    assertEquals(Optional.of("complete"), status(theirs(false, null), GONE));
    assertEquals(Optional.of("canceled"), status(theirs(false, null), CANCELLED));
    assertEquals(Optional.of("closed"), status(theirs(true, held("closed")), CANCELLED));
    assertEquals(Optional.of("complete"), status(theirs(true, held("canceled")), GONE));
    assertEquals(Optional.empty(), status(theirs(true, held("complete")), GONE, ON_ITS_WAY));
  }

  @Test
  void a_final_status_that_the_shop_has_from_the_monolith_stays() {
    assertEquals(Optional.empty(), status(theirs(true, letThrough("complete")), GONE));
    assertEquals(Optional.empty(), status(theirs(false, letThrough("complete")), HERE));
  }

  @Test
  void an_order_wholly_ours_gets_the_status_of_its_lines() {
    assertEquals(Optional.of("complete"), status(Optional.empty(), GONE));
    assertEquals(Optional.of("processing"), status(Optional.empty(), HERE));
    assertEquals(Optional.empty(), status(Optional.empty(), MISSING));
  }

  private static Optional<String> status(Optional<MonolithsPart> monoliths, StateLine... lines) {
    return OrderState.of(List.of(lines), monoliths)
        .status(
            Map.of("allocated", "processing", "despatched", "complete", "cancelled", "canceled"),
            new StatusWords(
                Set.of("complete", "closed", "canceled"), "processing", Set.of("canceled")));
  }

  private static Optional<MonolithsPart> theirs(boolean open, GivenStatus given) {
    return Optional.of(new MonolithsPart(open, Optional.ofNullable(given)));
  }

  private static GivenStatus held(String status) {
    return new GivenStatus(status, true, Instant.parse("2026-11-29T07:30:00.123456Z"));
  }

  private static GivenStatus letThrough(String status) {
    return new GivenStatus(status, false, Instant.parse("2026-11-29T07:30:00Z"));
  }

  private static String text(List<StateLine> lines) {
    return OrderState.of(lines, Optional.empty()).text();
  }

  private static Optional<Overall> overall(StateLine... lines) {
    return OrderState.of(List.of(lines), Optional.empty()).overall();
  }

  private static StateLine line(
      String sku, boolean ordered, Placement.PlacementState placement, LocalDate expected) {
    return new StateLine(
        sku, 2, ordered, Optional.ofNullable(placement), Optional.ofNullable(expected));
  }
}
