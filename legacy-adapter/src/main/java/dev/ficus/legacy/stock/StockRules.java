package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.KnownBatch.BatchContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules for batches: what a stock report changes in the ledger.
 *
 * <p>A batch's revision rises with every change and only then, so what is reported again, however
 * often, changes nothing. The figures of a source's SKU are a batch like others, until batches of
 * the SKU are known by name: these count then, the figures no longer, since they count the same
 * units again.
 *
 * <p>Calls have numbers, and for a batch's quantity, as for its day, the highest counts: so reports
 * that were refused may be applied late, in any order, and undo nothing.
 */
public final class StockRules {

  private final Map<String, KnownBatch> known = new LinkedHashMap<>();
  private final Map<String, SourceFigures> figures = new HashMap<>();
  private final Set<String> namedSkus;
  private final Set<String> kept;
  private final Set<String> changed = new HashSet<>();
  private final Map<List<String>, ReportedFigure> changedFigures = new LinkedHashMap<>();
  private final Set<String> changedStocks = new HashSet<>();
  private final List<FigureMovement> movements = new ArrayList<>();

  /**
   * @param known the batches that will be named, and those that represent figures of SKUs that will
   * @param figures what these figures are
   * @param namedSkus of these SKUs, those that have batches with names of their own
   * @param kept of these SKUs, those whose stock we keep: no report and no figure changes it
   */
  public StockRules(
      Collection<KnownBatch> known,
      Collection<SourceFigures> figures,
      Set<String> namedSkus,
      Set<String> kept) {
    this.kept = Set.copyOf(kept);
    known.forEach(batch -> this.known.put(batch.batchref(), batch));
    figures.forEach(each -> this.figures.put(each.batchref(), each));
    this.namedSkus = new HashSet<>(namedSkus);
  }

  /**
   * Decision about a report.
   *
   * @param batches the references of the batches it is about
   */
  public record Decision(ReportOutcome outcome, List<String> batches, Optional<Reason> reason) {

    private static Decision refused(Reason reason) {
      return new Decision(ReportOutcome.REFUSED, List.of(), Optional.of(reason));
    }

    private static Decision of(ReportOutcome outcome, String... batches) {
      return new Decision(outcome, List.of(batches), Optional.empty());
    }
  }

  /** The batch as it is now. */
  public KnownBatch batch(String batchref) {
    return known.get(batchref);
  }

  /** The batches that are to be written. */
  public List<KnownBatch> changed() {
    return changed.stream().sorted().map(known::get).toList();
  }

  /** The figures that are to be written. */
  public Collection<ReportedFigure> changedFigures() {
    return changedFigures.values();
  }

  /** The stocks of sources that are to be written, each with the figures it is by. */
  public List<SourceFigures> changedStocks() {
    return changedStocks.stream().sorted().map(figures::get).toList();
  }

  /** What figures that were known did with what was reported, one after the other. */
  public List<FigureMovement> movements() {
    return List.copyOf(movements);
  }

  /** The figures that were reported, and the stock by them, as they are now. */
  public Optional<SourceFigures> figures(String batchref) {
    return Optional.ofNullable(figures.get(batchref));
  }

  /**
   * Takes over that so many units more have left this batch for lines, of which its source was
   * informed.
   *
   * @param units negative when units that had left turned out to be of another batch
   */
  public void left(String batchref, long units) {
    figures(batchref)
        .ifPresent(before -> put(before.left(units), known.get(batchref).correlation()));
  }

  /**
   * Applies how many units lines hold in a batch of figures, of a SKU that the monolith fulfils.
   *
   * @return empty when nothing may be asked back now: see {@link SourceStock#heldNow}
   */
  public Optional<Decision> heldNow(String batchref, long held, String correlation) {
    SourceFigures before = figures.get(batchref);
    if (before == null || before.stock().hasPromisedTooMuch()) {
      return Optional.empty();
    }
    boolean changed = put(before.with(before.stock().heldNow(held)), correlation);
    return Optional.of(
        Decision.of(
            namedSkus.contains(before.sku())
                ? ReportOutcome.OVERRULED
                : changed ? ReportOutcome.CHANGED : ReportOutcome.UNCHANGED,
            batchref));
  }

  /**
   * Notes that the source of this batch is informed of all units that lines hold in it.
   *
   * @return of how many it was not informed before
   */
  public long inform(String batchref, long held) {
    Optional<SourceFigures> before = figures(batchref);
    long debt = before.map(all -> all.stock().debt(held)).orElse(0L);
    if (debt > 0) {
      change(batchref, before.get().with(before.get().stock().informed(debt)));
    }
    return debt;
  }

  /** Notes that the source of this batch was not informed of these units after all. */
  public void notInformed(String batchref, long units) {
    figures(batchref).ifPresent(all -> change(batchref, all.with(all.stock().notInformed(units))));
  }

  /** Notes that the figure of this batch counts nothing any more that is pending. */
  public void countedOut(String batchref) {
    figures(batchref).ifPresent(all -> change(batchref, all.with(all.stock().countedOut())));
  }

