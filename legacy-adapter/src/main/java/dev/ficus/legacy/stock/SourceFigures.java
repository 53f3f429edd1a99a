package dev.ficus.legacy.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Figures of a SKU that one source has reported, one for each shop, and the stock by them. They are
 * of the same units, and a call to one shop may be ahead of those to the others: so of several the
 * least counts.
 *
 * @param byShop at least one
 */
public record SourceFigures(List<ReportedFigure> byShop, SourceStock stock) {

  public SourceFigures {
    byShop = List.copyOf(byShop);
    if (stock.figure() != least(byShop)) {
      throw new IllegalArgumentException("of several figures the least counts");
    }
  }

  /**
   * The figures as the ledger has them.
   *
   * @param counted what it knows beside them; the figure in it does not matter
   */
  public static SourceFigures known(List<ReportedFigure> byShop, SourceStock counted) {
    return new SourceFigures(
        byShop,
        new SourceStock(
            least(byShop),
            counted.uncounted(),
            counted.pending(),
            counted.toGiveBack(),
            counted.despatched()));
  }

  static SourceFigures first(ReportedFigure figure) {
    return new SourceFigures(List.of(figure), SourceStock.of(figure.units()));
  }

  private static long least(List<ReportedFigure> byShop) {
    return byShop.stream().mapToLong(ReportedFigure::units).min().orElseThrow();
  }

  /** The source that reports them. */
  public String source() {
    return byShop.get(0).source();
  }

  /** The SKU they are of. */
  public String sku() {
    return byShop.get(0).sku();
  }

  /** The reference of the batch for them. */
  public String batchref() {
    return KnownBatch.ofFigure(source(), sku());
  }

  /** What was last reported to this shop. */
  Optional<ReportedFigure> of(String shop) {
    return byShop.stream().filter(each -> each.shop().equals(shop)).findFirst();
  }

  /** The figures after this one was reported. */
  SourceFigures reported(ReportedFigure figure) {
    List<ReportedFigure> all = new ArrayList<>(byShop);
    all.removeIf(each -> each.shop().equals(figure.shop()));
    all.add(figure);
    all.sort(Comparator.comparing(ReportedFigure::shop));
    return new SourceFigures(all, stock.reported(least(all)));
  }

  /** The figures after a look has found this one: of a named batch there is one alone. */
  SourceFigures looked(ReportedFigure figure) {
    return new SourceFigures(List.of(figure), stock.reported(figure.units()));
  }

  /**
   * The figures after these units left for lines, and the source was informed of that.
   *
   * @param units negative when units that had left turned out to be of another batch
   */
  public SourceFigures left(long units) {
    return with(units < 0 ? stock.mistaken(-units) : stock.left(units));
  }

  SourceFigures with(SourceStock counted) {
    return new SourceFigures(byShop, counted);
  }
}
