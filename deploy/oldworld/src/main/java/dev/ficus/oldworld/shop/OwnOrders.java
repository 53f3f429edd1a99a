package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.shop.Outgoing.Purpose;
import dev.ficus.oldworld.wire.XmlRpc;
import java.util.Iterator;
import java.util.stream.StreamSupport;

/** All orders that can be seen in the shop, as calls with everything that belongs to each. */
record OwnOrders(OrderBook book, OrderRows rows) implements Sending.Calls {
  private static final String CREATE = "sales_order.create";

  @Override
  public Iterator<Outgoing> orders() {
    return StreamSupport.stream(book.all().spliterator(), false).map(this::call).iterator();
  }

  private Outgoing call(ShopOrder order) {
    return new Outgoing(
        Purpose.ORDER,
        order.incrementId(),
        book.items(order).size(),
        () -> XmlRpc.call(CREATE, rows.info(order)));
  }
}
