package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A shop that never rests: for one product after the other it purchases three units, and orders
 * them one by one. So each product goes out of stock and comes back again and again.
 */
final class Ordering implements AutoCloseable {
  private static final int SKUS = 20;
  private static final int UNITS = 3;

  private final Function<String, URI> allocation;
  private final Thread thread = new Thread(this::run, "ordering");
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean stopping;
  private volatile Exception failure;

  /**
   * @param allocation where allocation-service answers to a path
   */
  Ordering(Function<String, URI> allocation) {
    this.allocation = allocation;
  }

  static List<String> skus() {
    return IntStream.range(0, SKUS).mapToObj(i -> "sku-" + i).toList();
  }

  void start() {
    thread.start();
  }

  /** How many commands were accepted. */
  int accepted() {
    return accepted.get();
  }

  /** Returns when no more will come. */
  void finish() throws Exception {
    stopping = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    try {
      for (int visit = 0; !stopping; visit++) {
        for (String sku : skus()) {
          send(sku, visit);
          accepted.incrementAndGet();
        }
      }
    } catch (IOException | RuntimeException refused) {
      failure = refused;
    }
  }

  private void send(String sku, int visit) throws IOException {
    String name = sku + "-" + visit;
    if (visit % (UNITS + 1) == 0) {
      String eta = visit % 3 == 0 ? "" : ",\"eta\":\"2999-01-%02d\"".formatted(1 + visit % 28);
      post(
          "/batches",
          "{\"batchref\":\"%s\",\"sku\":\"%s\",\"qty\":%d%s}".formatted(name, sku, UNITS, eta));
    } else {
      post("/allocations", "{\"orderid\":\"%s\",\"sku\":\"%s\",\"qty\":1}".formatted(name, sku));
    }
  }

  private void post(String path, String body) throws IOException {
    Http.Response response =
        Http.post(allocation.apply(path), "application/json", body, CLOCK_LIMIT);
    if (response.status() / 100 != 2) {
      throw new IllegalStateException(path + " " + body + ": " + response);
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
  }
}
