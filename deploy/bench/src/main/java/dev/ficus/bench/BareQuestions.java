package dev.ficus.bench;

import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The floors of a wave's frozen times: what has to be asked and told in any case, one thing after
 * the other on kept connections, with nothing written down in between.
 */
final class BareQuestions implements AutoCloseable {
  private static final Pattern NEXT = Pattern.compile("\"next\"\\s*:\\s*\"([^\"]+)\"");

  private final HttpConnection monolith;
  private final HttpConnection allocation;
  private final Lines wave;
  private int asked;

  /**
   * @param monolith the port of one that nobody else asks
   * @param allocation that of allocation-service
   */
  BareQuestions(int monolith, int allocation, Lines wave) throws IOException {
    this.monolith = new HttpConnection(monolith);
    this.allocation = new HttpConnection(allocation);
    this.wave = wave;
  }

  /** The monolith's list, and the stock that allocation-service has. */
  void compare() throws IOException {
    require(call("stock.figures"));
    readStock();
  }

  /**
   * Reads the stock, tells the monolith to set a unit of so many SKUs aside, and compares.
   *
   * @param told how many SKUs
   */
  void setAsideAndCompare(long told) throws IOException {
    readStock();
    for (int sku = 0; sku < told; sku++) {
      require(call("stock.set_aside", wave.sku(sku), 1, "floor-" + asked++));
    }
    compare();
  }

  private void readStock() throws IOException {
    String after = wave.skuPrefix();
    while (after != null) {
      HttpAnswer page = allocation.ask(HttpConnection.get("/products?after=" + after));
      if (page.status() != 200) {
        throw new IOException("allocation-service answers " + page);
      }
      Matcher next = NEXT.matcher(page.body());
      after = next.find() ? next.group(1) : null;
    }
  }

  private HttpAnswer call(String method, Object... parameters) throws IOException {
    byte[] document = XmlRpc.call(method, parameters);
    return monolith.ask(HttpConnection.sent("POST", StranglingBench.ADDRESS, "text/xml", document));
  }

  private static void require(HttpAnswer answer) throws IOException {
    if (answer.status() != 200 || answer.body().contains("<fault>")) {
      throw new IOException("the monolith answers " + answer);
    }
  }

  @Override
  public void close() throws IOException {
    monolith.close();
    allocation.close();
  }
}
