package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is in stock as availability-service does: each SKU once, in the order of changes. */
public final class FakeAvailability implements AutoCloseable {

  private static final Pattern QUERY = Pattern.compile("after=(\\d+)&limit=(\\d+)");

  private final HttpServer server;
  private final Map<String, Long> inStock = new TreeMap<>();
  private final TreeMap<Long, String> changes = new TreeMap<>();
  private long last;

  FakeAvailability() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/availability/changes", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on that many are in stock. */
  public synchronized void set(String sku, long units) {
    inStock.put(sku, units);
    changes.values().remove(sku);
    changes.put(++last, sku);
  }

  /** It has lost its memory, and counts from the beginning. */
  public synchronized void forget() {
    List<String> skus = new ArrayList<>(changes.values());
    changes.clear();
    last = 0;
    skus.forEach(sku -> changes.put(++last, sku));
  }

  private synchronized String page(long after, int limit) {
    List<String> rows = new ArrayList<>();
    long next = after;
    for (Map.Entry<Long, String> change : changes.tailMap(after, false).entrySet()) {
      if (rows.size() == limit) {
        break;
      }
      next = change.getKey();
      rows.add(
          "{\"sku\":\"%s\",\"sequence\":%d,\"in_stock\":%d,\"total\":%d}"
              .formatted(
                  change.getValue(),
                  next,
                  inStock.get(change.getValue()),
                  inStock.get(change.getValue())));
    }
    return "{\"changes\":[%s],\"next\":%d}".formatted(String.join(",", rows), next);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Matcher query = QUERY.matcher(exchange.getRequestURI().getQuery());
    int status = 200;
    byte[] body = new byte[0];
    synchronized (this) {
      if (!query.matches()) {
        status = 400;
      } else if (Long.parseLong(query.group(1)) > last) {
        status = 410;
      } else {
        body =
            page(Long.parseLong(query.group(1)), Integer.parseInt(query.group(2)))
                .getBytes(StandardCharsets.UTF_8);
      }
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
