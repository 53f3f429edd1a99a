package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shop that is asked for its orders and shows what the test has set, be it long out of date: it
 * lists some orders, whatever it is asked for.
 */
final class ShowingShop {

  static final String FEED = "showing";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger lists = new AtomicInteger();
  private HttpServer server;
  private volatile Map<String, Value> shown = Map.of();

  /** From now on it has these orders, by number. */
  void shows(Map<String, Value> orders) {
    shown = Map.copyOf(orders);
  }

  /** How often it was asked for a list. */
  int lists() {
    return lists.get();
  }

  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  void stop() {
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = new XmlRpcReader(Limits.DEFAULT).readCall(exchange.getRequestBody());
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(xml, answer(call));
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, xml.size());
    xml.writeTo(exchange.getResponseBody());
    exchange.close();
  }

  private Answer answer(Call call) {
    return switch (call.method()) {
      case "login" -> new Answer.Result(new Value.Text("session"));
      case "call" -> new Answer.Result(list());
      default -> new Answer.Result(infos(call.parameter(1).asList().orElseThrow()));
    };
  }

  private Value list() {
    lists.incrementAndGet();
    return new Value.Array(
        shown.values().stream()
            .map(order -> order.asStruct().orElseThrow())
            .map(this::row)
            .toList());
  }

  private Value row(Value.Struct order) {
    return new Value.Struct(
        Map.of(
            "increment_id",
            order.member("increment_id"),
            "updated_at",
            order.member("updated_at")));
  }

  private Value infos(List<Value> calls) {
    return new Value.Array(
        calls.stream()
            .map(each -> each.asList().orElseThrow().get(1).asList().orElseThrow().get(0))
            .map(number -> shown.get(number.asText().orElseThrow()))
            .toList());
  }

  /** The settings of a feed that asks it, when it is told to. */
  Map<String, String> settings() {
    String keys = "ficus.legacy.pulling.feeds." + FEED;
    return Map.of(
        keys + ".url",
        "http://localhost:" + server.getAddress().getPort() + "/api/xmlrpc",
        keys + ".user",
        "adapter",
        keys + ".key",
        "secret",
        keys + ".shop",
        "shop",
        keys + ".every",
        "1h",
        // Two lists reach from the orders' time to now: each shows all of them.
        keys + ".window",
        "3650d",
        keys + ".orders-per-call",
        "5");
  }
}
