package dev.ficus.legacy.shadow;

import dev.ficus.legacy.shadow.ShadowBatches.ShownLines;
import dev.ficus.legacy.shadow.ShadowChange.BatchesLooked;
import dev.ficus.legacy.shadow.ShadowChange.FigureReported;
import dev.ficus.legacy.shadow.ShadowChange.FigureStands;
import dev.ficus.legacy.shadow.ShadowChange.LineId;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Rules of what the shadow is fed, change by change, in the order in which they were written down.
 *
 * <p>A line that was seen before its SKU was based is never fed: what it does shows in the figure
 * alone, as for the shadow it always did.
 */
public final class ShadowRules {

  private final Map<String, ShadowSku> skus = new HashMap<>();
  private final Map<LineId, ShadowLine> lines = new HashMap<>();
  private final Map<String, ShadowSku> changedSkus = new LinkedHashMap<>();
  private final Map<LineId, ShadowLine> changedLines = new LinkedHashMap<>();
  private final TakenLines taken;
  private final LongSupplier places;

  /**
   * Change that is fed.
   *
   * @param fed its place among all that is fed
   * @param batch the SKU when the quantity of its batch is to be sent with it
   * @param named its named batches that are to be sent with it, in their order; each takes a place,
   *     the first one that of the change
   */
  public record Fed(
      ShadowChange change, long fed, Optional<ShadowSku> batch, List<ShadowBatch> named) {}

  /** What is known of lines beside what figures show. */
  @FunctionalInterface
  public interface TakenLines {

    /**
     * What the figure of a SKU cannot count any more, by what it shows for certain.
     *
     * @param except lines that have changed since
     */
    TakenUnits of(ShadowSku sku, Collection<ShadowLine> except);
  }

  /**
   * Units that lines hold and that a figure does not count any more for certain.
   *
   * @param units of lines that the monolith had decided about before, and that would have been
   *     served from what the figure has left if they had to wait there
   * @param all whether it had decided about all changes of lines before
   */
  public record TakenUnits(long units, boolean all) {}

  /**
   * @param skus those that the changes are about
   * @param lines likewise, those that were fed; of a SKU that was based those of earlier basings,
   *     too, and of one with named batches all
   * @param taken what is known of lines beside what figures show
   * @param places the next place among all that is fed
   */
  public ShadowRules(
      Collection<ShadowSku> skus,
      Collection<ShadowLine> lines,
      TakenLines taken,
      LongSupplier places) {
    skus.forEach(each -> this.skus.put(each.sku(), each));
    lines.forEach(each -> this.lines.put(each.id(), each));
    this.taken = taken;
    this.places = places;
  }

  /** Decides about one change; empty when it is not fed. */
  public Optional<Fed> apply(ShadowChange change) {
    ShadowSku sku = skus.get(change.sku());
    if (sku == null || sku.state() != ShadowState.BASED || sku.basing() != change.basing()) {
      return Optional.empty();
    }
    if (change instanceof LineShown shown) {
      return shown(sku, shown);
    }
    if (change instanceof BatchesLooked looked) {
      return sku.isNamed() ? looked(sku, looked) : Optional.empty();
    }
    if (change instanceof FigureReported figure) {
      return sku.isNamed() ? Optional.empty() : reported(sku, figure);
    }
    if (change instanceof FigureStands figure) {
      return sku.isNamed() ? standsByName(sku, figure) : stands(sku, figure);
    }
    SkuBased based = (SkuBased) change;
    return based.batches().isEmpty() ? based(sku, based) : basedByName(sku, based);
  }

  private Optional<Fed> shown(ShadowSku sku, LineShown shown) {
    ShadowLine before = lines.get(shown.lineId());
    boolean known = before != null && before.basing() == sku.basing();
    if (known ? before.revision() >= shown.revision() : !shown.firstSeen()) {
      return Optional.empty();
    }
    ShadowLine line =
        new ShadowLine(
            shown.lineId(),
            sku.basing(),
            shown.quantity(),
            shown.revision(),
            shown.state(),
            places.getAsLong(),
            known ? before.units() : LineUnits.NOWHERE);
    put(line);
    ShadowSku next =
        sku.holding(
            sku.stock().held() + line.held() - (known ? before.held() : 0),
            sku.despatched() + line.despatched() - (known ? before.despatched() : 0));
    return Optional.of(
        sku.isNamed()
            ? fedByName(shown, line.fed(), next, next.named(), false)
            : fed(shown, line.fed(), next, false));
  }

  private Optional<Fed> reported(ShadowSku sku, FigureReported figure) {
    if (sku.source().filter(source -> !source.equals(figure.source())).isPresent()) {
      put(sku.lost("its figures are of more than one source"));
      return Optional.empty();
    }
    boolean isFirst = sku.source().isEmpty();
    ShadowSku next =
        looked(
            sku.reported(figure.source(), sku.stock().reported(figure.figure()))
                .at(sku.times().reportedAt(figure.receivedAt()).showing(figure.shows())));
    if (!isFirst && next.stock().equals(sku.stock())) {
      put(next);
      return Optional.empty();
    }
    return Optional.of(fed(figure, places.getAsLong(), next, isFirst));
  }

