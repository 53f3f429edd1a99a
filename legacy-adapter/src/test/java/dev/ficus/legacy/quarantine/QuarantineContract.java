package dev.ficus.legacy.quarantine;

import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.quarantine.Quarantine.Deleted;
import dev.ficus.legacy.quarantine.Quarantine.Filter;
import dev.ficus.legacy.quarantine.Quarantine.Instruction;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Quarantine.Settled;
import dev.ficus.legacy.quarantine.Quarantine.Waiting;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockTranslator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every quarantine does: the one in PostgreSQL and the fake, each with its ledgers. */
public abstract class QuarantineContract {

  private static final Instruction REDRIVE =
      new Instruction("redrive", "Ada", "the mapping is mended");
  private static final Instant NEVER = Instant.EPOCH;

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");

  /** The quarantine under test; it may hold entries of other shops. */
  protected abstract Quarantine quarantine();

  /** The ledger whose refused orders and lines go to that quarantine. */
  protected abstract Ledger ledger();

  /** The ledger whose refused stock reports go to that quarantine. */
  protected abstract BatchLedger batches();

  @Test
  void a_refused_line_waits_with_the_call_it_came_in() {
    show("three");
    Entry entry = only();
    assertEquals(EntryState.WAITING, entry.state());
    assertEquals(shop.name(), entry.shop());
    assertEquals("100", entry.number());
    assertEquals("A", entry.sku());
    assertEquals("1", entry.lineid());
    assertEquals("three", entry.qty());
    assertEquals(Subject.LINE, entry.subject());
    assertEquals(Reason.UNREADABLE_QUANTITY, entry.reason());
    assertEquals(0, entry.place());
    assertEquals(order().fingerprint(), entry.fingerprint());
    assertEquals("web", entry.feed());
    assertEquals(1, entry.seen());
    assertArrayEquals(
        "call about 100".getBytes(StandardCharsets.UTF_8), find(entry).document().orElseThrow());
    assertTrue(quarantine().find(Long.MAX_VALUE).isEmpty());
  }

  @Test
  void what_comes_again_is_counted() {
    show("three");
    show("three");
    assertEquals(2, only().seen());
  }

  @Test
  void what_comes_again_in_another_order_waits_with_the_order_as_it_is_now() {
    show("three");
    ledger().change(List.of(shows(number, item("1", "A", "three"), item("2", "B", "1"))));
    assertEquals(2, only().seen());
    assertEquals(order().fingerprint(), only().fingerprint());
  }

  @Test
  void what_was_redriven_waits_again_when_it_comes_again() {
    show("three");
    settle(only(), EntryState.REDRIVEN);
    assertEquals(EntryState.REDRIVEN, only().state());
    show("three");
    assertEquals(EntryState.WAITING, only().state());
  }

  @Test
  void what_was_discarded_does_not_wait_again() {
    show("three");
    settle(only(), EntryState.DISCARDED);
    show("three");
    assertEquals(EntryState.DISCARDED, only().state());
    assertEquals(2, only().seen());
  }

  @Test
  void entries_are_listed_by_id_and_by_what_they_are() {
    ledger().quarantine(shop.name(), "", Reason.UNREADABLE_ORDER, arrival("call"));
    show("three");
    batches().apply(List.of(report("4")));
    List<Entry> all = list(Optional.empty(), Optional.empty(), Optional.empty());
    assertEquals(
        List.of(Subject.ORDER, Subject.LINE, Subject.STOCK),
        all.stream().map(Entry::subject).toList());
    assertEquals(
        all.subList(1, 2), list(Optional.empty(), Optional.of(Subject.LINE), Optional.empty()));
    assertEquals(
        all.subList(2, 3),
        list(Optional.empty(), Optional.empty(), Optional.of(Reason.UNKNOWN_BATCH)));
    settle(all.get(0), EntryState.DISCARDED);
    assertEquals(
        all.subList(1, 3),
        list(Optional.of(EntryState.WAITING), Optional.empty(), Optional.empty()));
    assertEquals(all.subList(1, 2), quarantine().after(all.get(0).id(), any(), 1));
  }

