package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.OpenProducts;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.CutOverBook.AbortOutcome;
import dev.ficus.legacy.switching.CutOverBook.BegunSwitch;
import dev.ficus.legacy.switching.CutOverBook.KnownWave;
import dev.ficus.legacy.switching.CutOverLeases;
import dev.ficus.legacy.switching.CutOverSteps;
import dev.ficus.legacy.switching.CutOverSteps.FigureKey;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.LeaseLostException;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The steps of a cut-over, one by one; nobody else takes them here. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class CutOverStepsStoreTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final String name = "W" + UUID.randomUUID().toString().substring(0, 8);
  private final String sku = name + "-1";
  private final String other = name + "-2";
  private final String me = UUID.randomUUID().toString();

  private static final LocalDate DAY = LocalDate.of(2010, 12, 24);

  @Inject CutOverBook book;
  @Inject CutOverLeases leases;
  @Inject CutOverSteps steps;
  @Inject RouteBook routes;
  @Inject OpenProducts products;
  @Inject Database database;
  @Inject BatchLedger ledger;

  @AfterEach
  void end_what_is_left() {
    book.before(Long.MAX_VALUE, 100).stream()
        .filter(each -> each.wave().equals(name))
        .forEach(each -> book.abort(each.id(), "test", "its end"));
    book.resume("test", "its end");
  }

  @Test
  void a_cut_over_that_nothing_disturbs_changes_the_routes_and_all_that_belongs_to_them() {
    HeldCutOver cutOver = begun();
    assertEquals(CutOverStep.FREEZE, cutOver.step());
    assertEquals(CutOverStep.DRAIN, steps.freeze(cutOver));
    assertTrue(owners().isFrozen(sku) && owners().isFrozen(other));
    assertEquals(Owner.MONOLITH, owners().ownerOf(sku));
    shopHas(sku, 7);
    line("O-1", sku, 2);
    line("O-2", sku, 3);
    execute(
        "insert into undecided_line (shop, number, sku) values ('shop', '%s', '%s')", name, sku);

    cutOver = counted(cutOver);
    assertEquals(CutOverStep.SWITCH, compare(cutOver, 7));
    assertEquals(List.of(), products.unconfirmed(List.of(sku)), "nothing is opened before");
    assertEquals(CutOverStep.OPEN, switchOver(cutOver, Duration.ZERO));
    Ownership after = owners();
    assertEquals(Owner.NEW, after.ownerOf(sku));
    assertFalse(after.isFrozen(sku));
    assertEquals(1, routes.route(sku).epoch());
    assertEquals(
        List.of(new Openness(sku, true, 1)), products.unconfirmed(List.of(sku)), "to be opened");
    assertEquals(
        List.of("2/5"),
        texts("select lines || '/' || units from cut_over_sku where sku = '%s'", sku));
    assertEquals(
        List.of("1 legacy new " + name + " b r"),
        texts(
            "select concat_ws(' ', epoch, from_route, to_route, wave, done_by, reason)"
                + " from route_change where sku = '%s'",
            sku));
    assertEquals(
        List.of("true"),
        texts("select told is null and to_tell from shop_figure where sku = '%s'", sku));
    assertEquals(List.of("true"), texts("select to_ask from undecided_line where sku = '%s'", sku));
    assertEquals(AbortOutcome.SWITCHED, book.abort(cutOver.id(), "b", "r"));

    assertEquals(CutOverStep.OPEN, steps.open(cutOver.at(CutOverStep.OPEN)), "not confirmed");
    products.confirm(List.of(new Openness(sku, true, 1), new Openness(other, true, 1)));
    assertEquals(CutOverStep.ANNOUNCE, steps.open(cutOver.at(CutOverStep.OPEN)));
    HeldCutOver announcing = cutOver.at(CutOverStep.ANNOUNCE);
    assertEquals(CutOverStep.ANNOUNCE, steps.announce(announcing, Set.of("shop")));
    assertTrue(shown(cutOver).waitsFor().orElseThrow().contains("shop (1)"));
    execute("update shop_figure set told = 7, to_tell = false where sku = '%s'", sku);
    assertEquals(CutOverStep.SETTLE, steps.announce(announcing, Set.of("shop")));
    HeldCutOver settling = cutOver.at(CutOverStep.SETTLE);
    assertEquals(CutOverStep.SETTLE, steps.settle(settling));
    assertEquals(1, shown(cutOver).settled(), "the other has no line");
    execute("update ledger_line set state = 'despatched' where sku = '%s'", sku);
    assertEquals(CutOverStep.ENDED, steps.settle(settling));
    assertEquals(Optional.of(CutOverOutcome.DONE), shown(cutOver).outcome());
    assertEquals(
        List.of("done", "switched", "begun"),
        book.log(Long.MAX_VALUE, 1000).stream()
            .filter(entry -> entry.wave().equals(Optional.of(name)))
            .map(CutOverBook.LogEntry::what)
            .toList());
  }

  @Test
  void a_rule_that_expires_after_it_has_begun_ends_it_with_all_as_it_was_before() {
    GateLimits onlyWorse =
        new GateLimits(
            GateRules.NAMES.stream()
                .filter(check -> !check.equals("worse"))
                .collect(Collectors.toSet()),
            Duration.ZERO,
            0,
            0,
            Duration.ZERO);
    execute(
        "insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)"
            + " values ('%s', 1, 'based', '%s', 7, 7, 'Ann', 'first')",
        sku, name);
    execute(
        "insert into parity_rule (sku, aspect, verdict, owner, reason, made_at, expires_at)"
            + " values ('%s', 'outcome', 'worse', 'Ann', 'known', now() - interval '2 days',"
            + " now() + interval '1 day')",
        sku);
    execute(
        "insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,"
            + " verdict, otherwise, theirs, ours, rule) select sku, 1, 1, '%s', 'shop', '1', '1', 1,"
            + " 'outcome', 'ignored', 'worse', 'in stock', 'waits', id from parity_rule"
            + " where sku = '%s'",
        name, sku);
    HeldCutOver cutOver = counted(frozen());
    assertEquals(CutOverStep.SWITCH, compare(cutOver, 7));
    execute("update parity_rule set expires_at = now() where sku = '%s'", sku);
    assertEquals(
        CutOverStep.ENDED,
        steps.switchOver(cutOver.at(CutOverStep.SWITCH), Duration.ZERO, onlyWorse));
    assertEquals(Optional.of(CutOverOutcome.NOT_PASSED), shown(cutOver).outcome());
    assertTrue(
        shown(cutOver).why().orElseThrow().endsWith("worse is 1, has to be 0"),
        () -> shown(cutOver).why().orElseThrow());
    assertEquals(Owner.MONOLITH, owners().ownerOf(sku));
    assertFalse(owners().isFrozen(sku));
    assertEquals(0, routes.route(sku).epoch());
    assertEquals(
        List.of("not_passed"),
        texts(
            "select what from strangling_log where cut_over = %s and what <> 'begun'",
            cutOver.id()));
  }

  @Test
  void a_shop_is_sent_the_figures_again_when_the_last_update_of_the_monolith_has_ended() {
    HeldCutOver cutOver = counted(frozen());
    shopHas(sku, 7);
    assertEquals(CutOverStep.SWITCH, compare(cutOver, 7));
    switchOver(cutOver, MOMENT);
    products.confirm(List.of(new Openness(sku, true, 1), new Openness(other, true, 1)));
    steps.open(cutOver.at(CutOverStep.OPEN));
    execute("update shop_figure set told = 7, to_tell = false where sku = '%s'", sku);
    steps.announce(cutOver.at(CutOverStep.ANNOUNCE), Set.of("shop"));
    assertTrue(
        Waiting.until(
            () -> steps.settle(cutOver.at(CutOverStep.SETTLE)) == CutOverStep.ANNOUNCE,
            Waiting.LIMIT));
    assertEquals(
        List.of("true"),
        texts("select told is null and to_tell from shop_figure where sku = '%s'", sku));
    execute("update shop_figure set told = 7, to_tell = false where sku = '%s'", sku);
    assertEquals(
        CutOverStep.SETTLE, steps.announce(cutOver.at(CutOverStep.ANNOUNCE), Set.of("shop")));
    assertEquals(CutOverStep.ENDED, steps.settle(cutOver.at(CutOverStep.SETTLE)));
  }

  @Test
  void nothing_is_counted_while_something_is_under_way_to_the_monolith_or_has_just_changed() {
    line("O-1", sku, 2);
    HeldCutOver cutOver = frozen();
    long forward = System.nanoTime();
    execute(
        "insert into forward (id, shop, number, feed, correlation)"
            + " values (%s, 'shop', '%s', 'f', 'c')",
        forward, name + "O-1");
    assertEquals(CutOverStep.DRAIN, steps.drain(cutOver, Duration.ZERO));
    assertTrue(shown(cutOver).waitsFor().orElseThrow().startsWith("1 order with"));
    execute("delete from forward where id = %s", forward);
    assertEquals(CutOverStep.DRAIN, steps.drain(cutOver, LONG), "it has to be quiet for a while");
    Duration quiet = Duration.ofMillis(100);
    assertTrue(
        Waiting.until(() -> steps.drain(cutOver, quiet) == CutOverStep.COUNT, Waiting.LIMIT));
  }

  @Test
  void a_refused_line_of_an_order_under_way_is_waited_for_too() {
    HeldCutOver cutOver = frozen();
    long forward = System.nanoTime();
    execute(
        "insert into ledger_order (shop, number, refused) values ('shop', '%s', %s)",
        name + "O-9", "E'monolith\\t" + sku + "\\t1'");
    execute(
        "insert into forward (id, shop, number, feed, correlation)"
            + " values (%s, 'shop', '%s', 'f', 'c')",
        forward, name + "O-9");
    assertEquals(CutOverStep.DRAIN, steps.drain(cutOver, Duration.ZERO));
    execute("delete from forward where id = %s", forward);
    assertEquals(CutOverStep.COUNT, steps.drain(cutOver, Duration.ZERO));
  }

  @Test
  void what_changes_after_it_was_quiet_is_waited_for_again_at_every_step_up_to_the_switch() {
    line("O-1", sku, 2);
    HeldCutOver cutOver = frozen();
    assertEquals(CutOverStep.COUNT, steps.drain(cutOver, Duration.ZERO));
    execute("update ledger_line set revision = 2, qty = 3 where sku = '%s'", sku);
    assertEquals(CutOverStep.DRAIN, steps.count(cutOver.at(CutOverStep.COUNT), listed(7)));

    HeldCutOver comparing = counted(cutOver);
    execute("update reported_figure set called = called + 1 where sku = '%s'", sku);
    assertEquals(CutOverStep.DRAIN, compare(comparing, 7));

    HeldCutOver switching = counted(cutOver);
    assertEquals(CutOverStep.SWITCH, compare(switching, 7));
    line("O-2", sku, 1);
    assertEquals(CutOverStep.DRAIN, switchOver(switching, Duration.ZERO));
    assertEquals(Owner.MONOLITH, owners().ownerOf(sku));
    assertTrue(owners().isFrozen(sku));
  }

  @Test
  void what_differs_is_looked_at_again_and_then_ends_it_and_all_is_as_before() {
    HeldCutOver cutOver = counted(frozen());
    assertEquals(
        CutOverStep.COUNT,
        steps.compare(cutOver, compared(cutOver, OptionalInt.of(6)), LONG),
        "it may still be on its way");
    HeldCutOver again = cutOver.at(CutOverStep.COUNT);
    assertEquals(CutOverStep.COMPARE, steps.count(again, listed(7)));
    assertEquals(
        CutOverStep.ENDED,
        steps.compare(cutOver, compared(cutOver, OptionalInt.empty()), Duration.ZERO));
    assertEquals(Optional.of(CutOverOutcome.DIFFERS), shown(cutOver).outcome());
    List<ComparedStock> found = book.differences(cutOver.id(), 10);
    assertEquals(List.of(sku), found.stream().map(ComparedStock::sku).toList());
    assertEquals(OptionalLong.of(7), found.get(0).listed());
    assertEquals(OptionalInt.empty(), found.get(0).held());
    assertFalse(owners().isFrozen(sku));
    assertEquals(0, routes.route(sku).epoch());
  }

  @Test
  void whose_lease_has_run_out_can_do_nothing_and_whoever_goes_on_freezes_anew() {
    HeldCutOver cutOver = counted(frozen());
    String another = UUID.randomUUID().toString();
    assertEquals(List.of(), mine(leases.take(another, LONG)), "somebody has it");
    execute(
        "update cut_over set lease_until = now() - interval '1 ms' where id = '%s'", cutOver.id());
    assertFalse(owners().isFrozen(sku), "by itself");
    leases.renew(me, LONG);
    assertThrows(LeaseLostException.class, () -> compare(cutOver, 7));
    HeldCutOver taken = mine(leases.take(another, LONG)).get(0);
    assertEquals(CutOverStep.FREEZE, taken.step());
    assertThrows(LeaseLostException.class, () -> compare(cutOver, 7));
    assertThrows(LeaseLostException.class, () -> switchOver(cutOver, Duration.ZERO));
    steps.freeze(taken);
    assertTrue(owners().isFrozen(sku));
    leases.renew(another, LONG);
    assertEquals(CutOverStep.COUNT, steps.drain(taken.at(CutOverStep.DRAIN), Duration.ZERO));
  }

  @Test
  void what_was_frozen_for_too_long_or_is_aborted_ends_as_before() {
    HeldCutOver late = frozen();
    leases.endOverdue(LONG);
    assertEquals(Optional.empty(), shown(late).outcome());
    assertTrue(
        Waiting.until(
            () -> {
              leases.endOverdue(MOMENT);
              return shown(late).outcome().equals(Optional.of(CutOverOutcome.GIVEN_UP));
            },
            Waiting.LIMIT));
    assertThrows(LeaseLostException.class, () -> steps.drain(late, Duration.ZERO));

    HeldCutOver aborted = frozen();
    assertEquals(AbortOutcome.ABORTED, book.abort(aborted.id(), "b", "not today"));
    assertEquals(AbortOutcome.ENDED, book.abort(aborted.id(), "b", "not today"));
    assertEquals(AbortOutcome.UNKNOWN, book.abort(-1, "b", "not today"));
    assertEquals(Optional.of("not today"), shown(aborted).why());
    assertThrows(LeaseLostException.class, () -> steps.drain(aborted, Duration.ZERO));
    assertFalse(owners().isFrozen(sku));
    assertEquals(Owner.MONOLITH, owners().ownerOf(sku));
  }

  @Test
  void a_halt_pauses_what_has_not_switched_with_nothing_frozen_until_somebody_resumes() {
    HeldCutOver paused = frozen();
    assertTrue(book.halt("b", "alarm"));
    assertFalse(book.halt("b", "again"));
    assertFalse(owners().isFrozen(sku));
    assertEquals(Optional.empty(), shown(paused).outcome());
    assertEquals(CutOverStep.FREEZE, shown(paused).step());
    assertEquals(Optional.empty(), shown(paused).leaseUntil());
    assertEquals(Optional.empty(), shown(paused).frozenAt());
    assertTrue(shown(paused).waitsFor().orElseThrow().endsWith("b has halted: alarm"));
    assertThrows(LeaseLostException.class, () -> steps.drain(paused, Duration.ZERO));
    assertEquals(List.of(), leases.take(me, LONG));
    // As one that has taken the lease just before.
    execute(
        "update cut_over set holder = '%s', lease_until = 'infinity' where id = %s",
        me, paused.id());
    assertThrows(LeaseLostException.class, () -> steps.freeze(paused.at(CutOverStep.FREEZE)));
    assertEquals(List.of(), leases.take(me, LONG));
    leases.endOverdue(MOMENT);
    assertEquals(Optional.empty(), shown(paused).outcome(), "it is not frozen meanwhile");
    assertTrue(book.wave(name).orElseThrow().halted());
    assertEquals(OptionalLong.empty(), begin(0));
    assertTrue(book.resume("b", "it was none"));
    HeldCutOver resumed = leases.take(me, LONG).get(0);
    assertEquals(paused.at(CutOverStep.FREEZE), resumed);
    assertEquals(CutOverStep.DRAIN, steps.freeze(resumed));
    assertTrue(owners().isFrozen(sku));
    assertEquals(
        List.of("paused", "begun"),
        book.log(Long.MAX_VALUE, 1000).stream()
            .filter(entry -> entry.wave().equals(Optional.of(name)))
            .map(CutOverBook.LogEntry::what)
            .toList());
  }

  @Test
  void what_has_switched_goes_on_while_all_is_halted() {
    HeldCutOver cutOver = begun();
    steps.freeze(cutOver);
    assertEquals(CutOverStep.SWITCH, compare(counted(cutOver), 7));
    switchOver(cutOver, Duration.ZERO);
    assertTrue(book.halt("b", "alarm"));
    assertEquals(1, leases.take(me, LONG).size());
    products.confirm(List.of(new Openness(sku, true, 1), new Openness(other, true, 1)));
    assertEquals(CutOverStep.ANNOUNCE, steps.open(cutOver.at(CutOverStep.OPEN)));
    assertEquals(CutOverStep.SETTLE, steps.announce(cutOver.at(CutOverStep.ANNOUNCE), Set.of()));
    assertEquals(CutOverStep.ENDED, steps.settle(cutOver.at(CutOverStep.SETTLE)));
  }

  @Test
  void one_is_on_its_way_at_a_time_and_begins_only_with_what_was_looked_at() {
    wave();
    assertEquals(OptionalLong.empty(), begin(1), "another epoch");
    assertEquals(OptionalLong.empty(), book.begin(begun(Set.of(sku), 0)), "another list");
    OptionalLong begun = begin(0);
    assertTrue(begun.isPresent());
    assertEquals(OptionalLong.empty(), begin(0));
    assertEquals(begun, book.wave(name).orElseThrow().onItsWay());
    assertEquals(
        new WaveRefused(WaveRefusal.CHANGING, List.of()),
        routes.put(new Wave(name, Set.of(sku), Optional.empty())));
  }

  @Test
  void of_a_named_batch_it_is_known_what_is_left_or_why_not() {
    wave();
    noteLook(1, Map.of(other, looked(4)), Map.of());
    assertEquals(List.of(), book.wave(name).orElseThrow().withNamedBatches());
    assertEquals(Set.of(name, NamedSource.of(name, "")), book.wave(name).orElseThrow().sources());
    noteLook(2, Map.of(), Map.of(other, BatchLook.Unclear.UNLISTED));
    assertEquals(
        List.of(other + " (units are promised of a batch that is not listed)"),
        book.wave(name).orElseThrow().withNamedBatches());
    noteLook(3, Map.of(other, looked(4)), Map.of());
    execute("update looked_sku set called = 4 where sku = '%s'", other);
    assertEquals(
        List.of(other + " (a batch was reported, and not looked at since)"),
        book.wave(name).orElseThrow().withNamedBatches());
    noteLook(5, Map.of(other, looked(4)), Map.of());
    assertEquals(List.of(), book.wave(name).orElseThrow().withNamedBatches());
  }

  @Test
  void a_named_batch_is_compared_by_its_reference_and_its_day() {
    wave();
    noteLook(1, Map.of(other, looked(4)), Map.of());
    execute("update ledger_batch set confirmed = 1 where sku = '%s'", other);
    HeldCutOver cutOver = frozen();
    while (cutOver.step() == CutOverStep.DRAIN) {
      cutOver = cutOver.at(steps.drain(cutOver, Duration.ZERO));
    }
    FigureKey batch = new FigureKey(other, NamedSource.of(name, name + "-B"));
    assertEquals(
        CutOverStep.COMPARE,
        steps.count(
            cutOver,
            Map.of(
                new FigureKey(sku, name),
                OptionalLong.of(7),
                batch,
                OptionalLong.of(4),
                new FigureKey(other, name),
                OptionalLong.of(4)),
            Map.of(batch, DAY)));
    Map<String, ComparedStock> stocks =
        steps.stocks(cutOver.at(CutOverStep.COMPARE)).stream()
            .collect(Collectors.toMap(ComparedStock::source, stock -> stock));
    assertEquals(Set.of(name, batch.source()), stocks.keySet(), "its SKU's figure does not count");
    ComparedStock found = stocks.get(batch.source());
    assertEquals(OptionalInt.of(4), found.sent());
    assertTrue(found.held(OptionalInt.of(4), Optional.of(DAY)).isEven());
    assertFalse(found.held(OptionalInt.of(4), Optional.empty()).isEven());
    assertFalse(found.held(OptionalInt.of(4), Optional.of(DAY.plusDays(1))).isEven());
  }

  private BatchLook.SkuLook looked(long figure) {
    return new BatchLook.SkuLook(
        other, List.of(new BatchLook.LookedBatch(name + "-B", figure, Optional.of(DAY))));
  }

  private void noteLook(
      long asked, Map<String, BatchLook.SkuLook> clear, Map<String, BatchLook.Unclear> unclear) {
    BatchLook look = new BatchLook(clear, unclear, Optional.empty());
    ledger.noteLook(new BatchLedger.NotedLook(name, "shop", asked, look, "c"), Set.of(other));
  }

  @Test
  void what_is_under_way_or_left_to_be_done_is_counted_before() {
    wave();
    KnownWave clean = book.wave(name).orElseThrow();
    assertEquals(Set.of(sku, other), clean.skus());
    assertEquals(List.of(), clean.withoutFigure());
    assertEquals(1, clean.neverSeen());
    assertEquals(Set.of(name), clean.sources());
    assertEquals(0, clean.doubts() + clean.refused() + clean.unconfirmed() + clean.quarantined());
    line("O-1", other, 1);
    execute(
        "insert into forward (id, shop, number, feed, correlation, given_up_at)"
            + " values (%s, 'shop', '%s', 'f', 'c', now())",
        System.nanoTime(), name + "O-1");
    execute("update ledger_batch set confirmed = 0 where sku = '%s'", sku);
    execute(
        "insert into quarantine_entry"
            + " (fingerprint, shop, sku, reason, feed, correlation, received_at, subject)"
            + " values (decode(md5('%s'), 'hex'), 'shop', '%s', 'unreadable_quantity', 'f', 'c',"
            + " now(), 'stock')",
        name, sku);
    execute(
        "insert into ledger_batch (batchref, shop, sku, figure, original_qty, qty, qty_revision,"
            + " eta_revision, confirmed, called, correlation)"
            + " values ('%s', 'shop', '%s', false, 1, 1, 1, 1, 1, 1, 'c')",
        name + "-B", other);
    KnownWave now = book.wave(name).orElseThrow();
    assertEquals(List.of(other), now.withoutFigure(), "a line was seen");
    assertEquals(0, now.neverSeen());
    assertEquals(List.of(other + " (its source lists no promises)"), now.withNamedBatches());
    assertEquals(1, now.doubts());
    assertEquals(1, now.unconfirmed());
    assertEquals(1, now.quarantined());
    execute("delete from forward where number = '%s'", name + "O-1");
    assertEquals(Optional.empty(), book.wave("no wave"));
  }

  private void wave() {
    if (routes.wave(name).isEmpty()) {
      routes.put(new Wave(name, Set.of(sku, other), Optional.of(Route.LEGACY)));
      products.confirm(List.of(new Openness(sku, false, 0), new Openness(other, false, 0)));
      execute(
          "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
              + " values ('%s', '%s', 'shop', 7, 1, 1)",
          name, sku);
      execute(
          "insert into ledger_batch (batchref, shop, sku, figure, original_qty, qty, qty_revision,"
              + " eta_revision, confirmed, called, correlation)"
              + " values ('%s', 'shop', '%s', true, 7, 7, 1, 1, 1, 1, 'c')",
          name + ":" + sku, sku);
    }
  }

  private OptionalLong begin(int epoch) {
    return book.begin(begun(Set.of(sku, other), epoch));
  }

  private BegunSwitch begun(Set<String> skus, int epoch) {
    return new BegunSwitch(name, Direction.CUT_OVER, skus, "b", "r", epoch, 0, 0, 0, List.of());
  }

  private CutOverStep switchOver(HeldCutOver cutOver, Duration letThrough) {
    return steps.switchOver(cutOver.at(CutOverStep.SWITCH), letThrough, GateLimits.NOTHING);
  }

  private HeldCutOver begun() {
    wave();
    begin(0).orElseThrow();
    return mine(leases.take(me, LONG)).get(0);
  }

  private List<HeldCutOver> mine(List<HeldCutOver> taken) {
    return taken.stream().filter(each -> each.wave().equals(name)).toList();
  }

  private HeldCutOver frozen() {
    HeldCutOver cutOver = begun();
    return cutOver.at(steps.freeze(cutOver));
  }

  /** To be compared. */
  private HeldCutOver counted(HeldCutOver cutOver) {
    HeldCutOver draining = cutOver.at(CutOverStep.DRAIN);
    assertEquals(CutOverStep.COUNT, steps.drain(draining, Duration.ZERO));
    assertEquals(CutOverStep.COMPARE, steps.count(cutOver.at(CutOverStep.COUNT), listed(7)));
    return cutOver.at(CutOverStep.COMPARE);
  }

  private Map<FigureKey, OptionalLong> listed(long figure) {
    return Map.of(new FigureKey(sku, name), OptionalLong.of(figure));
  }

  private CutOverStep compare(HeldCutOver cutOver, int held) {
    return steps.compare(cutOver, compared(cutOver, OptionalInt.of(held)), LONG);
  }

  private List<ComparedStock> compared(HeldCutOver cutOver, OptionalInt held) {
    return steps.stocks(cutOver).stream().map(stock -> stock.held(held)).toList();
  }

  private CutOver shown(HeldCutOver cutOver) {
    return book.find(cutOver.id()).orElseThrow();
  }

  private Ownership owners() {
    return database.inTransaction(
        connection -> Barrier.shareAndRead(connection, Set.of(sku, other)));
  }

  /** An open line of the monolith. */
  private void line(String number, String ofSku, int quantity) {
    wave();
    execute(
        "insert into ledger_order (shop, number) values ('shop', '%s') on conflict do nothing",
        name + number);
    execute(
        "insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
            + " correlation) values ('shop', '%s', '%s', '1', %s, 1, 'ordered', 'monolith', 'c')",
        name + number, ofSku, quantity);
  }

  private void shopHas(String ofSku, int figure) {
    execute(
        "insert into shop_figure (shop, sku, in_stock, told, listed_at)"
            + " values ('shop', '%s', %s, %s, now())",
        ofSku, figure, figure);
  }

  private void execute(String sql, Object... values) {
    database.connected(connection -> Sql.update(connection, sql.formatted(values)));
  }

  private List<String> texts(String sql, Object... values) {
    return database.connected(
        connection -> Sql.query(connection, sql.formatted(values), row -> text(row.getObject(1))));
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }
}
