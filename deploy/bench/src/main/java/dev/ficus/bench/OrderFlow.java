package dev.ficus.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Orders that go on at a steady rate, on a thread of its own, while something else is measured. */
final class OrderFlow {
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final Latencies latencies = new Latencies(1, Duration.ofDays(1));
  private final Thread thread;
  private volatile boolean stopping;
  private volatile Exception failure;

  /**
   * An order that has its answer.
   *
   * @param due when it should have been sent, by {@link System#nanoTime()}
   * @param nanos from then on until its answer was there
   */
  record Answered(long due, long nanos) {}

  /**
   * What orders noticed of a time.
   *
   * @param orders that were due in it
   * @param longest time of one of these until its answer
   */
  record Noticed(long orders, Duration longest) {

    /** Of the orders that were due from one moment until before another. */
    static Noticed of(Iterable<Answered> answered, long from, long until) {
      long orders = 0;
      long longest = 0;
      for (Answered each : answered) {
        if (each.due() - from >= 0 && each.due() - until < 0) {
          orders++;
          longest = Math.max(longest, each.nanos());
        }
      }
      return new Noticed(orders, Duration.ofNanos(longest));
    }
  }

  private OrderFlow(int port, int connections, int rate, Supplier<byte[]> documents) {
    thread =
        new Thread(
            () -> {
              try {
                OpenLoop.run(
                    port,
                    connections,
                    new Schedule(System.nanoTime(), rate),
                    number -> !stopping,
                    () ->
                        HttpConnection.sent(
                            "POST", StranglingBench.ADDRESS, "text/xml", documents.get()),
                    this::take);
              } catch (IOException | InterruptedException | RuntimeException ended) {
                failure = ended;
              }
            },
            "order-flow");
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param connections more than may wait for an answer at the same time
   * @param rate orders a second
   */
  static OrderFlow begin(int port, int connections, int rate, Supplier<byte[]> documents) {
    OrderFlow flow = new OrderFlow(port, connections, rate, documents);
    flow.thread.start();
    return flow;
  }

  private void take(long number, long due, long received, HttpAnswer answer) {
    answered.add(new Answered(due, received - due));
    if (answer.status() != 200 || answer.body().contains("<fault>")) {
      latencies.error(answer.toString());
    }
  }

  /** What the orders noticed that were due from one moment until before another. */
  Noticed noticed(long from, long until) {
    return Noticed.of(List.copyOf(answered), from, until);
  }

  /**
   * Ends it, and returns when all is answered.
   *
   * @return what was wrong, in words; empty when nothing was
   */
  List<String> end() throws Exception {
    stopping = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return latencies.errors() == 0
        ? List.of()
        : List.of(
            "%d orders of the flow were answered otherwise, the first: %s"
                .formatted(latencies.errors(), latencies.firstError()));
  }
}
