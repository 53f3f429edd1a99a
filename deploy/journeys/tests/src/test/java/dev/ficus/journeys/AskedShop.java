package dev.ficus.journeys;

import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated old shop that answers when it is asked, and what its clerks and customers do. */
final class AskedShop implements AutoCloseable {
  /** What is written before its order numbers in order ids. */
  static final String NAME = "shop";

  private static final String NO_GOODS = "POST,DOT,D,M,S,C2,BANK CHARGES,AMAZONFEE,CRUK,PADS";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WebServer server;

  /** An order's item; {@code parent} is empty unless it only repeats another one. */
  private record Item(
      String order, String state, String id, String parent, String sku, String units) {}

  /** Opens it with some orders. */
  AskedShop(int orders) throws IOException {
    server =
        ShopServer.open(
            "--orders",
            Project.here().orders().toString(),
            "--count",
            Integer.toString(orders),
            "--leave-out",
            NO_GOODS);
  }

  /** Where its XML-RPC interface is. */
  URI api() {
    return address("/api/xmlrpc");
  }

  /** A customer orders; returns the order's number. */
  String order(String sku, int units) throws IOException {
    return items(control("POST", "orders?sku=%s&qty=%d".formatted(Http.encode(sku), units)))
        .get(0)
        .order();
  }

  /** Cancels an order. */
  void cancel(String order) throws IOException {
    control("POST", "orders/" + order + "/cancel");
  }

  /** Changes how many units the only line of an order has. */
  void change(String order, int units) throws IOException {
    String item = items(control("GET", "orders/" + order)).get(0).id();
    control("POST", "orders/%s/items/%s?qty=%d".formatted(order, item, units));
  }

  /** Time goes by. */
  void later(int minutes) throws IOException {
    control("POST", "clock?minutes=" + minutes);
  }

  /** The SKUs it sells. */
  List<String> skus() throws IOException {
    return rows(control("GET", "stock")).stream().map(row -> row[0]).toList();
  }

  /** How many units of a SKU it takes to be in stock. */
  long figure(String sku) throws IOException {
    return rows(control("GET", "stock")).stream()
        .filter(row -> row[0].equals(sku))
        .map(row -> new BigDecimal(row[1]).longValueExact())
        .findFirst()
        .orElseThrow();
  }

  /**
   * By order id the lines that are wanted (not cancelled), such as "RUG/11", with how many units.
   */
  SortedMap<String, SortedMap<String, Integer>> wanted() throws IOException {
    SortedMap<String, SortedMap<String, Integer>> wanted = new TreeMap<>();
    for (Item item : items(control("GET", "orders"))) {
      if (!item.state().equals("canceled") && item.parent().isEmpty()) {
        wanted
            .computeIfAbsent(NAME + ":" + item.order(), any -> new TreeMap<>())
            .put(item.sku() + "/" + item.id(), Integer.parseInt(item.units()));
      }
    }
    return wanted;
  }

  private static List<Item> items(String table) {
    return rows(table).stream()
        .map(row -> new Item(row[0], row[1], row[5], row[6], row[8], row[9]))
        .toList();
  }

  private static List<String[]> rows(String table) {
    List<String[]> rows = new ArrayList<>();
    table.lines().skip(1).forEach(line -> rows.add(line.split(",", -1)));
    return rows;
  }

  private String control(String method, String what) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address("/control/" + what))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(what + " is answered " + answer.body());
      }
      return answer.body();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interruption);
    }
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  @Override
  public void close() {
    server.close();
  }
}
