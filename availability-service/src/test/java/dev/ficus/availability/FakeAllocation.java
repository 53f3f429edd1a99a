package dev.ficus.availability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Allocation's snapshot, as it answers over HTTP. What it says is set over HTTP too, because a test
 * and the server it talks to need not share class loaders.
 */
public final class FakeAllocation implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Map<String, JsonNode> products = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean away;

  public FakeAllocation() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Sets a product: {@code batches} is JSON of the batches. */
  public static void put(String url, String sku, long sequence, String batches) {
    put(url, sku, sequence, batches, null);
  }

  /** Sets a product that is out of stock since then, or is not. */
  public static void put(
      String url, String sku, long sequence, String batches, Instant outOfStockSince) {
    put(
        url,
        """
        {"sku":%s,"sequence":%d,"batches":%s,"out_of_stock_since":%s}"""
            .formatted(
                quoted(sku),
                sequence,
                batches,
                outOfStockSince == null ? null : quoted(outOfStockSince.toString())));
  }

  /**
   * Sets a product as the snapshot has it: since when it is out of stock, too. One that says {@code
   * "listed":false} is given when it is asked for alone, and is on no page.
   */
  public static void put(String url, String product) {
    send(url + "/products", "PUT", product);
  }

  /** Lets it answer 503 to every question, or no longer. */
  public static void away(String url, boolean away) {
    send(url + "/away", "PUT", String.valueOf(away));
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private static void send(String url, String method, String body) {
    try {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(url))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 204) {
        throw new IllegalStateException(method + " " + url + ": " + response.statusCode());
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      if (exchange.getRequestMethod().equals("PUT")) {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (path.equals("/away")) {
          away = body.booleanValue();
        } else {
          products.put(body.path("sku").textValue(), body);
        }
        exchange.sendResponseHeaders(204, -1);
      } else if (away) {
        exchange.sendResponseHeaders(503, -1);
      } else if (path.equals("/products")) {
        reply(exchange, page(exchange.getRequestURI().getRawQuery()));
      } else {
        JsonNode product = products.get(decoded(path.substring("/products/".length())));
        if (product == null) {
          exchange.sendResponseHeaders(404, -1);
        } else {
          reply(exchange, product);
        }
      }
    }
  }

  private ObjectNode page(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], decoded(parts[1]));
    }
    int limit = Integer.parseInt(parameters.get("limit"));
    byte[] after = parameters.getOrDefault("after", "").getBytes(StandardCharsets.UTF_8);
    Map<byte[], JsonNode> ordered = new TreeMap<>(Arrays::compareUnsigned);
    products.forEach((sku, product) -> ordered.put(sku.getBytes(StandardCharsets.UTF_8), product));
    ObjectNode page = JSON.createObjectNode();
    var items = page.putArray("products");
    for (var product : ordered.entrySet()) {
      if (Arrays.compareUnsigned(product.getKey(), after) > 0
          && items.size() < limit
          && product.getValue().path("listed").asBoolean(true)) {
        items.add(product.getValue());
      }
    }
    if (items.size() == limit) {
      page.set("next", items.get(limit - 1).get("sku"));
    }
    return page;
  }

  private static void reply(HttpExchange exchange, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  // As in a path, where a plus is a plus.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
