package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.OrderNumber;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Orders that wait until the routes of their products have changed. Each is asked about again after
 * a pause, without a thread of its own, so that all others go on; one that has waited too long, or
 * is one too many, is left to its sender.
 */
final class HeldOrders {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Duration atMost;
  private final int most;
  private final AtomicInteger held = new AtomicInteger();
  private final Executor afterPause =
      CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);

  /**
   * @param atMost how long one waits
   * @param most how many wait at the same time
   */
  HeldOrders(Duration atMost, int most) {
    this.atMost = atMost;
    this.most = most;
  }

  /**
   * Asks until nothing has to be waited for.
   *
   * @param ask for what follows for the order now
   * @param waits whether that is to wait
   * @return what follows; fails with {@link FrozenProductsException} when it has waited in vain
   */
  <T> CompletableFuture<T> decided(
      OrderNumber order, Supplier<CompletableFuture<T>> ask, Predicate<T> waits) {
    long begun = System.nanoTime();
    return ask.get()
        .thenCompose(
            first -> {
              if (!waits.test(first)) {
                return CompletableFuture.completedFuture(first);
              }
              if (held.incrementAndGet() > most) {
                held.decrementAndGet();
                return CompletableFuture.failedFuture(
                    new FrozenProductsException(
                        "order %s is one too many to wait".formatted(order.number())));
              }
              return again(order, ask, waits, begun)
                  .whenComplete((any, failure) -> held.decrementAndGet());
            });
  }

  private <T> CompletableFuture<T> again(
      OrderNumber order, Supplier<CompletableFuture<T>> ask, Predicate<T> waits, long begun) {
    if (System.nanoTime() - begun >= atMost.toNanos()) {
      return CompletableFuture.failedFuture(
          new FrozenProductsException(
              "order %s has waited for %s until the routes of its products have changed"
                  .formatted(order.number(), atMost)));
    }
    return CompletableFuture.supplyAsync(ask, afterPause)
        .thenCompose(Function.identity())
        .thenCompose(
            next ->
                waits.test(next)
                    ? again(order, ask, waits, begun)
                    : CompletableFuture.completedFuture(next));
  }
}
