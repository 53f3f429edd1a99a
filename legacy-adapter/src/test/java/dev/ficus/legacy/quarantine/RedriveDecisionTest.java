package dev.ficus.legacy.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.ShopRules.LineIds;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.RedriveDecision.Decided;
import dev.ficus.legacy.quarantine.Redriven.RedriveOutcome;
import dev.ficus.legacy.quarantine.Rereading.FoundOrders;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What follows from redriving, when the rules were mended and when they were mended wrongly. */
class RedriveDecisionTest {

  private static final String NOWHERE = "typo";
  private static final KeptOrder ORDER =
      new KeptOrder("100", List.of(KeptOrder.item("7", "A", "3"), KeptOrder.item("8", "B", "5")));

  /** Of one line only: its quantity is no number. */
  private static final KeptOrder HALF =
      new KeptOrder(
          "100",
          List.of(
              KeptOrder.item("7", "A", "3"),
              KeptOrder.with(KeptOrder.item("8", "B", "five"), "pieces", "5")));

  private static final Rules PIECES = Rules.RIGHT.quantity("pieces,qty");

  @Test
  void a_line_is_taken_in_by_mended_rules() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    Decided decided = seen.redrive(0, PIECES);
    assertEquals(RedriveOutcome.TRANSLATED, decided.outcome());
    assertEquals(
        List.of(new LineKey("B", "8")),
        decided.update().orElseThrow().lines().stream().map(LedgerLine::key).toList());
    assertEquals(1, decided.commands().size());
  }

  @Test
  void a_line_that_was_ours_when_it_was_refused_is_ours_whatever_its_route_is_now() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    Decided decided =
        PIECES
            .decision(seen.entry(0), Ownership.all(Owner.MONOLITH))
            .of(HALF.found(PIECES))
            .apply(seen.known());
    assertEquals(RedriveOutcome.TRANSLATED, decided.outcome());
    assertEquals(Owner.NEW, decided.update().orElseThrow().lines().get(0).owner());
    assertEquals(1, decided.commands().size());
  }

  @Test
  void a_line_of_which_nothing_could_be_read_is_whose_it_was_when_it_was_refused() {
    Rules blind = Rules.RIGHT.id(NOWHERE).sku(NOWHERE);
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, blind);
    for (Owner owner : Owner.values()) {
      KnownOrder recorded =
          OrderRules.shown(
                  KnownOrder.unseen(seen.known().number()),
                  ORDER.translation(blind).orElseThrow(),
                  Ownership.all(owner),
                  "c")
              .map(KnownOrder.unseen(seen.known().number())::after)
              .orElseThrow();
      Decided decided =
          Rules.RIGHT.decision(seen.entry(0)).of(ORDER.found(Rules.RIGHT)).apply(recorded);
      assertEquals(RedriveOutcome.TRANSLATED, decided.outcome());
      assertEquals(owner, decided.update().orElseThrow().lines().get(0).owner());
    }
  }

  @Test
  void what_was_not_seen_before_of_a_frozen_product_is_redriven_later() {
    Rules blind = Rules.RIGHT.id(NOWHERE).sku(NOWHERE);
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, blind);
    Decided decided =
        Rules.RIGHT
            .decision(seen.entry(0), Ownership.all(Owner.NEW).withFrozen(Set.of("A")))
            .of(ORDER.found(Rules.RIGHT))
            .apply(seen.known());
    assertEquals(RedriveOutcome.LATER, decided.outcome());
    assertTrue(decided.waits());
    assertEquals(Optional.empty(), decided.update());
  }

  @Test
  void an_order_that_is_not_found_again_waits_and_says_where_it_was_looked_for() {
    for (String number : List.of(NOWHERE, "customer")) {
      Decided decided = new QuarantinedOrder(HALF, Rules.RIGHT).redrive(0, PIECES.number(number));
      assertEquals(RedriveOutcome.NOT_FOUND, decided.outcome());
      String detail = decided.detail().orElseThrow();
      for (String part : List.of("order 100", "order.number", "feed web")) {
        assertTrue(detail.contains(part), detail);
      }
      assertFalse(detail.contains("Müller"), detail);
      assertEquals(List.of(Reason.UNREADABLE_QUANTITY), decided.reasons());
      assertWaits(decided);
    }
    assertTrue(
        new QuarantinedOrder(HALF, Rules.RIGHT)
            .redrive(0, PIECES.number("customer"))
            .detail()
            .orElseThrow()
            .contains("1 orders of other numbers, 0 things that are no order"));
  }

  @Test
  void it_waits_as_well_when_the_ledger_has_seen_something_later() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    seen.shows(ORDER, Rules.RIGHT);
    assertEquals(RedriveOutcome.NOT_FOUND, seen.redrive(0, PIECES.number(NOWHERE)).outcome());
    assertEquals(RedriveOutcome.NOT_FOUND, seen.redrive(0, PIECES.lines(NOWHERE)).outcome());
    assertEquals(RedriveOutcome.SUPERSEDED, seen.redrive(0, PIECES).outcome());
    assertEquals(RedriveOutcome.SUPERSEDED, seen.redrive(0, Rules.RIGHT).outcome());
  }

  @Test
  void an_order_that_was_cancelled_since_supersedes_its_lines() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    seen.isCancelled();
    assertEquals(RedriveOutcome.SUPERSEDED, seen.redrive(0, PIECES).outcome());
  }

  @Test
  void a_line_that_is_not_found_again_waits() {
    Decided decided = new QuarantinedOrder(HALF, Rules.RIGHT).redrive(0, PIECES.lines("others"));
    assertEquals(RedriveOutcome.NOT_FOUND, decided.outcome());
    String detail = decided.detail().orElseThrow();
    assertTrue(detail.contains("line 2 of order 100"), detail);
    assertTrue(detail.contains("order.lines"), detail);
    assertTrue(detail.endsWith("it shows 1"), detail);
    assertWaits(decided);
  }

  @Test
  void a_line_that_shows_another_sku_is_not_the_one_that_was_refused() {
    Decided decided = new QuarantinedOrder(HALF, Rules.RIGHT).redrive(0, PIECES.sku("name"));
    assertEquals(RedriveOutcome.NOT_FOUND, decided.outcome());
    assertTrue(decided.detail().orElseThrow().startsWith("SKU B was looked for in line 2"));
    assertFalse(decided.detail().orElseThrow().contains("name of B"));
    assertWaits(decided);
  }

  @Test
  void what_cannot_be_read_still_is_refused_still() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    assertEquals(
        List.of(Reason.UNREADABLE_SKU), refused(seen.redrive(0, PIECES.sku(NOWHERE))).reasons());
    assertEquals(
        List.of(Reason.UNREADABLE_QUANTITY),
        refused(seen.redrive(0, PIECES.quantity(NOWHERE))).reasons());
    assertEquals(
        List.of(Reason.UNREADABLE_ITEM_ID), refused(seen.redrive(0, PIECES.id(NOWHERE))).reasons());
  }

  @Test
  void a_line_of_which_nothing_is_wanted_by_the_rules_of_today_waits_for_somebody_to_look() {
    Decided decided =
        new QuarantinedOrder(HALF, Rules.RIGHT).redrive(0, PIECES.cancelled("pieces"));
    assertEquals(RedriveOutcome.NOT_FOUND, decided.outcome());
    assertWaits(decided);
  }

  @Test
  void a_line_that_the_ledger_has_under_another_id_is_not_ordered_a_second_time() {
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, Rules.RIGHT);
    seen.shows(HALF, Rules.RIGHT);
    for (Rules other : List.of(PIECES.lineIds(LineIds.OCCURRENCE), PIECES.id("other_id"))) {
      Decided decided = seen.redrive(0, other);
      assertEquals(RedriveOutcome.CONTRADICTED, decided.outcome());
      assertTrue(decided.detail().orElseThrow().contains("B (line 8)"), decided::toString);
      assertWaits(decided);
    }
    assertEquals(RedriveOutcome.TRANSLATED, seen.redrive(0, PIECES).outcome());
  }

  @Test
  void a_line_that_was_despatched_under_another_id_is_not_ordered_a_second_time() {
    KeptOrder gone =
        new KeptOrder(
            "100",
            List.of(
                KeptOrder.with(KeptOrder.item("7", "A", "3"), "shipped", "3"),
                KeptOrder.with(KeptOrder.item("8", "A", "five"), "pieces", "5")));
    QuarantinedOrder seen = new QuarantinedOrder(gone, Rules.RIGHT.shipped("shipped"));
    Decided decided = seen.redrive(0, PIECES.shipped("shipped").id("other_id"));
    assertEquals(RedriveOutcome.CONTRADICTED, decided.outcome());
    assertWaits(decided);
  }

  @Test
  void an_order_that_only_the_rules_of_today_take_for_cancelled_waits() {
    Decided decided = new QuarantinedOrder(HALF, Rules.RIGHT).redrive(0, PIECES.status("customer"));
    assertEquals(RedriveOutcome.CONTRADICTED, decided.outcome());
    assertTrue(decided.detail().orElseThrow().contains("order.status"), decided::toString);
    assertWaits(decided);
  }

  @Test
  void an_order_without_lines_is_taken_in_when_they_are_found_unless_they_are_others() {
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, Rules.RIGHT);
    seen.shows(ORDER, Rules.RIGHT.lines(NOWHERE));
    assertEquals(Reason.NO_LINES, seen.entry(0).reason());
    assertEquals(Subject.ORDER, seen.entry(0).subject());
    assertEquals(
        RedriveOutcome.STILL_REFUSED, seen.redrive(0, Rules.RIGHT.lines(NOWHERE)).outcome());
    Decided others = seen.redrive(0, Rules.RIGHT.lines("others"));
    assertEquals(RedriveOutcome.CONTRADICTED, others.outcome());
    assertTrue(others.detail().orElseThrow().contains("A (line 7), B (line 8)"), others::toString);
    assertWaits(others);
    assertEquals(RedriveOutcome.TRANSLATED, seen.redrive(0, Rules.RIGHT).outcome());
  }

  @Test
  void an_order_that_was_not_shown_is_superseded_only_by_what_came_later() {
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, Rules.RIGHT);
    FoundOrders fault = new FoundOrders(List.of(), 0);
    Entry entry = seen.whole(Reason.NOT_SHOWN, "100");
    KnownOrder known = seen.known();
    assertEquals(
        RedriveOutcome.STILL_REFUSED,
        Rules.RIGHT.decision(entry).of(fault).apply(KnownOrder.unseen(known.number())).outcome());
    assertEquals(
        RedriveOutcome.STILL_REFUSED,
        Rules.RIGHT
            .decision(entry)
            .of(fault)
            .apply(known.asOf(QuarantinedOrder.CAME.minusSeconds(1)))
            .outcome());
    assertEquals(
        RedriveOutcome.SUPERSEDED,
        Rules.RIGHT
            .decision(entry)
            .of(fault)
            .apply(known.asOf(QuarantinedOrder.CAME.plusSeconds(1)))
            .outcome());
  }

  @Test
  void a_call_in_which_no_order_is_found_any_more_is_distinguished_from_one_that_cannot_be_read() {
    Entry entry = new QuarantinedOrder(ORDER, Rules.RIGHT).whole(Reason.UNREADABLE_ORDER, null);
    Decided none = Rules.RIGHT.decision(entry).nothingFound(new FoundOrders(List.of(), 2));
    assertEquals(RedriveOutcome.NOT_FOUND, none.outcome());
    assertTrue(none.detail().orElseThrow().contains("feed web"));
    assertEquals(
        RedriveOutcome.STILL_REFUSED,
        Rules.RIGHT
            .decision(entry)
            .nothingFound(ORDER.found(Rules.RIGHT.number(NOWHERE)))
            .outcome());
  }

  @Test
  void an_order_whose_number_was_not_read_is_superseded_only_by_what_is_known_to_be_later() {
    QuarantinedOrder seen = new QuarantinedOrder(ORDER, Rules.RIGHT);
    RedriveDecision decision = Rules.RIGHT.decision(seen.whole(Reason.UNREADABLE_ORDER, null));
    KnownOrder before = seen.known().asOf(QuarantinedOrder.CAME.minusSeconds(1));
    KnownOrder after = seen.known().asOf(QuarantinedOrder.CAME.plusSeconds(1));
    KnownOrder unseen = KnownOrder.unseen(before.number());
    assertEquals(
        RedriveOutcome.TRANSLATED, decision.of(HALF.order(PIECES)).apply(unseen).outcome());
    assertEquals(RedriveOutcome.SUPERSEDED, decision.of(HALF.order(PIECES)).apply(after).outcome());
    Decided unclear = decision.of(HALF.order(PIECES)).apply(before);
    assertEquals(RedriveOutcome.CONTRADICTED, unclear.outcome());
    assertTrue(unclear.detail().orElseThrow().contains("order.updated-at"));
    assertWaits(unclear);
  }

  @Test
  void what_was_despatched_too_early_to_change_is_for_somebody_to_look_at() {
    QuarantinedOrder seen = new QuarantinedOrder(HALF, Rules.RIGHT);
    Entry entry = seen.line(seen.known().lines().get(0), Reason.ALREADY_DESPATCHED);
    assertEquals(
        RedriveOutcome.STILL_REFUSED,
        PIECES.decision(entry).of(HALF.found(PIECES)).apply(seen.known()).outcome());
  }

  /**
   * Whatever the settings were and are: what waits is never settled unless its line is in the
   * ledger then, nothing that was ordered is cancelled by it, and no goods are ordered twice.
   */
  @Property(tries = 2000)
  void whatever_the_rules_are_now_nothing_is_lost_and_nothing_is_ordered_twice(
      @ForAll("mixed") KeptOrder order, @ForAll("rules") Rules before, @ForAll("rules") Rules now) {
    Assume.that(!before.status().equals("customer"));
    QuarantinedOrder seen = new QuarantinedOrder(order, before);
    for (int place = 0; place < seen.entries(); place++) {
      KnownOrder known = seen.known();
      Entry entry = seen.entry(place);
      Decided decided = seen.redrive(place, now);
      assertFalse(decided.outcome() == RedriveOutcome.SUPERSEDED, "nothing came later");
      if (decided.waits()) {
        assertWaits(decided);
        continue;
      }
      KnownOrder after = known.after(decided.update().orElseThrow());
      assertEquals(before.number(), now.number(), "it is the order that was looked for");
      List<LineKey> shown = order.lines(now);
      List<LineKey> wanted = wanted(after);
      for (LineKey key : wanted(known)) {
        assertTrue(wanted.contains(key), "what was ordered stays so");
      }
      for (LineKey key : wanted) {
        assertTrue(shown.contains(key) || order.mayBeRefused(now, key), "nothing twice: " + key);
      }
      if (entry.isLine()) {
        LineKey line = order.line(now, entry.place()).orElseThrow();
        assertTrue(wanted.contains(line), "the line is in the ledger");
        seen.settled(after);
      } else {
        assertTrue(wanted.containsAll(shown), "all lines are in the ledger");
        seen.settled(after);
      }
    }
  }

  /** Where the settings missed something and are right now, all of it is taken in. */
  @Property(tries = 500)
  void what_the_rules_have_missed_is_taken_in_once_they_are_right(
      @ForAll("orders") KeptOrder order, @ForAll("missing") Rules before) {
    QuarantinedOrder seen = new QuarantinedOrder(order, before);
    for (int place = 0; place < seen.entries(); place++) {
      Decided decided = seen.redrive(place, Rules.RIGHT);
      assertEquals(RedriveOutcome.TRANSLATED, decided.outcome(), decided::toString);
      seen.settled(seen.known().after(decided.update().orElseThrow()));
    }
    assertEquals(Set.copyOf(order.lines(Rules.RIGHT)), Set.copyOf(wanted(seen.known())));
  }

  @Provide
  Arbitrary<KeptOrder> orders() {
    return orders(Arbitraries.just(true));
  }

  /** Of some lines the quantity is elsewhere only. */
  @Provide
  Arbitrary<KeptOrder> mixed() {
    return orders(Arbitraries.of(true, false));
  }

  private record SentLine(String sku, boolean readable) {}

  private static Arbitrary<KeptOrder> orders(Arbitrary<Boolean> readable) {
    return Combinators.combine(Arbitraries.of("A", "B", "C"), readable)
        .as(SentLine::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            lines -> {
              Value[] items = new Value[lines.size()];
              for (int place = 0; place < items.length; place++) {
                SentLine line = lines.get(place);
                String units = "" + (place + 1);
                items[place] =
                    KeptOrder.with(
                        KeptOrder.item(
                            "" + (7 + place), line.sku(), line.readable() ? units : "some"),
                        "pieces",
                        units);
              }
              return new KeptOrder("100", List.of(items));
            });
  }

  @Provide
  Arbitrary<Rules> rules() {
    return Combinators.combine(
            Arbitraries.of("no", "no", "no", "customer", NOWHERE),
            Arbitraries.of("items", "items", "items", "others", NOWHERE),
            Arbitraries.of("id", "id", "other_id", NOWHERE),
            Arbitraries.of("sku", "sku", "name", NOWHERE),
            Arbitraries.of("qty", "qty", "pieces", "name", NOWHERE),
            Arbitraries.of("status", "status", "customer", NOWHERE),
            Arbitraries.of(LineIds.class))
        .as(
            (number, lines, id, sku, quantity, status, ids) ->
                Rules.RIGHT
                    .number(number)
                    .lines(lines)
                    .id(id)
                    .sku(sku)
                    .quantity(quantity)
                    .status(status)
                    .lineIds(ids));
  }

  @Provide
  Arbitrary<Rules> missing() {
    return Combinators.combine(
            Arbitraries.of("items", NOWHERE),
            Arbitraries.of("id", NOWHERE),
            Arbitraries.of("sku", NOWHERE),
            Arbitraries.of("qty", NOWHERE))
        .as((lines, id, sku, qty) -> Rules.RIGHT.lines(lines).id(id).sku(sku).quantity(qty));
  }

  private static List<LineKey> wanted(KnownOrder known) {
    return known.lines().stream().filter(LedgerLine::isWanted).map(LedgerLine::key).toList();
  }

  private static Decided refused(Decided decided) {
    assertEquals(RedriveOutcome.STILL_REFUSED, decided.outcome());
    assertWaits(decided);
    return decided;
  }

  private static void assertWaits(Decided decided) {
    assertTrue(decided.waits());
    assertEquals(Optional.empty(), decided.update());
    assertEquals(List.of(), decided.commands());
  }
}
