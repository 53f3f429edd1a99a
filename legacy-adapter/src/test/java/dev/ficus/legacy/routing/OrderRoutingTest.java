package dev.ficus.legacy.routing;

import static dev.ficus.legacy.order.TestShop.RULES;
import static dev.ficus.legacy.order.TestShop.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Approval;
import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.local.Background;
import dev.ficus.local.Waiting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrderRoutingTest {

  private static final OrderNumber NUMBER = new OrderNumber("shop", "100");
  private static final OldItem OURS = item("1", "NEW-1", "1");
  private static final OldItem MONOLITHS = item("2", "OLD-1", "1");
  private static final OldItem POSTAGE = item("9", "POST", "1");
  private static final int MANY = 15_000;
  private static final OldItem ILLEGIBLE = item("", "", "1");

  private KnownOrder known = KnownOrder.unseen(NUMBER);
  private final Map<String, Owner> routes = new HashMap<>();
  private Set<String> frozen = Set.of();
  private final Set<String> inPlace = new HashSet<>();
  private Owner byDefault = Owner.MONOLITH;
  private boolean forCharges;
  private Set<LineKey> cutLast = Set.of();

  @Test
  void an_order_of_ours_is_taken_and_one_of_the_monoliths_is_forwarded() {
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.TAKEN, shown(OURS));
    assertEquals(1, known.unconfirmed().size());
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.FORWARDED, shown(MONOLITHS));
    assertEquals(List.of(Owner.MONOLITH), owners());
    assertEquals(List.of(), known.unconfirmed());
  }

  @Test
  void an_order_with_lines_of_both_goes_to_both_and_ours_waits_for_the_monolith() {
    routes.put("NEW-1", Owner.NEW);
    LedgerUpdate update = update(OURS, MONOLITHS, POSTAGE).orElseThrow();
    assertEquals(Handling.SPLIT_AND_HELD, update.handling());
    assertEquals(Set.of(new LineKey("NEW-1", "1")), update.cut());
    assertEquals(List.of(), update.refused(), "the charge is the monolith's");
    known = known.after(update);
    assertEquals(List.of(Owner.NEW, Owner.MONOLITH), owners());
    assertEquals(Approval.AWAITED, known.approval());
    assertEquals(List.of(), known.unconfirmed());
    assertEquals(Handling.SPLIT, shown(OURS, MONOLITHS, POSTAGE), "the same again");
    assertEquals(Approval.AWAITED, known.approval());
  }

  @Test
  void what_changes_of_an_order_with_lines_of_both_goes_to_both_at_once() {
    routes.put("NEW-1", Owner.NEW);
    shown(OURS, MONOLITHS);
    approve(Approval.GIVEN);
    assertEquals(1, known.unconfirmed().size());
    assertEquals(Handling.SPLIT, shown(item("1", "NEW-1", "5"), MONOLITHS));
    assertEquals(2, known.unconfirmed().get(0).revision());
    assertEquals(Handling.SPLIT, shown(MONOLITHS), "ours was taken out");
    assertEquals(Handling.FORWARDED, shown(item("2", "OLD-1", "3")), "as long as there is none");
    assertEquals(Handling.TAKEN_AND_FORWARDED, cancelled());
  }

  @Test
  void of_a_refused_order_the_next_call_that_goes_to_the_monolith_may_be_accepted() {
    routes.put("NEW-1", Owner.NEW);
    shown(OURS, MONOLITHS);
    approve(Approval.REFUSED);
    assertEquals(List.of(), known.unconfirmed());
    assertEquals(Handling.SPLIT, shown(item("1", "NEW-1", "5"), MONOLITHS));
    assertEquals(Approval.AWAITED, known.approval());
    assertEquals(List.of(), known.unconfirmed());
  }

  @Test
  void a_cancelled_order_waits_for_nothing() {
    routes.put("NEW-1", Owner.NEW);
    shown(OURS, MONOLITHS);
    assertEquals(Handling.TAKEN_AND_FORWARDED, cancelled());
    assertEquals(1, known.unconfirmed().size(), "a line that was never sent may be cancelled");
  }

  @Test
  void our_lines_in_an_order_of_which_we_had_none_wait_for_the_monolith() {
    shown(MONOLITHS);
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.SPLIT_AND_HELD, shown(OURS, MONOLITHS));
  }

  @Test
  void where_a_line_of_ours_cannot_be_taken_out_nobody_is_given_the_order() {
    routes.put("NEW-1", Owner.NEW);
    inPlace.add("NEW-1");
    assertEquals(Handling.NOT_DIVIDED, shown(OURS, MONOLITHS));
    assertTrue(known.isUnseen());
  }

  @Test
  void what_stays_in_the_document_and_cannot_be_translated_is_the_monoliths() {
    routes.put("NEW-1", Owner.NEW);
    routes.put("NEW-2", Owner.NEW);
    inPlace.add("NEW-2");
    LedgerUpdate update =
        update(OURS, MONOLITHS, item("3", "NEW-2", "two"), item("4", "", "1")).orElseThrow();
    assertEquals(Set.of(new LineKey("NEW-1", "1")), update.cut());
    assertEquals(List.of(), update.refused());
    known = known.after(update);
    shown(OURS, MONOLITHS, item("3", "NEW-2", "2"), item("4", "X", "1"));
    assertEquals(List.of(Owner.NEW, Owner.MONOLITH, Owner.MONOLITH, Owner.MONOLITH), owners());
  }

  @Test
  void what_is_taken_out_and_cannot_be_translated_waits_here_and_holds_nothing_of_the_monolith() {
    routes.put("NEW-1", Owner.NEW);
    LedgerUpdate update = update(item("1", "NEW-1", "one"), MONOLITHS).orElseThrow();
    assertEquals(Handling.SPLIT_AND_HELD, update.handling());
    assertEquals(Set.of(new LineKey("NEW-1", "1")), update.cut());
    assertEquals(1, update.refused().size());
  }

  @Test
  void an_order_goes_on_for_its_charges_where_that_is_set() {
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.TAKEN, shown(OURS, POSTAGE));
    forCharges = true;
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.SPLIT_AND_HELD, shown(OURS, POSTAGE));
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.TAKEN, shown(OURS));
  }

  @Test
  void charges_go_with_the_goods() {
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.TAKEN, shown(OURS, POSTAGE));
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.FORWARDED, shown(MONOLITHS, POSTAGE));
  }

  @Test
  void of_a_forwarded_order_nothing_waits_in_quarantine() {
    LedgerUpdate update = update(MONOLITHS, POSTAGE, item("3", "OLD-2", "two")).orElseThrow();
    assertEquals(List.of(), update.refused());
    known = known.after(update);
    routes.put("OLD-2", Owner.NEW);
    shown(MONOLITHS, POSTAGE, item("3", "OLD-2", "2"));
    assertEquals(List.of(Owner.MONOLITH, Owner.MONOLITH), owners(), "though the SKU is ours now");
  }

  @Test
  void a_line_whose_sku_cannot_be_read_is_the_monoliths_where_anything_is() {
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.SPLIT_AND_HELD, shown(OURS, item("2", "", "1")));
    byDefault = Owner.NEW;
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.TAKEN, shown(OURS, item("2", "", "1")));
  }

  @Test
  void an_order_without_lines_is_the_monoliths_as_long_as_nothing_is_ours() {
    assertEquals(Handling.FORWARDED, shown());
    routes.put("NEW-1", Owner.NEW);
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.TAKEN, shown());
  }

  @Test
  void a_line_under_way_is_given_to_its_owner_whatever_its_route_is_by_now() {
    shown(MONOLITHS);
    routes.put("OLD-1", Owner.NEW);
    assertEquals(Handling.FORWARDED, shown(item("2", "OLD-1", "5")));
    assertEquals(Handling.FORWARDED, cancelled());
    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.TAKEN, shown(item("2", "OLD-1", "5")));
    routes.remove("OLD-1");
    assertEquals(Handling.TAKEN, shown(item("2", "OLD-1", "6")));
    assertEquals(Handling.TAKEN, cancelled());
  }

  @Test
  void the_monolith_is_told_of_a_line_of_its_that_was_taken_out() {
    shown(MONOLITHS, item("3", "OLD-2", "1"));
    assertEquals(Handling.FORWARDED, shown(MONOLITHS));
    routes.put("NEW-1", Owner.NEW);
    assertEquals(Handling.SPLIT_AND_HELD, shown(OURS));
  }

  @Test
  void a_repeat_is_forwarded_again() {
    shown(MONOLITHS);
    assertEquals(Handling.FORWARDED, shown(MONOLITHS));
    assertEquals(1, known.lines().get(0).revision());
  }

  @Test
  void a_cancellation_of_an_order_nobody_has_seen_is_forwarded_if_anything_is_the_monoliths() {
    assertEquals(Handling.FORWARDED, cancelled());
    byDefault = Owner.NEW;
    assertEquals(Handling.TAKEN, cancelled());
    assertTrue(known.isUnseen());
  }

  @Test
  void an_order_made_before_we_stood_in_front_is_the_monoliths_whatever_the_routes_are() {
    byDefault = Owner.NEW;
    routes.put("OLD-1", Owner.MONOLITH);
    LedgerUpdate update =
        new OrderRouting(WayIn.TO_THE_MONOLITH, true, "c")
            .shown(known, translation(OURS), ownership(Set.of("NEW-1")))
            .orElseThrow();
    assertEquals(Handling.FORWARDED, update.handling());
  }

  @Test
  void while_a_sku_is_frozen_nothing_of_an_order_is_decided_that_shows_a_line_of_it_first_seen() {
    OldItem other = item("3", "OLD-2", "1");
    shown(other);
    KnownOrder before = known;
    frozen = Set.of("OLD-1");
    for (WayIn way : WayIn.values()) {
      for (OldItem waiting : List.of(MONOLITHS, item("2", "OLD-1", "some"))) {
        Translation shown = translation(OURS, other, waiting);
        LedgerUpdate update =
            new OrderRouting(way, way == WayIn.SHOWN, "c", document(shown))
                .shown(known, shown, ownership(shown.skus()))
                .orElseThrow();
        assertEquals(LedgerUpdate.nothing(known).handled(Handling.WAITS), update, way.name());
      }
    }
    assertEquals(Handling.FORWARDED, shown(item("3", "OLD-2", "2")), "without it all goes on");
    frozen = Set.of();
    known = before;
    assertEquals(Handling.FORWARDED, shown(other, MONOLITHS));
    frozen = Set.of("OLD-1", "POST");
    assertEquals(Handling.FORWARDED, shown(other, item("2", "OLD-1", "9"), POSTAGE), "it is known");
    assertEquals(Handling.FORWARDED, cancelled());
  }

  @Test
  void where_nobody_is_behind_us_lines_of_the_monolith_are_refused() {
    OrderRouting alone = new OrderRouting(WayIn.TO_US, false, "c");
    Translation shown = translation(MONOLITHS);
    assertEquals(
        Handling.NO_WAY_TO_THE_MONOLITH,
        alone.shown(known, shown, ownership(shown.skus())).orElseThrow().handling());
  }

  @Test
  void what_we_asked_for_leaves_the_monoliths_lines_undecided() {
    routes.put("NEW-1", Owner.NEW);
    OrderRouting asked = new OrderRouting(WayIn.ASKED_FOR, false, "c");
    Translation both = translation(OURS, MONOLITHS);
    known = known.after(asked.shown(known, both, ownership(both.skus())).orElseThrow());
    assertEquals(List.of(Owner.NEW), owners());
    routes.put("OLD-1", Owner.NEW);
    known = known.after(asked.shown(known, both, ownership(both.skus())).orElseThrow());
    assertEquals(List.of(Owner.NEW, Owner.NEW), owners(), "it was first seen now");

    known = KnownOrder.unseen(NUMBER);
    routes.clear();
    assertEquals(
        LedgerUpdate.nothing(known).leaving(Set.of("NEW-1", "OLD-1")),
        asked.shown(known, both, ownership(both.skus())).orElseThrow());
    routes.put("NEW-1", Owner.NEW);
    LedgerUpdate first = asked.shown(known, both, ownership(both.skus())).orElseThrow();
    assertEquals(Set.of("OLD-1"), first.undecided());
    known = known.after(first);
    shown(OURS, MONOLITHS);
    assertEquals(Optional.empty(), asked.shown(known, both, ownership(both.skus())), "it is seen");
  }

  @Test
  void what_is_read_without_a_date_is_the_monoliths_as_long_as_nothing_is_ours() {
    OrderRouting reading = new OrderRouting(WayIn.READ, false, "c");
    Translation both = translation(OURS, MONOLITHS, POSTAGE);
    LedgerUpdate read = reading.shown(known, both, ownership(both.skus())).orElseThrow();
    assertEquals(Handling.TAKEN, read.handling());
    assertEquals(List.of(), read.refused(), "it is for the monolith to refuse");
    known = known.after(read);
    assertEquals(List.of(Owner.MONOLITH, Owner.MONOLITH), owners());
    routes.put("NEW-1", Owner.NEW);
    assertEquals(
        List.of(), reading.shown(known, both, ownership(both.skus())).orElseThrow().lines());

    known = KnownOrder.unseen(NUMBER);
    LedgerUpdate later = reading.shown(known, both, ownership(both.skus())).orElseThrow();
    assertEquals(Set.of("OLD-1"), later.undecided(), "as of any order that we ask for");
    known = known.after(later);
    assertEquals(List.of(Owner.NEW), owners());
  }

  @Test
  void the_monolith_that_asks_is_shown_its_lines_and_ours_wait_for_nothing() {
    routes.put("NEW-1", Owner.NEW);
    LedgerUpdate update = askedByTheMonolith(OURS, MONOLITHS, POSTAGE);
    assertEquals(Handling.SHOWN, update.handling());
    assertEquals(Set.of(new LineKey("NEW-1", "1")), update.cut());
    assertEquals(List.of(Owner.NEW, Owner.MONOLITH), owners());
    assertEquals(1, known.unconfirmed().size());
    assertEquals(update.cut(), askedByTheMonolith(OURS, MONOLITHS, POSTAGE).cut(), "once more");

    known = KnownOrder.unseen(NUMBER);
    assertEquals(Handling.TAKEN, askedByTheMonolith(OURS, POSTAGE).handling());
    known = KnownOrder.unseen(NUMBER);
    update = askedByTheMonolith(MONOLITHS, POSTAGE);
    assertEquals(Handling.SHOWN, update.handling());
    assertEquals(Set.of(), update.cut());
  }

  private LedgerUpdate askedByTheMonolith(OldItem... items) {
    Translation shown = translation(items);
    LedgerUpdate update =
        new OrderRouting(WayIn.SHOWN, false, "c", document(shown))
            .shown(known, shown, ownership(shown.skus()))
            .orElseThrow();
    known = known.after(update);
    return update;
  }

  @Test
  void a_line_of_which_nothing_can_be_read_gives_no_other_line_an_owner() {
    routes.put("NEW-1", Owner.NEW);
    asked(false, OURS, ILLEGIBLE);
    asked(false, OURS, ILLEGIBLE, MONOLITHS);
    assertEquals(List.of(Owner.NEW), owners(), "the monolith's line is undecided still");

    known = KnownOrder.unseen(NUMBER);
    shown(MONOLITHS, ILLEGIBLE);
    assertEquals(Handling.SPLIT_AND_HELD, shown(MONOLITHS, ILLEGIBLE, OURS));
  }

  @Test
  void of_what_was_made_before_us_nothing_is_ours_that_we_asked_for() {
    byDefault = Owner.NEW;
    assertEquals(Optional.empty(), asked(true, MONOLITHS, ILLEGIBLE, item("3", "", "1"), POSTAGE));
    assertTrue(known.isUnseen());
  }

  /** Looked up one by one in what is known, it would take some minutes. */
  @Test
  void an_order_of_very_many_lines_is_decided_at_once() {
    routes.put("NEW-1", Owner.NEW);
    for (WayIn way : List.of(WayIn.TO_US, WayIn.ASKED_FOR)) {
      byDefault = Owner.NEW;
      known = KnownOrder.unseen(NUMBER);
      CompletableFuture<Void> shown = Background.run(() -> showMany(way));
      assertTrue(Waiting.until(shown::isDone, Waiting.LIMIT));
      shown.join();
      assertEquals(2, known.lines().get(MANY - 1).revision());
      assertEquals(MANY, known.refused().size());
    }
  }

  private void showMany(WayIn way) {
    for (int quantity = 1; quantity <= 2; quantity++) {
      Translation shown = many(quantity);
      known =
          known.after(
              new OrderRouting(way, false, "c")
                  .shown(known, shown, ownership(shown.skus()))
                  .orElseThrow());
    }
  }

  private static Translation many(int quantity) {
    return new Translation(
        NUMBER,
        false,
        Optional.empty(),
        IntStream.range(0, MANY)
            .mapToObj(
                at ->
                    new Translation.TranslatedLine(
                        new LineKey("NEW-1", "" + at), quantity, false, 0))
            .toList(),
        IntStream.range(MANY, 2 * MANY)
            .mapToObj(
                at ->
                    Rejection.ofLine("NEW-1", "" + at, "?", Reason.UNREADABLE_QUANTITY, at, false))
            .toList(),
        false,
        true);
  }

  @Test
  void our_line_is_cancelled_when_the_shop_we_ask_shows_only_the_monoliths_any_more() {
    routes.put("NEW-1", Owner.NEW);
    OrderRouting asked = new OrderRouting(WayIn.ASKED_FOR, false, "c");
    Translation both = translation(OURS, MONOLITHS);
    known = known.after(asked.shown(known, both, ownership(both.skus())).orElseThrow());
    Translation left = translation(MONOLITHS);
    known = known.after(asked.shown(known, left, ownership(left.skus())).orElseThrow());
    assertEquals(List.of(Owner.NEW), owners());
    assertTrue(known.lines().stream().noneMatch(LedgerLine::isOpen));
    assertEquals(1, known.unconfirmed().size());
  }

  @Test
  void an_order_of_charges_alone_is_cancelled_where_it_was_taken() {
    byDefault = Owner.NEW;
    routes.put("OLD-1", Owner.MONOLITH);
    assertEquals(Handling.TAKEN, shown(POSTAGE));
    assertEquals(Handling.TAKEN, cancelled());
  }

  /** Whatever is shown while routes change: one owner for each line, and commands of ours alone. */
  @Property(tries = 1000)
  void no_line_ever_changes_its_owner_and_none_of_the_monoliths_has_a_command(
      @ForAll @Size(min = 1, max = 10) List<@Size(max = 4) Set<@IntRange(max = 3) Integer>> orders,
      @ForAll @Size(10) List<@IntRange(max = 7) Integer> ours,
      @ForAll @Size(10) List<@IntRange(max = 2) Integer> quantities,
      @ForAll boolean defaultNew) {
    known = KnownOrder.unseen(NUMBER);
    byDefault = defaultNew ? Owner.NEW : Owner.MONOLITH;
    Map<String, Owner> first = new HashMap<>();
    for (int at = 0; at < orders.size(); at++) {
      routes.clear();
      int mask = ours.get(at);
      IntStream.rangeClosed(1, 3)
          .forEach(
              sku ->
                  routes.put("S" + sku, (mask >> (sku - 1) & 1) == 1 ? Owner.NEW : Owner.MONOLITH));
      List<OldItem> items = new ArrayList<>();
      int units = quantities.get(at);
      for (int sku : orders.get(at)) {
        items.add(
            sku == 0 ? ILLEGIBLE : item("" + sku, "S" + sku, units == 0 ? "none" : "" + units));
      }
      KnownOrder before = known;
      Handling handling = shown(items.toArray(OldItem[]::new));
      if (handling == Handling.NOT_DIVIDED) {
        assertEquals(before, known);
      } else {
        orders.get(at).stream()
            .map(sku -> "S" + sku)
            .filter(routes::containsKey)
            .forEach(sku -> first.putIfAbsent(sku, routes.get(sku)));
      }
      Set<LineKey> cut = cutLast;
      for (LedgerLine line : known.lines()) {
        Owner owner = first.get(line.key().sku());
        assertEquals(owner, line.owner());
        assertTrue(owner == Owner.NEW || line.confirmed(), "the monolith's line has a command");
      }
      if (handling.isForwarded()) {
        assertTrue(
            known.lines().stream()
                .filter(line -> shows(items, line) && line.isOpen())
                .allMatch(line -> (line.owner() == Owner.NEW) == cut.contains(line.key())),
            "a line of ours went to the monolith, or one of the monolith did not");
      }
    }
  }

  private static boolean shows(List<OldItem> items, LedgerLine line) {
    return items.stream().anyMatch(each -> each.sku().equals(line.key().sku()));
  }

  private Handling shown(OldItem... items) {
    Optional<LedgerUpdate> update = update(items);
    cutLast = update.map(LedgerUpdate::cut).orElse(Set.of());
    update
        .filter(each -> !each.handling().isRefused())
        .ifPresent(each -> known = known.after(each));
    return update.map(LedgerUpdate::handling).orElse(Handling.TAKEN);
  }

  private Optional<LedgerUpdate> update(OldItem... items) {
    Translation shown = translation(items);
    return new OrderRouting(WayIn.TO_THE_MONOLITH, false, "c", document(shown))
        .shown(known, shown, ownership(shown.skus()));
  }

  /** What we asked for, which is written down. */
  private Optional<LedgerUpdate> asked(boolean beforeUs, OldItem... items) {
    Translation shown = translation(items);
    Optional<LedgerUpdate> update =
        new OrderRouting(WayIn.ASKED_FOR, beforeUs, "c")
            .shown(known, shown, ownership(shown.skus()));
    update.ifPresent(each -> known = known.after(each));
    return update;
  }

  /** Of which all lines can be taken out whose key can be read, but for charges and some SKUs. */
  private OrderDocument document(Translation shown) {
    Set<LineKey> separable = new HashSet<>();
    shown.lines().forEach(line -> separable.add(line.key()));
    shown.refused().stream()
        .filter(each -> each.reason() != Reason.NOT_STOCK)
        .forEach(each -> each.key().ifPresent(separable::add));
    separable.removeIf(line -> inPlace.contains(line.sku()));
    return new OrderDocument() {
      @Override
      public Set<LineKey> separable() {
        return separable;
      }

      @Override
      public boolean goesOnForCharges() {
        return forCharges;
      }
    };
  }

  private void approve(Approval approval) {
    known = known.approved(approval);
  }

  private Handling cancelled() {
    Optional<LedgerUpdate> update =
        new OrderRouting(WayIn.TO_THE_MONOLITH, false, "c").cancelled(known, ownership(Set.of()));
    update.ifPresent(each -> known = known.after(each));
    return update.map(LedgerUpdate::handling).orElse(Handling.TAKEN);
  }

  private static Translation translation(OldItem... items) {
    return new Translator(RULES)
        .translate(new OldOrder(NUMBER, List.of("processing"), null, List.of(items)));
  }

  private Ownership ownership(Set<String> skus) {
    Set<Owner> any = EnumSet.of(byDefault);
    any.addAll(routes.values());
    return Ownership.of(byDefault, routes, skus, any).withFrozen(frozen);
  }

  private List<Owner> owners() {
    return known.lines().stream().map(LedgerLine::owner).toList();
  }
}
