package dev.ficus.legacy.dialect;

import dev.ficus.legacy.batch.OldStock;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Optional;

/**
 * Where things stand in something said of stock, as this kind of sender writes it.
 *
 * @param batchref the batch's reference
 * @param eta the day it is expected; nothing there means that it is in the warehouse
 */
public record StockShape(Place batchref, Place sku, Place quantity, Place eta) {

  /** A call that says nothing of stock. */
  public static final StockShape NONE =
      new StockShape(Place.NOWHERE, Place.NOWHERE, Place.NOWHERE, Place.NOWHERE);

  /**
   * What is said.
   *
   * @param whole the parameters of a call, or the element of a list
   * @return empty when it is a figure without a quantity: then something else is said of the SKU
   */
  public Optional<OldStock> stock(OldStock.Kind kind, Value whole) {
    Value written = quantity.in(whole);
    if (kind == OldStock.Kind.FIGURE && written instanceof Value.Nil) {
      return Optional.empty();
    }
    return Optional.of(
        new OldStock(
            kind,
            batchref.in(whole).asText().orElse(null),
            sku.in(whole).asText().orElse(null),
            OrderShape.written(written),
            day(eta.in(whole))));
  }

  /** Senders without a nil say false. */
  private static String day(Value value) {
    if (value instanceof Value.Nil || value instanceof Value.Bool bool && !bool.flag()) {
      return null;
    }
    return value instanceof Value.DateTime time
        ? time.local().toLocalDate().toString()
        : value.asText().orElse(value.toString());
  }
}
