package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where what cannot be translated waits, with the call it came in. What belongs to an order is put
 * here by the ledger, in the transaction that changes the order; the same thing shown again is
 * counted, and waits again if it was redriven.
 */
public interface Quarantine {

  /**
   * An entry with the call it came in, as received.
   *
   * @param document empty once it has been deleted for its age
   */
  record Kept(Entry entry, Optional<byte[]> document) {}

  /** Which entries are meant; of what is empty all. */
  record Filter(
      Optional<EntryState> state,
      Optional<String> shop,
      Optional<Subject> subject,
      Optional<Reason> reason) {}

  /**
   * Somebody does something about an entry.
   *
   * @param action {@code redrive} or {@code discard}
   * @param why in that person's words
   */
  record Instruction(String action, String by, String why) {}

  /** The entries after this id, by id. */
  List<Entry> after(long id, Filter filter, int most);

  /** One entry with its call. */
  Optional<Kept> find(long id);

  /** What was done about an entry, the first thing first. */
  List<Action> actions(long id);

  /**
   * Carries out what is decided about an entry: the order's change, the entry's state and the
   * record of it become durable together or not at all.
   *
   * @param entry as it was read
   * @param order the order it is about; empty when none is known
   * @param arrival how what is now translated came in
   * @param decision from what the ledger knows of the order, locked, to what is to be done; it may
   *     be asked more than once, and then the last answer counts
   * @return what came of it; empty, and nothing was done, when the entry is no longer as it was
   *     read
   */
  Optional<Settled> settle(
      Entry entry,
      Optional<OrderNumber> order,
      Arrival arrival,
      Function<KnownOrder, EntryDecision> decision,
      Instruction deed);

  /**
   * What came of a decision.
   *
   * @param changedOrder the order after it; empty when none was named
   */
  record Settled(EntryDecision verdict, Optional<Ledger.ChangedOrder> changedOrder) {}

  /**
   * Takes in what was said of stock as if it came when it was last said: the change of the batch,
   * the entry's state and the record of it become durable together or not at all.
   *
   * @param entry as it was read
   * @param report what the entry's call says by the rules of today
   * @param verdict from what became of it to what becomes of the entry
   * @return what became of it; empty, and nothing was done, when the entry is no longer as it was
   *     read
   */
  Optional<StockReportResult> settle(
      Entry entry,
      StockReport report,
      Function<StockReportResult, EntryDecision> verdict,
      Instruction deed);

  /** What waits, by reason; reasons for which nothing does are missing. */
  Map<Reason, Waiting> waiting();

  /**
   * What waits for one reason.
   *
   * @param since when the oldest of them came
   */
  record Waiting(long many, Instant since) {}

  /**
   * Deletes calls, in small portions.
   *
   * @param settledBefore of entries that were redriven or discarded before this
   * @param waitingSince of entries that wait and were last seen before this
   */
  Deleted deleteCalls(Instant settledBefore, Instant waitingSince);

  /** How many entries have lost their call. */
  record Deleted(int settled, int waiting) {}
}
