package dev.ficus.legacy.leaks;

import dev.ficus.legacy.stock.ComparedStock;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Comparison of a source's stock of a SKU at one look.
 *
 * @param listable whether the source can be asked for a list; else its list counts for nothing
 */
public record StockComparison(ComparedStock stock, boolean listable) {

  /** Whether all have the same, as far as they can be asked. */
  public boolean isEven() {
    return asListed().isEven();
  }

  /** By how many units two of them differ at most: so many are at risk. */
  public long units() {
    ComparedStock each = asListed();
    long figure = each.counted().map(counted -> counted.figure()).orElse(0L);
    long batch = each.counted().map(counted -> (long) counted.inBatch()).orElse(0L);
    long listed = Math.abs(each.listed().orElse(0) - figure);
    long ledger = Math.abs(units(each.sent()) - batch);
    long allocation = Math.abs(units(each.held()) - units(each.sent()));
    return Math.max(listed, Math.max(ledger, allocation));
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
            stock.held());
  }

  /** Whether the list is what differs: the figure in it is another one than the ledger's. */
  public boolean isListOther() {
    return listable
        && stock.listed().isPresent()
        && (stock.counted().isEmpty()
            || stock.counted().get().figure() != stock.listed().getAsLong());
  }
}