  @Test
  void a_settlement_changes_the_order_and_the_entry_together_and_is_recorded() {
    show("three");
    Entry entry = only();
    assertTrue(order().held());
    LedgerUpdate mended = mended();
    Settled settled =
        quarantine()
            .settle(
                entry,
                Optional.of(number),
                Set.of(),
                arrival("call"),
                (known, owners) ->
                    new EntryDecision(
                        EntryState.REDRIVEN, "translated", Optional.of("why"), Optional.of(mended)),
                REDRIVE)
            .orElseThrow();
    assertEquals(EntryState.REDRIVEN, only().state());
    assertEquals(3, order().lines().get(0).quantity());
    assertFalse(order().held());
    assertEquals(order(), settled.changedOrder().orElseThrow().order());
    Action action = quarantine().actions(entry.id()).get(0);
    assertEquals("redrive", action.action());
    assertEquals("Ada", action.by());
    assertEquals("the mapping is mended", action.why());
    assertEquals("translated", action.outcome());
    assertEquals(Optional.of("why"), action.detail());
  }

  @Test
  void a_verdict_to_wait_leaves_the_entry_and_is_recorded() {
    show("three");
    settle(only(), EntryState.WAITING);
    settle(only(), EntryState.WAITING);
    assertEquals(EntryState.WAITING, only().state());
    assertTrue(order().held());
    assertEquals(2, quarantine().actions(only().id()).size());
  }

  @Test
  void an_entry_that_is_not_as_it_was_read_is_left_alone() {
    show("three");
    Entry read = only();
    ledger().change(List.of(shows(number, item("1", "A", "three"), item("2", "B", "1"))));
    assertTrue(settle(read, EntryState.DISCARDED).isEmpty());
    settle(only(), EntryState.DISCARDED);
    assertTrue(settle(only(), EntryState.REDRIVEN).isEmpty());
    assertEquals(EntryState.DISCARDED, only().state());
    assertEquals(1, quarantine().actions(read.id()).size());
  }

  @Test
  void a_decision_that_fails_changes_nothing() {
    show("three");
    Entry entry = only();
    assertThrows(
        IllegalStateException.class,
        () ->
            quarantine()
                .settle(
                    entry,
                    Optional.of(number),
                    Set.of(),
                    arrival("call"),
                    (known, owners) -> {
                      throw new IllegalStateException("by a test");
                    },
                    REDRIVE));
    assertEquals(entry, only());
    assertEquals(List.of(), quarantine().actions(entry.id()));
  }

  @Test
  void an_entry_without_an_order_is_decided_without_one() {
    ledger().quarantine(shop.name(), "", Reason.UNREADABLE_ORDER, arrival("call"));
    AtomicReference<KnownOrder> decidedOn = new AtomicReference<>(KnownOrder.unseen(number));
    Settled settled =
        quarantine()
            .settle(
                only(),
                Optional.empty(),
                Set.of(),
                arrival("call"),
                (known, owners) -> {
                  decidedOn.set(known);
                  return verdict(EntryState.DISCARDED);
                },
                REDRIVE)
            .orElseThrow();
    assertEquals(null, decidedOn.get());
    assertTrue(settled.changedOrder().isEmpty());
    assertEquals(EntryState.DISCARDED, only().state());
  }

  @Test
  void a_stock_report_is_noted_late_together_with_its_entry() {
    batches().apply(List.of(report("4")));
    Entry entry = only();
    StockReport created = report(OldStock.ReportKind.CREATED, "4");
    StockReportResult result =
        quarantine()
            .settle(entry, created, noted -> verdict(EntryState.REDRIVEN), REDRIVE)
            .orElseThrow();
    assertEquals(ReportOutcome.CHANGED, result.outcome());
    assertEquals(Optional.of(result.batches().get(0)), batches().find(batchref()));
    assertEquals(entry.called(), result.batches().get(0).called());
    assertEquals(EntryState.REDRIVEN, only().state());
    assertTrue(
        quarantine()
            .settle(entry, created, noted -> verdict(EntryState.REDRIVEN), REDRIVE)
            .isEmpty());
  }

