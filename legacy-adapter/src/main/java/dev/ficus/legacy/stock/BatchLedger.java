package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Ledger of batches: what was last reported of each, and the only source of its revisions.
 *
 * <p>What is applied is durable when the method returns. One group is applied at a time, by
 * whichever instance, so that reports on a SKU as a whole and on its batches are never decided
 * apart.
 */
public interface BatchLedger {

  /** Source of a stock report. */
  sealed interface ReportSource {

    /** The id under which it can be followed. */
    String correlation();

    /**
     * By a call, with which it goes to quarantine if it is refused.
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
     * In a list of all stock; its sender gets the rejections in the answer.
     *
     * @param asked the {@link BatchLedger#nextCall} of when the list was asked for: calls of a
     *     higher number are later; 0 for a list of unknown age, than which every call is later
     */
    record InList(String correlation, long asked) implements ReportSource {}
  }

  /**
   * Report on stock.
   *
   * @param stockSource whose stock it is
   * @param written as it came
   * @param change its translation
   */
  record StockReport(
      String shop, String stockSource, OldStock written, StockChange change, ReportSource source) {
    public StockReport {
      Objects.requireNonNull(shop);
      Objects.requireNonNull(stockSource);
      Objects.requireNonNull(written);
      Objects.requireNonNull(change);
      Objects.requireNonNull(source);
    }

    /** The SKU it is about; empty where none is named that can be one. */
    public Optional<String> sku() {
      boolean named =
          Identifiers.readable(written.sku())
              && !change.equals(new StockChange.Unreadable(Reason.PRODUCT_ID));
      return named ? Optional.of(written.sku()) : Optional.empty();
    }
  }

  /** Outcome of a stock report. */
  enum ReportOutcome {
    /** The batch has changed, and there is something to send. */
    CHANGED,
    /** It changes nothing. */
    UNCHANGED,
    /** Something else counts: the SKU's batches for its figure, or a later report. */
    OVERRULED,
    /** We keep the stock of this SKU: what the monolith reports of it changes nothing. */
    NOT_FOLLOWED,
    /** It cannot be read, or contradicts the ledger. */
    REFUSED
  }

  /**
   * Result of a stock report.
   *
   * @param batches the batches it is about as they are now, perhaps with commands not confirmed
   * @param refusedFor why it was refused
   * @param quarantined whether it was put into quarantine, and not there already
   * @param seller who fulfils the SKU, and so sends the shops its figure; where no SKU is named,
   *     whoever fulfils one of no wave
   */
  record StockReportResult(
      ReportOutcome outcome,
      List<KnownBatch> batches,
      Optional<Reason> refusedFor,
      boolean quarantined,
      Owner seller) {
    public StockReportResult {
      batches = List.copyOf(batches);
      Objects.requireNonNull(seller);
    }

    /** The result of a decision, by these rules and routes. */
    public static StockReportResult of(
        StockReport report,
        StockRules.Decision decision,
        StockRules rules,
        Ownership routes,
        boolean quarantined) {
      return new StockReportResult(
          decision.outcome(),
          decision.batches().stream().map(rules::batch).toList(),
          decision.reason(),
          quarantined,
          report.sku().map(routes::ownerOf).orElse(routes.byDefault()));
    }
  }

  /**
   * Applies reports, one after the other, all or nothing.
   *
   * @return the result of each, in its place
   */
  List<StockReportResult> apply(List<StockReport> stockReports);

  /**
   * Look at the named batches of a source.
   *
   * @param shop to which a batch counts as reported that is new
   * @param asked the {@link BatchLedger#nextCall} of when it was begun
   */
  record NotedLook(String source, String shop, long asked, BatchLook look, String correlation) {}

  /**
   * Notes what a look has found of these SKUs: all batches of each at once, those that are not
   * listed any more too. What it does not say stays as it is, and why is noted.
   *
   * @return of each SKU that it says something of the result
   */
  List<StockReportResult> noteLook(NotedLook look, Set<String> skus);

  /** The named batches of these SKUs that are known by what this source lists as promised. */
  List<KnownBatch> namedBatches(String source, Set<String> skus);

  /** The SKUs of which batches of this source are known by name, or were reported. */
  Set<String> namedSkus(String source);

  /**
   * Those of these sources of which batches were reported since, or were moving when, looked at.
   */
  Set<String> toLookAt(Set<String> sources);

