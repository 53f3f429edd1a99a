package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Port of the quarantine, in which waits what is refused, with the call it came in. The ledgers put
 * it there, in the transaction that changes the order or the batch; the same rejection that comes
 * again is counted, and waits again if it was redriven.
 */
public interface Quarantine {

  /**
   * Entry with the call it came in, as received.
   *
   * @param document empty once it has been deleted for its age
   */
  record Kept(Entry entry, Optional<byte[]> document) {}

  /** Filter of entries; what is empty matches all. */
  record Filter(
      Optional<EntryState> state,
      Optional<String> shop,
      Optional<Subject> subject,
      Optional<Reason> reason) {}

  /**
   * Instruction of an operator about an entry.
   *
   * @param action {@code redrive} or {@code discard}
   * @param why in that person's words
   */
  record Instruction(String action, String by, String why) {}

  /** The entries after this id, by id. */
  List<Entry> after(long id, Filter filter, int most);

  /** One entry with its call. */
  Optional<Kept> find(long id);

  /** The actions about an entry, the first one first. */
  List<Action> actions(long id);

  /**
   * Carries out what is decided about an entry: the order's change, the entry's state and the
   * record of it become durable together or not at all.
   *
   * @param entry as it was read
   * @param order the order it is about; empty when none is known
   * @param skus those whose owners the decision may ask for
   * @param arrival how what is now translated came in
   * @param decision about the order as the ledger has it, locked; it may be asked more than once,
   *     and then the last answer counts
   * @return what came of it; empty, and nothing was done, when the entry is no longer as it was
   *     read
   */
  Optional<Settled> settle(
      Entry entry,
      Optional<OrderNumber> order,
      Set<String> skus,
      Arrival arrival,
      BiFunction<KnownOrder, Ownership, EntryDecision> decision,
      Instruction deed);

  /**
   * Result of a decision about an entry.
   *
   * @param changedOrder the order after it; empty when it names none
   */
  record Settled(EntryDecision verdict, Optional<Ledger.ChangedOrder> changedOrder) {}

  /**
   * Applies a stock report as if it came when it last came: the change of the batch, the entry's
   * state and the record of it become durable together or not at all.
   *
   * @param entry as it was read
   * @param report what the entry's call reports by the rules of today
   * @param verdict the decision about the entry, from the result of the report
   * @return the result of the report; empty, and nothing was done, when the entry is no longer as
   *     it was read
   */
  Optional<StockReportResult> settle(
      Entry entry,
      StockReport report,
      Function<StockReportResult, EntryDecision> verdict,
      Instruction deed);

  /** What waits, by reason; reasons for which nothing waits are missing. */
  Map<Reason, Waiting> waiting();

  /**
   * Entries that wait for one reason.
   *
   * @param since when the oldest of them came
   */
  record Waiting(long many, Instant since) {}

  /**
   * Deletes calls, in small portions.
   *
   * @param settledBefore of entries that were redriven or discarded before this
   * @param waitingSince of entries that wait and last came before this
   */
  Deleted deleteCalls(Instant settledBefore, Instant waitingSince);

  /** Number of entries that have lost their call. */
  record Deleted(int settled, int waiting) {}
}