  private void change(String batchref, SourceFigures after) {
    put(after, known.get(batchref).correlation());
  }

  /** Notes that the source of this batch has given so many units back; false if it has not to. */
  public boolean gaveBack(String batchref, long units) {
    Optional<SourceFigures> before =
        figures(batchref).filter(all -> all.stock().toGiveBack() >= units);
    before.ifPresent(
        all -> put(all.with(all.stock().gaveBack(units)), known.get(batchref).correlation()));
    return before.isPresent();
  }

  /**
   * Figures, or what the source knows of lines, are others now: so their batch is sized anew, if it
   * is there, batches of the SKU with names of their own do not count instead, and we do not keep
   * its stock.
   *
   * @return whether the batch has changed
   */
  private boolean put(SourceFigures after, String correlation) {
    SourceFigures before = figures.put(after.batchref(), after);
    if (!after.stock().countsLike(before == null ? SourceStock.of(0) : before.stock())) {
      changedStocks.add(after.batchref());
    }
    KnownBatch batch = known.get(after.batchref());
    if (batch == null || namedSkus.contains(after.sku()) || kept.contains(after.sku())) {
      return false;
    }
    KnownBatch sized = batch.of(content(after), correlation);
    write(sized);
    return sized.revision() > batch.revision();
  }

  private static BatchContent content(SourceFigures figures) {
    return new BatchContent(figures.stock().inBatch(), Optional.empty());
  }

  /**
   * Applies one report, after the ones before.
   *
   * @param call its number; for a list, that of when it was asked for counts instead
   */
  public Decision apply(StockReport report, long call) {
    Decision decision =
        isOverruled(report, call) ? Decision.of(ReportOutcome.OVERRULED) : decide(report, call);
    boolean figure = report.change() instanceof StockChange.SkuFigure;
    if (!figure
        && (decision.outcome() == ReportOutcome.CHANGED
            || decision.outcome() == ReportOutcome.UNCHANGED)) {
      decision.batches().forEach(batchref -> write(reported(known.get(batchref), report, call)));
    }
    return decision;
  }

  private Decision decide(StockReport report, long call) {
    if (report.change() instanceof StockChange.Unreadable unreadable) {
      return Decision.refused(unreadable.reason());
    }
    if (report.change() instanceof StockChange.SkuFigure figure) {
      return figure(report, figure, call);
    }
    if (report.change() instanceof StockChange.InStock inStock) {
      return inStock(report, inStock);
    }
    StockChange.BatchChange ofBatch = (StockChange.BatchChange) report.change();
    KnownBatch batch = known.get(ofBatch.batchref());
    if (batch != null && batch.figure()) {
      return Decision.refused(Reason.BATCH_EXISTS);
    }
    if (ofBatch instanceof StockChange.BatchCreated created) {
      BatchContent content = new BatchContent(created.quantity(), created.eta());
      return batch == null
          ? first(report, created.batchref(), created.sku(), content)
          : again(report, batch, created.sku(), content);
    }
    if (ofBatch instanceof StockChange.BatchListed listed) {
      BatchContent content = new BatchContent(listed.quantity(), listed.eta());
      return batch == null
          ? first(report, listed.batchref(), listed.sku(), content)
          : change(report, batch, Optional.of(listed.sku()), content);
    }
    if (batch == null) {
      return Decision.refused(Reason.UNKNOWN_BATCH);
    }
    if (ofBatch instanceof StockChange.BatchQuantity quantity) {
      return change(
          report, batch, quantity.sku(), new BatchContent(quantity.quantity(), batch.now().eta()));
    }
    StockChange.BatchEta eta = (StockChange.BatchEta) ofBatch;
    return change(report, batch, eta.sku(), new BatchContent(batch.now().quantity(), eta.eta()));
  }

  private Decision figure(StockReport report, StockChange.SkuFigure figure, long call) {
    if (kept.contains(figure.sku())) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    if (namedSkus.contains(figure.sku())) {
      return Decision.of(ReportOutcome.OVERRULED);
    }
    String batchref = KnownBatch.ofFigure(report.stockSource(), figure.sku());
    KnownBatch batch = known.get(batchref);
    if (batch != null && !batch.figure()) {
      return Decision.refused(Reason.BATCH_EXISTS);
    }
    Optional<ReportedFigure> before = lastFigure(report, figure.sku());
    if (report.source() instanceof ReportSource.InList opening
        && before.filter(last -> last.called() > opening.asked()).isPresent()) {
      return Decision.of(ReportOutcome.OVERRULED, batchref);
    }
    ReportedFigure now = reported(report, figure, before, call);
    Optional<SourceFigures> last = figures(batchref);
    SourceFigures all = last.map(each -> each.reported(now)).orElse(SourceFigures.first(now));
    last.ifPresent(each -> movements.add(FigureMovement.of(each, all)));
    if (!before.equals(Optional.of(now))) {
      changedFigures.put(List.of(batchref, now.shop()), now);
    }
    return sent(report, figure.sku(), all, call);
  }

