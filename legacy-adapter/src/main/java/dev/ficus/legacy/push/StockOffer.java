package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.push.StockBook.ShopFigure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The figure of a SKU that a shop is to have, so that it does not sell what is sold already: what
 * availability has free in the warehouse, less what was ordered and allocation has not placed yet,
 * less the margin, and never less than none.
 *
 * @param margin units of each SKU that are not offered to the shop
 */
record StockOffer(long margin) {

  /**
   * Units that allocation has not placed yet, by SKU, where availability was asked between two
   * readings of the ledger. A line that allocation placed meanwhile is in the earlier reading alone
   * and may be missing in what availability answered; one that was ordered meanwhile is in the
   * later one. So the larger number counts: better a unit too few than one too many, until the next
   * round.
   */
  static Map<String, Long> unplaced(Map<String, Long> earlier, Map<String, Long> later) {
    Map<String, Long> most = new HashMap<>(earlier);
    later.forEach((sku, units) -> most.merge(sku, units, Math::max));
    return most;
  }

  /** The units that the shop is to be offered. */
  long of(long inStock, long unplaced) {
    return Math.max(inStock - unplaced - margin, 0);
  }

  /** The update that the shop is to be sent; empty when it has this figure for certain. */
  Optional<Update> update(ShopFigure figure, long unplaced) {
    long offered = of(figure.inStock(), unplaced);
    OptionalLong inShop = figure.inShop();
    if (inShop.isPresent() && inShop.getAsLong() == offered) {
      return Optional.empty();
    }
    boolean crosses = inShop.isEmpty() || (inShop.getAsLong() > 0) != (offered > 0);
    return Optional.of(
        new Update(figure.sku(), offered, crosses ? Optional.of(offered > 0) : Optional.empty()));
  }
}
