package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.StockAsListed.ListedFigure;
import dev.ficus.legacy.leaks.StockAsListed.ListedUnits;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Comparison of a source's stock of a SKU at one look.
 *
 * @param listable whether the source can be asked for a list; else its list counts for nothing
 */
public record StockComparison(ComparedStock stock, boolean listable) {

  /**
   * All comparisons of one look. Nothing is said of a named batch while it moves; and one that is
   * listed and that the ledger does not know is among them.
   *
   * @param ledger still without what list and allocation-service have
   * @param held by SKU
   */
  static List<StockComparison> all(
      List<ComparedStock> ledger, StockAsListed listed, Map<String, StockedProduct> held) {
    Map<ListedFigure, ComparedStock> stocks = new LinkedHashMap<>();
    ledger.forEach(stock -> stocks.put(new ListedFigure(stock.source(), stock.sku()), stock));
    listed.units().keySet().stream()
        .filter(ListedFigure::isNamed)
        .forEach(figure -> stocks.putIfAbsent(figure, unknown(figure)));
    return stocks.entrySet().stream()
        .filter(each -> !listed.isMoving(each.getKey()))
        .map(each -> of(each.getKey(), each.getValue(), listed, held.get(each.getKey().sku())))
        .toList();
  }

  private static ComparedStock unknown(ListedFigure figure) {
    return new ComparedStock(
        figure.sku(),
        figure.source(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        true,
        OptionalInt.empty());
  }

  private static StockComparison of(
      ListedFigure figure, ComparedStock stock, StockAsListed listed, StockedProduct product) {
    ListedUnits units = listed.of(figure);
    ComparedStock found =
        new ComparedStock(
            stock.sku(),
            stock.source(),
            units.units(),
            stock.counted(),
            stock.sent(),
            stock.confirmed(),
            stock.held(),
            stock.days().listed(units.eta()));
    StockedBatch batch =
        product == null
            ? null
            : product.batches().get(KnownBatch.ofFigure(stock.source(), stock.sku()));
    return new StockComparison(
        batch == null ? found : found.held(OptionalInt.of(batch.units()), batch.eta()),
        listed.isListable(figure));
  }

  /** Whether all have the same, as far as they can be asked. */
  public boolean isEven() {
    return asListed().isEven();
  }

  /**
   * By how many units two of them differ at most: so many are at risk. If they have another day of
   * it, all of its units are.
   */
  public long units() {
    ComparedStock each = asListed();
    long figure = each.counted().map(counted -> counted.figure()).orElse(0L);
    long batch = each.counted().map(counted -> (long) counted.inBatch()).orElse(0L);
    long listed = Math.abs(each.listed().orElse(0) - figure);
    long ledger = Math.abs(units(each.sent()) - batch);
    long allocation = Math.abs(units(each.held()) - units(each.sent()));
    long onAnotherDay = each.days().areEven() ? 0 : units(each.sent());
    return Math.max(Math.max(listed, onAnotherDay), Math.max(ledger, allocation));
  }

  private static long units(OptionalInt some) {
    return some.orElse(0);
  }

  /** Where there is no list the ledger's figure stands for it. */
  private ComparedStock asListed() {
    return listable
        ? stock
        : new ComparedStock(
            stock.sku(),
            stock.source(),
            stock
                .counted()
                .map(counted -> OptionalLong.of(counted.figure()))
                .orElse(OptionalLong.empty()),
            stock.counted(),
            stock.sent(),
            stock.confirmed(),
            stock.held(),
            stock.days().listed(stock.days().sent()));
  }

  /** Whether the list is what differs: it has another figure than the ledger, or another day. */
  public boolean isListOther() {
    return listable
        && stock.listed().isPresent()
        && (stock.counted().isEmpty()
            || stock.counted().get().figure() != stock.listed().getAsLong()
            || !stock.days().listed().equals(stock.days().sent()));
  }
}