  /**
   * SKU of a source of which lines have given units back since it was last looked how many they
   * hold.
   *
   * @param times how often they have
   * @param looks how often it was looked in vain since
   */
  record ReturnedUnits(String source, String sku, long times, int looks) {

    /** The reference of the batch of which they are. */
    public String batchref() {
      return KnownBatch.ofFigure(source, sku);
    }
  }

  /**
   * Batch as the ledger has it.
   *
   * @param figures those it is there for; empty when it is none of figures
   */
  record BatchState(KnownBatch batch, Optional<SourceFigures> figures) {}

  /**
   * Units of a SKU that its source is to give back.
   *
   * @param units how many are left to give back
   * @param givenBackBefore how many were noted as given back up to now, which only grows
   */
  record UnitsToGiveBack(String source, String sku, long units, long givenBackBefore) {

    /** The reference of the batch of which they are. */
    public String batchref() {
      return KnownBatch.ofFigure(source, sku);
    }
  }

  /**
   * Finding that a source has given units back.
   *
   * @param units at least 1
   * @param givenBackBefore how many were noted before, as the finder has seen it
   * @param by who has had it do that
   * @param reason for people
   */
  record GivenBack(long units, long givenBackBefore, String by, String reason) {}

  /** Result of a finding. */
  sealed interface GivenBackResult {

    /** It is noted. */
    record Noted() implements GivenBackResult {}

    /** There is no batch of figures of this reference. */
    record UnknownBatch() implements GivenBackResult {}

    /** The source has not so many units to give back. */
    record TooMany(UnitsToGiveBack now) implements GivenBackResult {}

    /** Another finding was noted since; perhaps it is this one. */
    record NotedMeanwhile(UnitsToGiveBack now) implements GivenBackResult {}
  }

  /**
   * Batch of which more units have left than its source has: it has promised them to others as
   * well, or lacks them.
   *
   * @param despatched how many have left
   * @param units how many of these the source has not
   */
  record OversoldUnits(String source, String sku, long despatched, long units) {

    /** The reference of the batch of which they are. */
    public String batchref() {
      return KnownBatch.ofFigure(source, sku);
    }
  }

  /**
   * Takes over what has left for lines, or turned out not to have, of batches of figures, without
   * waiting for the next figure.
   *
   * @param most batches at most
   * @return those that have another size by that
   */
  List<StockReportResult> takeOverWhatLeft(int most);

  /**
   * What the monolith fulfils, informed sources count for lines, and lines have given units back
   * of, since {@link #heldNow}; what was not looked at for longest comes first, and what rests does
   * not. Not while the source has promised more than it has: then nothing is asked back.
   */
  List<ReturnedUnits> returned(int most);

  /**
   * Notes that it is looked how many units lines hold. Until that is applied it rests.
   *
   * @param rest for how long
   */
  void looking(ReturnedUnits returned, Duration rest);

  /**
   * Applies how many units lines hold in the batch by now, if the monolith still fulfils the SKU:
   * what the source has set aside beyond that it is to give back.
   *
   * @param held not less than they hold
   * @return the batch as it is now; empty when nothing is asked back at present
   */
  Optional<StockReportResult> heldNow(ReturnedUnits returned, long held, String correlation);

  /** Units that sources are to give back, by batch. */
  List<UnitsToGiveBack> toGiveBack(int most);

  /** Notes what a source has given back; a finding that comes again changes nothing. */
  GivenBackResult gaveBack(String batchref, GivenBack found);

  /** Batches of figures that are larger than these, because more has left of them. */
  List<OversoldUnits> oversold(int most);

  /** Notes that the broker has confirmed all commands of these batches as they are here. */
  void confirm(List<KnownBatch> batches);

  /** The number of the next call, or a lower one than that. */
  long nextCall();

  /** The batch of this reference. */
  Optional<KnownBatch> find(String batchref);

  /** The batch of this reference, with its figures, all of one moment. */
  Optional<BatchState> state(String batchref);

  /** The figures for which this batch is there; empty when it is none of figures. */
  default Optional<SourceFigures> figures(String batchref) {
    return state(batchref).flatMap(BatchState::figures);
  }

  /** The sources whose figures it has, by the shops to which these were reported. */
  Map<String, Set<String>> sources();

  /** Batches with unconfirmed commands, unchanged since the given time, the oldest first. */
  List<KnownBatch> unconfirmedSince(Instant unchangedSince, int most);
}
