package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was last said of every batch: the adapter's memory, and the only source of its revisions.
 *
 * <p>What is noted is durable when the method returns. One group is noted at a time, by whichever
 * instance, so that what is said of a SKU as a whole and of its batches is never decided apart.
 */
public interface BatchLedger {

  /** How something that was said of stock came in. */
  sealed interface ReportSource {

    /** The id under which it can be followed. */
    String correlation();

    /**
     * By a call; what cannot be understood is kept with it.
     *
     * @param place which of the calls in the call it was; empty for the call itself
     */
    record ByCall(Arrival arrival, String place) implements ReportSource {
      @Override
      public String correlation() {
        return arrival.correlation();
      }
    }

    /**
     * In a list of all stock.
     *
     * @param asked the {@link BatchLedger#nextCall} of when the list was asked for: calls of a
     *     higher number know better; 0 for a list of unknown age, than which every call knows
     *     better
     */
    record InList(String correlation, long asked) implements ReportSource {}
  }

  /**
   * Something that is said of stock.
   *
   * @param written as it came
   * @param said as it is understood
   * @param followed whether the monolith's word counts for a SKU
   */
  record StockReport(
      String shop,
      OldStock written,
      StockChange change,
      ReportSource source,
      Predicate<String> followed) {
    public StockReport {
      Objects.requireNonNull(shop);
      Objects.requireNonNull(written);
      Objects.requireNonNull(change);
      Objects.requireNonNull(source);
      Objects.requireNonNull(followed);
    }
  }

  /** What became of it. */
  enum ReportOutcome {
    /** There is something to send. */
    CHANGED,
    /** It was known. */
    UNCHANGED,
    /** Something else counts: the SKU's batches for its figure, or what was said later. */
    OVERRULED,
    /** Of this SKU the monolith's word does not count. */
    NOT_FOLLOWED,
    /** It cannot be understood, or not of what is known. */
    REFUSED
  }

  /**
   * What became of something that was said.
   *
   * @param batches the batches it is about as they stand now, perhaps with commands not confirmed
   * @param refusedFor why it was refused
   * @param quarantined whether it was put into quarantine, and not there already
   */
  record StockReportResult(
      ReportOutcome outcome,
      List<KnownBatch> batches,
      Optional<Reason> refusedFor,
      boolean quarantined) {
    public StockReportResult {
      batches = List.copyOf(batches);
    }
  }

  /**
   * Notes what was said, one after the other, all or nothing.
   *
   * @return what became of each, in its place
   */
  List<StockReportResult> apply(List<StockReport> stockReports);

  /** Notes that the broker has confirmed all commands of these batches as they are here. */
  void confirm(List<KnownBatch> batches);

  /** The number of what the next call will say, or a lower one than that. */
  long nextCall();

  /** What is known of a batch. */
  Optional<KnownBatch> find(String batchref);

  /** Batches with unconfirmed commands, unchanged since the given time, the oldest first. */
  List<KnownBatch> unconfirmedSince(Instant unchangedSince, int most);
}
