package dev.ficus.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many products as one likes, of one to three batches each, that need no allocation-service:
 * they can be written into availability-service's tables, and the snapshot it compares them with is
 * answered here.
 */
final class MadeUpProducts implements AutoCloseable {
  static final String PREFIX = "made-up-";

  /** All numbers have equally many digits, so that their order is also the order of the SKUs. */
  static final int FIRST = 1_000_000;

  private static final int MOST_BATCHES = 3;
  private static final int UNITS = 1_000_000;
  private static final int DAYS_BETWEEN = 10;
  private static final Pattern ONE = Pattern.compile("/products/" + PREFIX + "(\\d+)");
  private static final Pattern AFTER = Pattern.compile("after=" + PREFIX + "(\\d+)");
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");

  private final LocalDate today = LocalDate.now();
  private final int skus;
  private final HttpServer server;

  MadeUpProducts(int skus) throws IOException {
    this.skus = skus;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/products", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Writes the views of all of them, and that they are complete. */
  void fill(Connection views) throws SQLException {
    String numbers = "generate_series(%d, %d) number".formatted(FIRST, FIRST + skus - 1);
    try (PreparedStatement products =
            views.prepareStatement(
                ("insert into product_view (sku, sequence, heard, as_of, version, changed)"
                        + " select ? || number, 1 + number %% %1$d, 1 + number %% %1$d, now(), 0,"
                        + " number from %2$s")
                    .formatted(MOST_BATCHES, numbers));
        PreparedStatement batches =
            views.prepareStatement(
                "insert into batch_view (sku, batchref, eta, available)"
                    + " select ? || number, ? || number || '-' || batch,"
                    + " case when batch > 0 then ?::date + %d * batch end, %d * (batch + 1)"
                        .formatted(DAYS_BETWEEN, UNITS)
                    + " from %s, generate_series(0, %d) batch where batch <= number %% %d"
                        .formatted(numbers, MOST_BATCHES - 1, MOST_BATCHES));
        Statement rest = views.createStatement()) {
      products.setString(1, PREFIX);
      products.executeUpdate();
      batches.setString(1, PREFIX);
      batches.setString(2, PREFIX);
      batches.setObject(3, today);
      batches.executeUpdate();
      rest.execute(
          "update comparison set compared_at = now(), changes = (select max(changed) from product_view)");
      rest.execute("vacuum analyze");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestURI().toString();
    Matcher one = ONE.matcher(asked);
    byte[] body =
        (one.matches() ? product(Integer.parseInt(one.group(1))) : page(asked))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String asked) {
    Matcher after = AFTER.matcher(asked);
    Matcher limit = LIMIT.matcher(asked);
    int from = after.find() ? Integer.parseInt(after.group(1)) + 1 : FIRST;
    int most = limit.find() ? Integer.parseInt(limit.group(1)) : 1;
    int end = Math.min(from + most, FIRST + skus);
    StringBuilder page = new StringBuilder("{\"products\":[");
    for (int number = from; number < end; number++) {
      page.append(number > from ? "," : "").append(product(number));
    }
    page.append(']');
    if (end - from == most) {
      page.append(",\"next\":\"").append(PREFIX).append(end - 1).append('"');
    }
    return page.append('}').toString();
  }

  private String product(int number) {
    String sku = PREFIX + number;
    int last = number % MOST_BATCHES;
    StringBuilder product =
        new StringBuilder("{\"sku\":\"%s\",\"sequence\":%d,\"batches\":[".formatted(sku, 1 + last));
    for (int batch = 0; batch <= last; batch++) {
      int units = UNITS * (batch + 1);
      product
          .append(batch > 0 ? "," : "")
          .append("{\"batchref\":\"")
          .append(sku)
          .append('-')
          .append(batch)
          .append("\",\"qty\":")
          .append(units)
          .append(",\"allocated\":0,\"available\":")
          .append(units);
      if (batch > 0) {
        product.append(",\"eta\":\"").append(today.plusDays(DAYS_BETWEEN * batch)).append('"');
      }
      product.append('}');
    }
    return product.append("]}").toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
