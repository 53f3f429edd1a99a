package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.InMemoryBatchLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Fake of the quarantine, over the fakes of the ledgers whose rejections it keeps. */
public final class InMemoryQuarantine implements Quarantine {

  private final InMemoryEntries entries;
  private final InMemoryLedger orders;
  private final InMemoryBatchLedger batches;
  private final Map<Long, List<Action>> actions = new HashMap<>();

  public InMemoryQuarantine(
      InMemoryEntries entries, InMemoryLedger orders, InMemoryBatchLedger batches) {
    this.entries = entries;
    this.orders = orders;
    this.batches = batches;
  }

  @Override
  public List<Entry> after(long id, Filter filter, int most) {
    return entries.rows().stream()
        .map(InMemoryEntries.EntryRow::entry)
        .filter(entry -> entry.id() > id)
        .filter(entry -> filter.state().orElse(entry.state()) == entry.state())
        .filter(entry -> filter.shop().orElse(entry.shop()).equals(entry.shop()))
        .filter(entry -> filter.subject().orElse(entry.subject()) == entry.subject())
        .filter(entry -> filter.reason().orElse(entry.reason()) == entry.reason())
        .limit(most)
        .toList();
  }

  @Override
  public Optional<Kept> find(long id) {
    return row(id).map(InMemoryEntries.EntryRow::kept);
  }

  private Optional<InMemoryEntries.EntryRow> row(long id) {
    return entries.rows().stream().filter(row -> row.entry().id() == id).findFirst();
  }

  @Override
  public List<Action> actions(long id) {
    return actions.getOrDefault(id, List.of());
  }

  @Override
  public synchronized Optional<Settled> settle(
      Entry entry,
      Optional<OrderNumber> order,
      Set<String> skus,
      Arrival arrival,
      BiFunction<KnownOrder, Ownership, EntryDecision> decision,
      Instruction deed) {
    if (!isAsRead(entry)) {
      return Optional.empty();
    }
    Optional<KnownOrder> known =
        order.map(number -> orders.find(number).orElseGet(() -> KnownOrder.unseen(number)));
    EntryDecision verdict = decision.apply(known.orElse(null), orders.owners(skus));
    write(entry, verdict, deed);
    return Optional.of(new Settled(verdict, known.map(found -> change(found, arrival, verdict))));
  }

  private ChangedOrder change(KnownOrder known, Arrival arrival, EntryDecision verdict) {
    LedgerUpdate update = verdict.update().orElseGet(() -> LedgerUpdate.nothing(known));
    return orders
        .change(
            List.of(new OrderChange(known.number(), arrival, (any, now) -> Optional.of(update))))
        .get(0);
  }

  @Override
  public synchronized Optional<StockReportResult> settle(
      Entry entry,
      StockReport report,
      Function<StockReportResult, EntryDecision> verdict,
      Instruction deed) {
    if (!isAsRead(entry)) {
      return Optional.empty();
    }
    StockReportResult result = batches.applyLate(report, entry.called());
    write(entry, verdict.apply(result), deed);
    return Optional.of(result);
  }

  private boolean isAsRead(Entry entry) {
    return row(entry.id())
        .map(InMemoryEntries.EntryRow::entry)
        .filter(now -> now.state() == EntryState.WAITING)
        .filter(now -> now.fingerprint().equals(entry.fingerprint()))
        .filter(now -> now.called() == entry.called())
        .isPresent();
  }

  private void write(Entry entry, EntryDecision verdict, Instruction deed) {
    if (verdict.state() != EntryState.WAITING) {
      entries.replace(entry.id(), row(entry.id()).orElseThrow().in(verdict.state()));
    }
    actions
        .computeIfAbsent(entry.id(), any -> new ArrayList<>())
        .add(
            new Action(
                Instant.now(),
                deed.by(),
                deed.action(),
                deed.why(),
                verdict.outcome(),
                verdict.detail()));
  }

  @Override
  public Map<Reason, Waiting> waiting() {
    Map<Reason, Waiting> waiting = new EnumMap<>(Reason.class);
    for (InMemoryEntries.EntryRow row : entries.rows()) {
      Entry entry = row.entry();
      if (entry.state() == EntryState.WAITING) {
        waiting.merge(
            entry.reason(),
            new Waiting(1, entry.receivedAt()),
            (some, one) -> new Waiting(some.many() + 1, some.since()));
      }
    }
    return waiting;
  }

  @Override
  public Deleted deleteCalls(Instant settledBefore, Instant waitingSince) {
    return new Deleted(
        forget(row -> row.settledAt().filter(at -> at.isBefore(settledBefore)).isPresent()),
        forget(
            row -> row.settledAt().isEmpty() && row.entry().lastSeenAt().isBefore(waitingSince)));
  }

  private int forget(Predicate<InMemoryEntries.EntryRow> which) {
    List<InMemoryEntries.EntryRow> old =
        entries.rows().stream().filter(row -> row.document().isPresent()).filter(which).toList();
    old.forEach(row -> entries.replace(row.entry().id(), row.withoutDocument()));
    return old.size();
  }
}
