package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.KnownBatch.BatchContent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

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
  private final Set<String> promising;
  private final Map<SkuOfSource, Long> toLookAt = new HashMap<>();
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
    this(known, figures, namedSkus, kept, Set.of());
  }

  /**
   * Rules where some sources list what they have promised.
   *
   * @param promising these sources: nothing but a look changes a named batch of them
   */
  public StockRules(
      Collection<KnownBatch> known,
      Collection<SourceFigures> figures,
      Set<String> namedSkus,
      Set<String> kept,
      Set<String> promising) {
    this.promising = Set.copyOf(promising);
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

  /** A SKU of a source. */
  public record SkuOfSource(String source, String sku) {}

  /**
   * The SKUs of which a named batch was reported, and that are to be looked at for it, with the
   * number of the last call.
   */
  public Map<SkuOfSource, Long> toLookAt() {
    return Map.copyOf(toLookAt);
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
            isOverruledByNames(known.get(batchref))
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
    if (batch == null || isOverruledByNames(batch) || kept.contains(after.sku())) {
      return false;
    }
    KnownBatch sized = batch.of(content(after, batch.now().eta()), correlation);
    write(sized);
    return sized.revision() > batch.revision();
  }

  /** Whether it is of a SKU's figures, and batches with names of their own count instead. */
  private boolean isOverruledByNames(KnownBatch batch) {
    return batch != null && batch.figure() && namedSkus.contains(batch.sku());
  }

  private static BatchContent content(SourceFigures figures, Optional<LocalDate> eta) {
    return new BatchContent(figures.stock().inBatch(), eta);
  }

  /**
   * Applies what a look has found of a SKU, all of its batches at once; those that are not listed
   * any more have no units.
   *
   * @param shop to which a batch counts as reported that is new
   * @param asked the number of when the look was begun: a later one is not undone
   * @param ofSource whether a named batch is the source's, where it is not known by its promises
   */
  public Decision looked(
      SkuOfSource of,
      List<LookedBatch> found,
      String shop,
      long asked,
      Predicate<KnownBatch> ofSource,
      String correlation) {
    if (kept.contains(of.sku())) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    Map<String, LookedBatch> all = new TreeMap<>();
    found.forEach(batch -> all.put(batch.batchref(), batch));
    for (KnownBatch batch : List.copyOf(known.values())) {
      boolean its =
          batch.sku().equals(of.sku())
              && !batch.figure()
              && batch.promisesOf().map(of.source()::equals).orElseGet(() -> ofSource.test(batch));
      if (its) {
        all.putIfAbsent(batch.batchref(), new LookedBatch(batch.batchref(), 0, batch.now().eta()));
      }
    }
    boolean later =
        all.keySet().stream()
            .flatMap(batchref -> figures(batchref).stream())
            .flatMap(each -> each.byShop().stream())
            .anyMatch(figure -> figure.reported() > asked);
    if (later) {
      return Decision.of(ReportOutcome.OVERRULED);
    }
    boolean others =
        all.keySet().stream()
            .map(known::get)
            .filter(Objects::nonNull)
            .anyMatch(batch -> batch.figure() || !batch.sku().equals(of.sku()));
    if (others) {
      return Decision.refused(Reason.OTHER_SKU);
    }
    boolean seenBefore = all.keySet().stream().anyMatch(figures::containsKey);
    SourceStock together = together(all.keySet());
    Map<String, Integer> before = new HashMap<>();
    known.values().forEach(batch -> before.put(batch.batchref(), batch.revision()));
    List<String> batches = new ArrayList<>();
    for (LookedBatch batch : all.values()) {
      batches.addAll(looked(of, batch, shop, asked, correlation));
    }
    boolean revised =
        batches.stream()
            .anyMatch(
                batchref -> known.get(batchref).revision() > before.getOrDefault(batchref, 0));
    if (seenBefore) {
      noteMovement(of, together, together(all.keySet()));
    }
    return new Decision(
        revised ? ReportOutcome.CHANGED : ReportOutcome.UNCHANGED, batches, Optional.empty());
  }

  /** The figures of these batches, and what is pending of them, as those of one SKU. */
  private SourceStock together(Set<String> batches) {
    List<SourceStock> stocks =
        batches.stream().flatMap(each -> figures(each).stream()).map(SourceFigures::stock).toList();
    return new SourceStock(
        stocks.stream().mapToLong(SourceStock::figure).sum(),
        0,
        stocks.stream().mapToLong(SourceStock::pending).sum(),
        0,
        0);
  }

  /** A promise that moves from one batch to another takes nothing from the SKU. */
  private void noteMovement(SkuOfSource of, SourceStock before, SourceStock after) {
    long fall = Math.max(0, before.figure() - after.figure());
    long told = Math.max(0, before.pending() - after.pending());
    if (before.figure() != after.figure()) {
      movements.add(
          new FigureMovement(
              of.source(), of.sku(), before.figure(), after.figure(), Math.min(told, fall)));
    }
  }

  private List<String> looked(
      SkuOfSource of, LookedBatch found, String shop, long asked, String correlation) {
    List<String> batches = new ArrayList<>(List.of(found.batchref()));
    KnownBatch batch = known.get(found.batchref());
    ReportedFigure now =
        new ReportedFigure(
            NamedSource.of(of.source(), found.batchref()),
            of.sku(),
            batch == null ? shop : batch.shop(),
            found.figure(),
            0,
            asked);
    SourceFigures after =
        figures(found.batchref())
            .map(each -> each.looked(now))
            .orElseGet(() -> SourceFigures.first(now));
    changedFigures.put(List.of(found.batchref(), now.shop()), now);
    if (batch == null) {
      write(
          KnownBatch.created(
              found.batchref(), shop, of.sku(), false, content(after, found.eta()), correlation));
    } else {
      write(batch.of(new BatchContent(batch.now().quantity(), found.eta()), correlation));
    }
    write(known.get(found.batchref()).byPromisesOf(of.source()));
    put(after, correlation);
    if (namedSkus.add(of.sku())) {
      batches.addAll(emptyFigures(of.sku(), correlation));
    }
    return batches;
  }

  /**
   * Applies one report, after the ones before.
   *
   * @param call its number; for a list, that of when it was asked for counts instead
   */
  public Decision apply(StockReport report, long call) {
    if (report.change() instanceof StockChange.BatchChange ofBatch
        && promising.contains(report.stockSource())) {
      return haveLookedAt(report, ofBatch, call);
    }
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

  /**
   * A batch of a source that lists its promises has changed, somehow: a quantity says nothing of
   * what is promised, and what has been taken out of it may have been.
   */
  private Decision haveLookedAt(StockReport report, StockChange.BatchChange ofBatch, long call) {
    Optional<String> sku =
        Optional.ofNullable(known.get(ofBatch.batchref()))
            .filter(batch -> !batch.figure())
            .map(KnownBatch::sku)
            .or(report::sku);
    if (sku.isEmpty()) {
      return Decision.refused(Reason.UNKNOWN_BATCH);
    }
    if (kept.contains(sku.get())) {
      return Decision.of(ReportOutcome.NOT_FOLLOWED);
    }
    toLookAt.merge(new SkuOfSource(report.stockSource(), sku.get()), call, Math::max);
    return Decision.of(ReportOutcome.OVERRULED);
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
      write(
          KnownBatch.created(
              batchref, report.shop(), sku, true, content(figures, Optional.empty()), correlation));
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
      batches.addAll(emptyFigures(sku, correlation));
    }
    return new Decision(ReportOutcome.CHANGED, batches, Optional.empty());
  }

  /** Batches with names count now, and their figures would count the same units again. */
  private List<String> emptyFigures(String sku, String correlation) {
    List<String> batches = new ArrayList<>();
    for (KnownBatch figure : figureBatches(sku)) {
      write(figure.of(new BatchContent(0, Optional.empty()), correlation));
      batches.add(figure.batchref());
    }
    return batches;
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
