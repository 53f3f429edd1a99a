package dev.ficus.bench;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether availability-service answers what allocation-service has, when nothing flows. */
final class Agreement {

  /** Being late is no error here; being wrong is. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<String> complaints = new ArrayList<>();
  private int compared;

  /**
   * Compares the answers about these SKUs.
   *
   * @param allocation the port of the one that knows
   */
  void check(int availability, int allocation, List<String> skus) throws IOException {
    compared += skus.size();
    try (HttpConnection view = new HttpConnection(availability);
        HttpConnection truth = new HttpConnection(allocation)) {
      for (String sku : skus) {
        HttpAnswer product = truth.ask(HttpConnection.get("/products/" + sku));
        byte[] question = HttpConnection.get("/availability/" + sku);
        if (!Waiting.until(() -> agree(ask(view, question), product), LIMIT)) {
          complaints.add(
              "of %s availability says %s, and allocation %s"
                  .formatted(sku, ask(view, question), product));
        }
      }
    }
  }

  /** What was wrong; empty when nothing was. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public String toString() {
    return "%,d answers compared with allocation's figures, %d wrong"
        .formatted(compared, complaints.size());
  }

  private static HttpAnswer ask(HttpConnection view, byte[] question) {
    try {
      return view.ask(question);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static boolean agree(HttpAnswer availability, HttpAnswer product) {
    return availability.status() == 200
        && product.status() == 200
        && availability.number("sequence") == product.number("sequence")
        && availability.number("total") == product.sum("available");
  }
}