  /** The SKU once it was looked what its figure cannot count any more, if that is not clear. */
  private ShadowSku looked(ShadowSku sku) {
    if (sku.source().isEmpty() || sku.times().shown().isEmpty() || sku.stock().isAtRest()) {
      return sku;
    }
    TakenUnits found = taken.of(sku, changedLines.values());
    return sku.reported(sku.source().get(), sku.stock().notCounting(found.units(), found.all()));
  }

  private Optional<Fed> stands(ShadowSku sku, FigureStands figure) {
    ShadowSku next = looked(sku.at(sku.times().showing(figure.shows())));
    if (next.stock().equals(sku.stock())) {
      put(next);
      return Optional.empty();
    }
    return Optional.of(fed(figure, places.getAsLong(), next, false));
  }

  /** What has left for lines of earlier basings stays in the batch; the others give all back. */
  private Optional<Fed> based(ShadowSku sku, SkuBased based) {
    long earlier =
        lines.values().stream()
            .filter(line -> line.id().line().sku().equals(sku.sku()))
            .filter(line -> line.basing() < sku.basing())
            .mapToLong(ShadowLine::despatched)
            .sum();
    return Optional.of(fed(based, places.getAsLong(), sku.after(earlier), true));
  }

  /** Promises of lines that were never fed are in no batch: for the shadow they always were. */
  private Optional<Fed> looked(ShadowSku sku, BatchesLooked looked) {
    List<ShadowLine> ofBasing =
        ofSku(sku).stream().filter(line -> line.basing() == sku.basing()).toList();
    ShownLines found = ShadowBatches.promised(ofBasing, looked.shown());
    if (found.unclear().isPresent()) {
      put(sku.lost(found.unclear().get()));
      return Optional.empty();
    }
    found.lines().stream().filter(line -> !line.equals(lines.get(line.id()))).forEach(this::put);
    ShadowBatches batches = sku.named().looked(looked.shown().batches());
    return Optional.of(fedByName(looked, places.getAsLong(), sku, batches, false));
  }

  /** Something has left in the shadow: it stays in the batch from which it has left there. */
  private Optional<Fed> standsByName(ShadowSku sku, FigureStands stands) {
    boolean stays = sku.named().resized(sku.named(), ofSku(sku), sku.basing(), false).isEmpty();
    return stays
        ? Optional.empty()
        : Optional.of(fedByName(stands, places.getAsLong(), sku, sku.named(), false));
  }

  /** A batch of figures, from an earlier basing, has nothing left. */
  private Optional<Fed> basedByName(ShadowSku sku, SkuBased based) {
    ShadowBatches before =
        sku.isNamed() || sku.batchRevision() == 1
            ? sku.named()
            : sku.named()
                .with(
                    List.of(
                        new ShadowBatch(
                            sku.batchref().orElseThrow(),
                            0,
                            Optional.empty(),
                            sku.batch(),
                            sku.batchRevision())));
    ShadowBatches batches = before.looked(based.batches());
    return Optional.of(fedByName(based, places.getAsLong(), sku, batches, true));
  }

  private Fed fedByName(
      ShadowChange change, long place, ShadowSku sku, ShadowBatches batches, boolean anyway) {
    List<ShadowLine> all = ofSku(sku);
    List<ShadowBatch> resized = batches.resized(sku.named(), all, sku.basing(), anyway);
    for (int more = 1; more < resized.size(); more++) {
      places.getAsLong();
    }
    long uncounted =
        ShadowBatches.counted(
                all.stream().filter(line -> line.basing() == sku.basing()).toList(), sku.basing())
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    put(sku.in(batches.with(resized), uncounted));
    return new Fed(change, place, Optional.empty(), resized);
  }

  private List<ShadowLine> ofSku(ShadowSku sku) {
    return lines.values().stream()
        .filter(line -> line.id().line().sku().equals(sku.sku()))
        .toList();
  }

  private Fed fed(ShadowChange change, long place, ShadowSku next, boolean sizeAnyway) {
    boolean sized = next.source().isPresent() && (sizeAnyway || next.inBatch() != next.batch());
    ShadowSku after = sized ? next.sized(next.inBatch()) : next;
    put(after);
    return new Fed(change, place, sized ? Optional.of(after) : Optional.empty(), List.of());
  }

  private void put(ShadowLine line) {
    lines.put(line.id(), line);
    changedLines.put(line.id(), line);
  }

  private void put(ShadowSku sku) {
    skus.put(sku.sku(), sku);
    changedSkus.put(sku.sku(), sku);
  }

  /** The SKUs that are otherwise now. */
  public List<ShadowSku> changedSkus() {
    return List.copyOf(changedSkus.values());
  }

  /** The lines that are otherwise now. */
  public List<ShadowLine> changedLines() {
    return List.copyOf(changedLines.values());
  }
}
