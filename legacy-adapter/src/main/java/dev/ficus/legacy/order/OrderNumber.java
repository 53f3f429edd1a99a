package dev.ficus.legacy.order;

import java.util.Optional;

/**
 * Number of an order within its shop. All feeds of a shop share its name, so an order is itself on
 * every path.
 */
public record OrderNumber(String shop, String number) {
  public OrderNumber {
    if (shop.isEmpty() || shop.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a shop's name is not empty and has no colon");
    }
    Identifiers.require(shop + ":" + number, "shop and order number");
    Identifiers.require(number, "order number");
  }

  /** This shop's order of this number; empty when the number cannot be one. */
  public static Optional<OrderNumber> of(String shop, String number) {
    boolean shopFits = !shop.isEmpty() && shop.indexOf(':') < 0;
    return shopFits && Identifiers.readable(number) && Identifiers.readable(shop + ":" + number)
        ? Optional.of(new OrderNumber(shop, number))
        : Optional.empty();
  }

  /** The old order that this id on the wire may be of; empty when it can be none. */
  public static Optional<OrderNumber> ofOrderid(String orderid) {
    int colon = orderid.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : of(orderid.substring(0, colon), orderid.substring(colon + 1));
  }

  /** The order's id on the wire. */
  public String orderid() {
    return shop + ":" + number;
  }
}
