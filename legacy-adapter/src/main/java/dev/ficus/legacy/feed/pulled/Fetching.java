package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.magento.OrderSource;
import dev.ficus.legacy.magento.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The fetching of orders from a shop, many at a time, each with its lines. */
final class Fetching {

  private final String feed;
  private final OrderSource shop;
  private final OrderSink sink;
  private final Patience patience;
  private final int ordersPerCall;
  private final ExecutorService calls;
  private volatile int listed;
  private volatile int done;

  Fetching(
      String feed,
      OrderSource shop,
      OrderSink sink,
      Patience patience,
      int ordersPerCall,
      ExecutorService calls) {
    this.feed = feed;
    this.shop = shop;
    this.sink = sink;
    this.patience = patience;
    this.ordersPerCall = ordersPerCall;
    this.calls = calls;
  }

  /** How many orders were taken in, and how many are in quarantine. */
  record Fetched(int takenIn, int quarantined) {
    private Fetched and(Fetched other) {
      return new Fetched(takenIn + other.takenIn, quarantined + other.quarantined);
    }
  }

  /** How many orders are fetched in this round, or were in the last one. */
  int listed() {
    return listed;
  }

  /** How many of them are safe. */
  int done() {
    return done;
  }

  /** A round begins. */
  void begin() {
    listed = 0;
    done = 0;
  }

  /**
   * Fetches orders, and returns when all of them are safe.
   *
   * @param reached gets, part by part, the last change among those that are safe
   * @throws IOException if the shop does not answer as it should; what was taken in stays
   */
  Fetched fetch(List<Listed> orders, Consumer<LocalDateTime> reached) throws IOException {
    listed += orders.size();
    String correlation = UUID.randomUUID().toString();
    List<List<Listed>> parts = parts(orders, ordersPerCall);
    List<Future<Fetched>> begun =
        parts.stream().map(part -> calls.submit(() -> part(part, correlation))).toList();
    Fetched all = new Fetched(0, 0);
    try {
      for (int i = 0; i < parts.size(); i++) {
        all = all.and(begun.get(i).get());
        done += parts.get(i).size();
        parts.get(i).stream()
            .map(Listed::updatedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .ifPresent(reached);
      }
      return all;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw failed.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(failed.getCause());
    } finally {
      begun.forEach(each -> each.cancel(true));
    }
  }

  private Fetched part(List<Listed> orders, String correlation) throws IOException {
    OrderRequest request = new OrderRequest(feed, shop, sink, patience, correlation);
    List<OrderSink.PendingOrder> pending =
        request.ask(orders.stream().map(Listed::number).toList());
    request.notShown().forEach((number, answer) -> sink.keepNotShown(number, answer, correlation));
    int taken = 0;
    for (OrderSink.PendingOrder each : pending) {
      taken += each.await() ? 1 : 0;
    }
    return new Fetched(taken, orders.size() - taken);
  }

  static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return parts;
  }
}
