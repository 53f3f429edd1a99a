package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Is asked to say again what it has said, as allocation-service is, and what it has. */
public final class FakeAllocation implements AutoCloseable {

  private final HttpServer server;
  private final List<String> wishes = new CopyOnWriteArrayList<>();
  private final Map<String, String> batches = new ConcurrentSkipListMap<>();
  private final Map<String, String> registers = new ConcurrentSkipListMap<>();
  private final List<String> waiting = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> backorders = new CopyOnWriteArrayList<>();
  private volatile Callable<Integer> again = () -> 0;

  FakeAllocation() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/events/replay", this::answer);
    server.createContext("/products", exchange -> answer(exchange, 200, products()));
    server.createContext("/waiting-commands", exchange -> answer(exchange, 200, waiting()));
    server.createContext("/allocations.csv", exchange -> answer(exchange, 200, lines(exchange)));
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** What it does from now on when it is asked; it answers the number of events. */
  void whenAsked(Callable<Integer> work) {
    again = work;
  }

  /** What it was asked for so far. */
  List<String> wishes() {
    return List.copyOf(wishes);
  }

  /** It has this batch, of which lines hold nothing. */
  void has(String sku, String batchref, int quantity) {
    has(sku, batchref, quantity, 0);
  }

  /** It has this batch, and lines hold so many units of it. */
  void has(String sku, String batchref, int quantity, int held) {
    batches.put(sku, batch(batchref, quantity, held));
  }

  /** It has one more batch of this product, of which lines hold nothing. */
  void hasToo(String sku, String batchref, int quantity) {
    batches.merge(sku, batch(batchref, quantity, 0), (one, more) -> one + "," + more);
  }

  private static String batch(String batchref, int quantity, int held) {
    return "{\"batchref\":\"%s\",\"qty\":%d,\"allocated\":%d}".formatted(batchref, quantity, held);
  }

  /** It has closed this product by this revision. */
  void closes(String sku, int revision) {
    opened(sku, false, revision);
  }

  /** Nothing of it is closed. */
  void opens(String sku) {
    registers.remove(sku);
  }

  /** A command of somebody waits for this product. */
  void waits(String sku, String sender) {
    waiting.add("{\"sku\":\"%s\",\"who\":\"%s\"}".formatted(sku, sender));
  }

  /** It was told by this revision to have the product open, or closed. */
  void opened(String sku, boolean open, int revision) {
    registers.put(sku, ",\"closed\":%s,\"opening_revision\":%d".formatted(!open, revision));
  }

  /** It has seen this revision of a line. */
  void line(String orderid, int revision) {
    lines.add("%s,SKU,1,1,%d,allocated,B,".formatted(orderid, revision));
  }

  /** It has backordered this line. */
  void backorders(String orderid, String sku, String lineid, int quantity) {
    backorders.add("%s,%s,%s,%d,1,backordered,,".formatted(orderid, sku, lineid, quantity));
  }

  private String lines(HttpExchange exchange) {
    boolean backordered = "state=backordered".equals(exchange.getRequestURI().getQuery());
    return "orderid,sku,lineid,qty,revision,state,batchref,eta\r\n"
        + String.join("\r\n", backordered ? backorders : lines);
  }

  private String products() {
    Set<String> skus = new TreeSet<>(batches.keySet());
    skus.addAll(registers.keySet());
    return skus.stream()
        .map(
            sku ->
                "{\"sku\":\"%s\",\"batches\":[%s]%s}"
                    .formatted(sku, batches.getOrDefault(sku, ""), registers.getOrDefault(sku, "")))
        .collect(Collectors.joining(",", "{\"products\":[", "]}"));
  }

  private String waiting() {
    return "{\"commands\":[%s]}".formatted(String.join(",", waiting));
  }

  private void answer(HttpExchange exchange) throws IOException {
    wishes.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int status = 200;
    String body;
    try {
      body = "{\"events\":%d}".formatted(again.call());
    } catch (Exception e) {
      status = 503;
      body = e.toString();
    }
    answer(exchange, status, body);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
