package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Adapter;
import dev.ficus.oldworld.Adapter.GaveUp;
import dev.ficus.oldworld.Table;
import dev.ficus.oldworld.wire.Response;
import dev.ficus.oldworld.wire.XmlRpc;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands all orders over that can be seen, as a shop does that is not asked for them: each by a call
 * of its own, oldest first, a few at a time, again and again until it is accepted.
 */
final class Sending {
  private static final String CREATE = "sales_order.create";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final OrderBook orders;
  private final OrderRows rows;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile String lastFailure = "";

  Sending(OrderBook orders, OrderRows rows) {
    this.orders = orders;
    this.rows = rows;
  }

  /**
   * Begins; what came of it is in the {@link #table()}.
   *
   * @param atOnce calls at the same time
   * @throws Refusal while it is being done
   */
  synchronized void begin(URI to, int atOnce) throws Refusal {
    if (underWay.get() > 0) {
      throw Refusal.impossible("the orders are being sent");
    }
    accepted.set(0);
    repeated.set(0);
    refused.set(0);
    underWay.set(atOnce);
    Adapter adapter = new Adapter(to, PATIENCE);
    Iterator<ShopOrder> rest = orders.all().iterator();
    for (int i = 0; i < atOnce; i++) {
      Thread thread = new Thread(() -> send(rest, adapter), "sending");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** One row: what became of the orders, and how many threads are still at it. */
  Response table() {
    return Table.of(
        List.of("accepted", "repeated", "refused", "under_way", "last_failure"),
        table ->
            table.row(accepted.get(), repeated.get(), refused.get(), underWay.get(), lastFailure));
  }

  private void send(Iterator<ShopOrder> rest, Adapter adapter) {
    try {
      for (Optional<ShopOrder> next = next(rest); next.isPresent(); next = next(rest)) {
        send(next.get(), adapter);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static Optional<ShopOrder> next(Iterator<ShopOrder> rest) {
    synchronized (rest) {
      return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }
  }

  private void send(ShopOrder order, Adapter adapter) throws InterruptedException {
    try {
      adapter.callUntilSuccess(
          XmlRpc.call(CREATE, rows.info(order)),
          why -> {
            repeated.incrementAndGet();
            lastFailure = why;
          });
      accepted.incrementAndGet();
    } catch (GaveUp gaveUp) {
      refused.incrementAndGet();
      lastFailure = gaveUp.getMessage();
    }
  }
}