  @Test
  void a_stock_report_that_is_refused_again_is_not_kept_once_more() {
    batches().apply(List.of(report("4")));
    StockReportResult result =
        quarantine()
            .settle(only(), report("4"), noted -> verdict(EntryState.WAITING), REDRIVE)
            .orElseThrow();
    assertEquals(ReportOutcome.REFUSED, result.outcome());
    assertEquals(1, only().seen());
  }

  @Test
  void what_waits_is_counted_by_reason() {
    long before = waiting();
    show("three");
    assertEquals(before + 1, waiting());
    assertFalse(
        quarantine().waiting().get(Reason.UNREADABLE_QUANTITY).since().isAfter(Instant.now()));
    settle(only(), EntryState.DISCARDED);
    assertEquals(before, waiting());
  }

  @Test
  void calls_are_deleted_once_their_entries_are_old_enough() {
    show("three");
    assertEquals(new Deleted(0, 0), quarantine().deleteCalls(NEVER, NEVER));
    assertTrue(find(only()).document().isPresent());
    assertTrue(quarantine().deleteCalls(NEVER, later()).waiting() > 0);
    assertTrue(find(only()).document().isEmpty());
    show("three");
    settle(only(), EntryState.DISCARDED);
    assertTrue(find(only()).document().isPresent());
    assertTrue(quarantine().deleteCalls(later(), NEVER).settled() > 0);
    assertTrue(find(only()).document().isEmpty());
  }

  private void show(String quantity) {
    ledger().change(List.of(shows(number, item("1", "A", quantity))));
  }

  /** What follows when the refused line is read as three units. */
  private LedgerUpdate mended() {
    LedgerUpdate shown =
        shows(number, item("1", "A", "3"))
            .decision()
            .on(KnownOrder.unseen(number), Ownership.all(Owner.NEW))
            .orElseThrow();
    return new LedgerUpdate(false, Optional.empty(), Optional.empty(), shown.lines(), List.of());
  }

  private Optional<Settled> settle(Entry entry, EntryState state) {
    return quarantine()
        .settle(
            entry,
            Optional.ofNullable(entry.number()).map(shop::order),
            Set.of(),
            arrival("call"),
            (known, owners) -> verdict(state),
            REDRIVE);
  }

  private static EntryDecision verdict(EntryState state) {
    return new EntryDecision(state, "outcome", Optional.empty(), Optional.empty());
  }

  private StockReport report(String quantity) {
    return report(OldStock.ReportKind.QUANTITY, quantity);
  }

  private StockReport report(OldStock.ReportKind kind, String quantity) {
    OldStock written = new OldStock(kind, batchref(), "SKU of " + shop.name(), quantity, null);
    return new StockReport(
        shop.name(),
        shop.name(),
        written,
        new StockTranslator(shop.name(), TestShop.RULES).translate(written),
        new ReportSource.ByCall(arrival("call about stock"), ""));
  }

  private String batchref() {
    return "batch of " + shop.name();
  }

  private KnownOrder order() {
    return ledger().find(number).orElseThrow();
  }

  private Entry only() {
    List<Entry> entries = quarantine().after(0, any(), 10);
    assertEquals(1, entries.size());
    return entries.get(0);
  }

  private Kept find(Entry entry) {
    return quarantine().find(entry.id()).orElseThrow();
  }

  private Filter any() {
    return new Filter(
        Optional.empty(), Optional.of(shop.name()), Optional.empty(), Optional.empty());
  }

  private List<Entry> list(
      Optional<EntryState> state, Optional<Subject> subject, Optional<Reason> reason) {
    return quarantine().after(0, new Filter(state, Optional.of(shop.name()), subject, reason), 10);
  }

  private long waiting() {
    return Optional.ofNullable(quarantine().waiting().get(Reason.UNREADABLE_QUANTITY))
        .map(Waiting::many)
        .orElse(0L);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }
}
