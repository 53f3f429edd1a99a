package dev.ficus.bench;

import dev.ficus.local.Background;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Order lines that are posted at a steady rate while something else is measured. */
final class Updates {
  private static final int CONNECTIONS = 16;
  private static final int ACCEPTED = 202;

  private final long begin = System.nanoTime();
  private final Latencies latencies = new Latencies(1, Duration.ofDays(1));
  private final CompletableFuture<Void> sending;
  private volatile boolean ending;

  /** Begins. */
  Updates(int port, Lines lines, int perSecond) {
    sending = Background.run(() -> send(port, lines, perSecond));
  }

  private void send(int port, Lines lines, int perSecond) {
    try {
      OpenLoop.run(
          port,
          CONNECTIONS,
          new Schedule(begin, perSecond),
          number -> !ending,
          () -> HttpConnection.post("/allocations", lines.next()),
          (number, due, received, answer) -> {
            if (answer.status() == ACCEPTED) {
              latencies.record(due - begin, received - due);
            } else {
              latencies.error(answer.toString());
            }
          });
    } catch (IOException failure) {
      throw new IllegalStateException("lines cannot be posted: " + failure, failure);
    } catch (InterruptedException interruption) {
      throw new CompletionException(interruption);
    }
  }

  /** Ends; returns when all lines are answered. */
  Outcome end() {
    ending = true;
    sending.join();
    return new Outcome(
        latencies.all().getTotalCount(),
        latencies.errors(),
        latencies.firstError(),
        Duration.ofNanos(System.nanoTime() - begin));
  }
}