  private static ReportedFigure reported(
      StockReport report,
      StockChange.SkuFigure figure,
      Optional<ReportedFigure> before,
      long call) {
    long called = before.map(ReportedFigure::called).orElse(0L);
    long number = report.source() instanceof ReportSource.InList list ? list.asked() : call;
    return new ReportedFigure(
        report.stockSource(),
        figure.sku(),
        report.shop(),
        figure.quantity(),
        report.source() instanceof ReportSource.ByCall ? Math.max(called, call) : called,
        Math.max(before.map(ReportedFigure::reported).orElse(0L), number));
  }

  /** What the figures are sent as. */
  private Decision sent(StockReport report, String sku, SourceFigures figures, long call) {
    String batchref = figures.batchref();
    String correlation = report.source().correlation();
    boolean created = !known.containsKey(batchref);
    if (created) {
      write(KnownBatch.created(batchref, report.shop(), sku, true, content(figures), correlation));
    }
    if (!put(figures, correlation) && !created) {
      return Decision.of(ReportOutcome.UNCHANGED, batchref);
    }
    write(reported(known.get(batchref), report, call));
    return Decision.of(ReportOutcome.CHANGED, batchref);
  }

  private Optional<ReportedFigure> lastFigure(StockReport report, String sku) {
    return figures(KnownBatch.ofFigure(report.stockSource(), sku))
        .flatMap(each -> each.of(report.shop()));
  }

  /**
   * That there are some is no news of a figure above 0, nor that there are none of one that is 0.
   * Otherwise somebody has to decide how many: a shop that takes goods off sale for a while still
   * has them, and a figure of 0 would take them from the orders that they are promised to.
   */
  private Decision inStock(StockReport report, StockChange.InStock inStock) {
    if (kept.contains(inStock.sku())) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    boolean some = lastFigure(report, inStock.sku()).filter(last -> last.units() > 0).isPresent();
    return some == inStock.some() || namedSkus.contains(inStock.sku())
        ? Decision.of(ReportOutcome.OVERRULED)
        : Decision.refused(Reason.UNREADABLE_QUANTITY);
  }

  /** A creation that comes late repeats the original; anything else is a contradiction. */
  private Decision again(StockReport report, KnownBatch batch, String sku, BatchContent content) {
    return batch.original().equals(content)
        ? change(report, batch, Optional.of(sku), batch.now())
        : batch.now().equals(content)
            ? change(report, batch, Optional.of(sku), content)
            : Decision.refused(Reason.BATCH_EXISTS);
  }

  private Decision first(StockReport report, String batchref, String sku, BatchContent content) {
    if (kept.contains(sku)) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    String correlation = report.source().correlation();
    write(KnownBatch.created(batchref, report.shop(), sku, false, content, correlation));
    List<String> batches = new ArrayList<>(List.of(batchref));
    if (namedSkus.add(sku)) {
      for (KnownBatch figure : figureBatches(sku)) {
        write(figure.of(new BatchContent(0, Optional.empty()), correlation));
        batches.add(figure.batchref());
      }
    }
    return new Decision(ReportOutcome.CHANGED, batches, Optional.empty());
  }

  private List<KnownBatch> figureBatches(String sku) {
    return known.values().stream()
        .filter(batch -> batch.figure() && batch.sku().equals(sku))
        .toList();
  }

  private Decision change(
      StockReport report, KnownBatch batch, Optional<String> sku, BatchContent content) {
    if (sku.filter(named -> !named.equals(batch.sku())).isPresent()) {
      return Decision.refused(Reason.OTHER_SKU);
    }
    if (kept.contains(batch.sku())) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    if (report.source() instanceof ReportSource.InList opening
        && batch.called() > opening.asked()) {
      return Decision.of(ReportOutcome.OVERRULED, batch.batchref());
    }
    KnownBatch after = batch.of(content, report.source().correlation());
    write(after);
    return Decision.of(
        after.revision() > batch.revision() ? ReportOutcome.CHANGED : ReportOutcome.UNCHANGED,
        batch.batchref());
  }

  /** Whether another call has reported the same later, or a list that was asked for later. */
  private boolean isOverruled(StockReport report, long call) {
    if (!(report.source() instanceof ReportSource.ByCall)) {
      return false;
    }
    if (report.change() instanceof StockChange.SkuFigure figure) {
      return lastFigure(report, figure.sku()).filter(last -> last.reported() > call).isPresent();
    }
    return report.change() instanceof StockChange.BatchChange named
        && Optional.ofNullable(known.get(named.batchref()))
            .filter(batch -> batch.lastReports().isLater(named, call))
            .isPresent();
  }

  private static KnownBatch reported(KnownBatch batch, StockReport report, long call) {
    return report.source() instanceof ReportSource.InList opening
        ? batch.afterList(report.change(), opening.asked())
        : batch.afterCall(report.change(), call);
  }

  private void write(KnownBatch batch) {
    if (!batch.equals(known.put(batch.batchref(), batch))) {
      changed.add(batch.batchref());
    }
  }
}
