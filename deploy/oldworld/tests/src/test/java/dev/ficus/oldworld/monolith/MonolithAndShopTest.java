package dev.ficus.oldworld.monolith;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Caller;
import dev.ficus.oldworld.Misuse;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The running monolith beside a running shop: what each of them knows of the other. */
class MonolithAndShopTest {
  private static final String ORDERS = "../data/online-retail-2010-12-01-to-02.csv";
  private static final String SKU = "71053";

  /** A net and no expectation: only a test that is red waits this long. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final List<WebServer> servers = new ArrayList<>();
  private Caller shop;
  private Caller monolith;
  private String shopAddress;
  private String monolithAddress;

  @TempDir Path folder;

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  @Test
  void it_asks_for_its_orders_and_for_those_that_changed_since() throws Exception {
    openShop("--count", "30", "--every", "60000", "--configurable", "2");
    openMonolith("--pull-from", shopAddress, "--pull-overlap", "0");
    assertEquals(30, monolith.table("POST", "pull").size());
    assertEquals(linesOfShop(), linesOfMonolith());
    assertEquals(1, monolith.table("POST", "pull").size(), "the last one, of that second");

    CSVRecord changed = itemOf("100000003");
    shop.control("POST", "orders/100000003/items/%s?qty=7".formatted(changed.get("item_id")));
    shop.control("POST", "orders/100000004/cancel");
    shop.control("POST", "orders?sku=%s&qty=3".formatted(SKU));
    Set<String> pulled = new TreeSet<>();
    monolith.table("POST", "pull").forEach(row -> pulled.add(row.get("order")));
    assertTrue(pulled.containsAll(Set.of("100000003", "100000004", "100000031")), pulled::toString);
    assertTrue(pulled.size() <= 4, pulled::toString);
    assertEquals(linesOfShop(), linesOfMonolith());
  }

  @Test
  void it_asks_by_itself_where_that_is_asked_for() throws Exception {
    openShop("--count", "8");
    openMonolith("--pull-from", shopAddress, "--pull-every", "50");
    until(() -> linesOfMonolith().equals(linesOfShop()));
    shop.control("POST", "orders?sku=%s&qty=3".formatted(SKU));
    until(() -> linesOfMonolith().equals(linesOfShop()));
  }

  @Test
  void a_shop_that_does_not_answer_is_asked_again() throws Exception {
    openShop("--count", "8", "--mischief", "cut=4,fault-1=5", "--calls-per-session", "3");
    openMonolith("--pull-from", shopAddress);
    assertEquals(8, monolith.table("POST", "pull").size());
    assertEquals(linesOfShop(), linesOfMonolith());
    openMonolith("--pull-from", "http://127.0.0.1:1/", "--patience", "0");
    assertEquals(502, monolith.controlled("POST", "pull").statusCode());
  }

  @Test
  void what_it_despatches_it_reports_with_the_items_named_or_without() throws Exception {
    openShop("--count", "1", "--configurable", "1");
    openMonolith(
        "--pull-from", shopAddress, "--shop", shopAddress, "--named-batches", "no", "--stock", "0");
    shop.control("POST", "orders?sku=%s&qty=3&sku=22423&qty=2".formatted(SKU));
    monolith.control("POST", "pull");
    monolith.control("POST", "batches?reference=B1&sku=%s&qty=9".formatted(SKU));
    monolith.control("POST", "batches?reference=B2&sku=22423&qty=9");
    String order = "100000002";
    String item = itemOf(order).get("item_id");
    List<CSVRecord> reports =
        monolith.table(
            "POST",
            "orders/%s/despatch?item=%s&news=shipment&news=invoice&news=comment"
                .formatted(order, item));
    assertEquals(
        List.of(
            "sales_order_shipment.create", "sales_order_invoice.create", "sales_order.addComment"),
        column(reports, "method"));
    assertEquals("true", reports.get(2).get("outcome"));
    assertEquals(
        List.of("shipment," + item + ",3", "invoice," + item + ",3"),
        shop.table("GET", "documents").stream()
            .map(row -> row.get("kind") + "," + row.get("item_id") + "," + row.get("qty"))
            .toList());
    assertEquals("processing", shop.table("GET", "orders/" + order).get(0).get("state"));
    assertEquals("3 Stück verschickt", shop.table("GET", "comments").get(0).get("comment"));

    monolith.control("POST", "orders/%s/despatch?names=no&news=shipment".formatted(order));
    assertEquals("", shop.table("GET", "documents").get(2).get("item_id"));
    assertEquals("complete", shop.table("GET", "orders/" + order).get(0).get("state"));
    assertEquals(List.of("despatched", "despatched"), states(order));
    assertEquals(
        400, monolith.controlled("POST", "orders/%s/despatch".formatted(order)).statusCode());
    assertStock(SKU, "physical", 6);
    assertStock(SKU, "gone", 3);
  }

  @Test
  void what_it_has_decided_it_tells_by_a_comment_or_by_holding_the_order() throws Exception {
    openShop("--count", "1");
    openMonolith(
        "--pull-from", shopAddress, "--shop", shopAddress, "--named-batches", "no", "--stock", "0");
    shop.control("POST", "orders?sku=%s&qty=3".formatted(SKU));
    monolith.control("POST", "pull");
    monolith.table("POST", "orders/100000002/tell?by=comment");
    assertEquals("backordered", shop.table("GET", "comments").get(0).get("status"));
    assertEquals(
        List.of("sales_order.hold"),
        column(monolith.table("POST", "orders/100000002/tell?by=hold"), "method"));
    assertEquals("holded", shop.table("GET", "orders/100000002").get(0).get("state"));
    monolith.control("POST", "batches?reference=B1&sku=%s&qty=9".formatted(SKU));
    assertEquals(
        List.of("sales_order.unhold"),
        column(monolith.table("POST", "orders/100000002/tell?by=hold"), "method"));
    monolith.table("POST", "orders/100000002/tell?by=comment");
    assertEquals("processing", shop.table("GET", "comments").get(1).get("status"));
    assertEquals(400, monolith.controlled("POST", "orders/none/tell?by=hold").statusCode());
    assertEquals(400, monolith.controlled("POST", "orders/100000002/tell").statusCode());
  }

  @Test
  void an_order_that_it_cancels_is_cancelled_in_the_shop() throws Exception {
    openShop("--count", "2");
    openMonolith("--pull-from", shopAddress, "--shop", shopAddress);
    monolith.control("POST", "pull");
    assertEquals(
        List.of("true"), column(monolith.table("POST", "orders/100000002/cancel"), "outcome"));
    assertEquals("canceled", shop.table("GET", "orders/100000002").get(0).get("state"));
    assertEquals(400, monolith.controlled("POST", "orders/100000002/cancel").statusCode());
  }

  @Test
  void figures_that_changed_are_sent_to_the_shop_and_telephone_sales_with_them() throws Exception {
    openShop("--count", "0", "--user", "monolith");
    openMonolith("--shop", shopAddress, "--named-batches", "no", "--stock", "0");
    monolith.control("POST", "batches?reference=B1&sku=%s&qty=10".formatted(SKU));
    assertEquals("10.0000", shopsFigure());
    assertEquals(
        List.of("promised"),
        column(monolith.table("POST", "telephone?sku=%s&qty=4".formatted(SKU)), "state"));
    assertEquals("10.0000", shopsFigure(), "nobody else sees it");
    assertEquals(true, monolith.value("stock.set_aside", SKU, 8, "debt-1"));
    assertEquals(true, monolith.value("stock.set_aside", SKU, 8, "debt-1"));
    assertEquals(List.of(SKU), column(monolith.table("POST", "figures"), "about"));
    assertEquals("-2.0000", shopsFigure());
    assertEquals(List.of(), monolith.table("POST", "figures"), "nothing changed since");
    assertEquals(true, monolith.value("stock.give_back", SKU, 3));
    assertEquals(104, monolith.fault("stock.give_back", SKU, 6));
    assertEquals(104, monolith.fault("stock.set_aside", "NONE", 1));
    assertEquals(105, monolith.fault("stock.set_aside", SKU, 0));
    monolith.control("POST", "stock/%s/leave?qty=5&set-aside=yes".formatted(SKU));
    monolith.control("POST", "stock/%s/count?qty=4".formatted(SKU));
    monolith.control("POST", "orders/T000001/despatch");
    monolith.control("POST", "figures");
    assertEquals("0.0000", shopsFigure());
    assertStock(SKU, "received", 10);
    assertStock(SKU, "corrected", -1);
    assertStock(SKU, "gone", 9);
    assertStock(SKU, "physical", 0);
    assertStock(SKU, "set_aside", 0);
    Set<String> methods = new TreeSet<>(column(monolith.table("GET", "told"), "method"));
    assertEquals(Set.of("cataloginventory_stock_item.update"), methods);
  }

  @Test
  void figures_go_to_the_shop_by_themselves_where_that_is_asked_for() throws Exception {
    openShop("--count", "0", "--user", "monolith");
    openMonolith("--shop", shopAddress, "--named-batches", "no", "--reports-every", "50");
    int figure = stock(SKU, "figure");
    create(XmlRpc.call("sales_order.create", order("1", "4.0000")));
    until(() -> shopsFigure().equals(figure - 4 + ".0000"));
  }

  @ParameterizedTest
  @CsvSource({
    "update,cataloginventory_stock_item.update,2",
    "multi-update,cataloginventory_stock_item.multiUpdate,1",
    "multi-call,multiCall,1",
    "product,catalog_product.update,2"
  })
  void figures_are_sent_by_whichever_call_it_uses(String call, String method, int calls)
      throws Exception {
    openShop("--count", "0", "--user", "monolith", "--calls-per-session", "1");
    openMonolith(
        "--shop", shopAddress, "--named-batches", "no", "--stock", "50", "--figures-by", call);
    int first = stock(SKU, "figure");
    int second = stock("22423", "figure");
    monolith.control("POST", "telephone?sku=%s&qty=1&sku=22423&qty=1".formatted(SKU));
    List<CSVRecord> reports = monolith.table("POST", "figures");
    assertEquals(Collections.nCopies(calls, method), column(reports, "method"));
    assertEquals(first - 1 + ".0000", shopsFigure());
    assertEquals(second - 1 + ".0000", row(shop.table("GET", "stock"), "22423").get("qty"));
    monolith.control("POST", "batches?reference=B1&sku=NONE&qty=7");
    assertTrue(
        column(monolith.table("GET", "told"), "outcome").get(calls).contains("101"),
        "there is no such product in the shop");
  }

  @Test
  void a_method_in_a_session_goes_wrong_under_its_own_name() throws Exception {
    openMonolith("--mischief", "fault-1=1", "--mischief-in", "stock.set_aside");
    assertEquals(1, monolith.fault("call", "any", "stock.set_aside", List.of(SKU, 1)));
    assertEquals(105, monolith.fault("call", "any", "stock.give_back", List.of(SKU, 0)));
  }

  @Test
  void what_it_promised_can_be_listed() throws Exception {
    openMonolith("--stock", "0", "--named-batches", "no", "--prefers", "earliest");
    monolith.control("POST", "batches?reference=B1&sku=%s&qty=5".formatted(SKU));
    monolith.control("POST", "batches?reference=B2&sku=%s&qty=50&eta=2010-12-30".formatted(SKU));
    create(XmlRpc.call("sales_order.create", order("1", "4.0000")));
    create(XmlRpc.call("sales_order.create", order("2", "4.0000")));
    create(XmlRpc.call("sales_order.create", order("3", "400.0000")));
    List<Map<String, Object>> promises = monolith.rows("stock.promises", List.of(SKU));
    assertEquals(2, promises.size());
    Map<String, Object> second = promises.get(1);
    assertEquals(
        List.of("2", "11", SKU, 4, "B2", "20101230T00:00:00"),
        List.of(
            second.get("order"),
            second.get("item_id"),
            second.get("sku"),
            second.get("qty"),
            second.get("batch"),
            second.get("day")));
    assertEquals(List.of(), monolith.rows("stock.promises", List.of("NONE")));
    Map<String, Object> left = monolith.rows("stock.figures", List.of(SKU)).get(0);
    assertEquals(List.of(SKU, "1"), List.of(left.get("sku"), left.get("figure").toString()));
    assertEquals(2, monolith.rows("stock.promises").size());
    assertEquals(List.of("to-buy"), states("3"));
    assertEquals(true, monolith.value("stock.set_aside", SKU, 1, "r", "B2"));
    Map<String, Object> aside = monolith.rows("stock.promises").get(2);
    assertEquals(
        List.of("set aside", SKU, 1, "B2"),
        List.of(aside.get("order"), aside.get("sku"), aside.get("qty"), aside.get("batch")));
  }

  @Test
  void an_order_is_taken_in_every_way_in_which_a_shop_may_write_the_call() throws Exception {
    openMonolith();
    String session = (String) value("login", "shop", "secret");
    value("call", session, "sales_order.create", List.of(order("1", "1")));
    value("call", session, "sales_order.create", order("2", "1"));
    List<?> answers =
        (List<?>)
            value(
                "multiCall",
                session,
                List.of(
                    List.of("sales_order.create", List.of(order("3", "1"))),
                    List.of("sales_order.cancel", List.of("none"))));
    assertEquals("3", ((Map<?, ?>) answers.get(0)).get("order"));
    assertEquals(100, ((Map<?, ?>) answers.get(1)).get("faultCode"));
    answers =
        (List<?>)
            value(
                "system.multicall",
                List.of(
                    Map.of("methodName", "sales_order.create", "params", List.of(order("4", "1"))),
                    Map.of("methodName", "sales_order.cancel", "params", List.of("none"))));
    assertEquals("4", ((Map<?, ?>) ((List<?>) answers.get(0)).get(0)).get("order"));
    assertEquals(100, ((Map<?, ?>) answers.get(1)).get("faultCode"));
    assertEquals(List.of("1", "2", "3", "4"), column(monolith.table("GET", "orders"), "order"));
    assertEquals(true, value("call", session, "sales_order.cancel", List.of("1")));
    assertEquals(true, value("endSession", session));
    assertEquals(3, monolith.table("GET", "orders").size());
    assertEquals("cancelled", monolith.table("GET", "orders?all=yes").get(0).get("state"));
  }

  @Test
  void what_is_planted_is_switched_on_and_off() throws Exception {
    openMonolith("--flaws", "order-refused=1", "--named-batches", "no");
    assertEquals(103, monolith.fault("sales_order.create", order("1", "1")));
    assertEquals("roomiest late=1\n", monolith.control("POST", "policy?late=1"));
    create(XmlRpc.call("sales_order.create", order("1", "1")));
    assertEquals("2010-12-31", monolith.table("GET", "orders").get(0).get("day"));
    assertEquals(
        "earliest line-refused=1\n",
        monolith.control("POST", "policy?preference=earliest&line-refused=1"));
    create(XmlRpc.call("sales_order.create", order("2", "1")));
    assertEquals(List.of("refused"), states("2"));
    monolith.control("POST", "policy?unsaid=1");
    List<?> said =
        (List<?>) ((Map<?, ?>) value("sales_order.create", order("3", "1"))).get("decisions");
    assertEquals("undecided", ((Map<?, ?>) said.get(0)).get("state"));
    assertEquals(List.of("promised"), states("3"));
    assertEquals(400, monolith.controlled("POST", "policy?lazy=1").statusCode());
    assertEquals(400, monolith.controlled("POST", "policy?preference=none").statusCode());
  }

  @Test
  void a_line_is_decided_about_when_its_time_has_come() throws Exception {
    openMonolith("--decides-after", "100", "--named-batches", "no");
    int figure = stock(SKU, "figure");
    Map<?, ?> answer = (Map<?, ?>) monolith.value("sales_order.create", order("1", "1"));
    assertEquals(
        "undecided", ((Map<?, ?>) ((List<?>) answer.get("decisions")).get(0)).get("state"));
    until(() -> states("1").equals(List.of("promised")));
    assertStock(SKU, "figure", figure - 1);
  }

  @Test
  void the_same_seed_decides_the_same_however_the_orders_arrive() throws Exception {
    String first = decisions("1", 1);
    assertTrue(first.contains("to-buy") && first.contains("promised"), "stock is short");
    assertEquals(first, decisions("1", 6));
    assertNotEquals(first, decisions("2", 6));
  }

  @Test
  void every_byte_it_received_can_be_asked_for() throws Exception {
    openMonolith("--record", folder.resolve("recording").toString());
    byte[] call = XmlRpc.call("sales_order.create", order("Ä1", "1"));
    byte[] answer = monolith.post(call).body();
    Path copy = Files.write(folder.resolve("copy"), monolith.bytes("received"));
    List<Recording.Exchange> exchanges = Recording.read(copy);
    assertEquals(1, exchanges.size());
    assertArrayEquals(call, Message.parse(exchanges.get(0).request()).body());
    assertArrayEquals(answer, Message.parse(exchanges.get(0).answer()).body());
    openMonolith();
    assertEquals(400, monolith.controlled("GET", "received").statusCode());
  }

  @Test
  void options_that_cannot_be_understood_are_named() {
    assertWrong("--flaws", "lazy=3", "there is no flaw called lazy");
    assertWrong("--flaws", "late=often", "late needs a whole number from 0, not often");
    assertWrong("--prefers", "none", "--prefers");
    assertWrong("--named-batches", "perhaps", "--named-batches");
    assertWrong("--decides-after", "soon", "--decides-after");
    assertWrong("--mischief", "fire=1", "there is no mischief called fire");
    assertWrong("--mischief", "duplicates=1", "there is no mischief called duplicates");
    assertWrong("--pull-from", "shop.example", "it needs an address that begins with http://");
    assertWrong("--pull-every", "50", "--pull-every needs --pull-from");
  }

  private static void assertWrong(String option, String value, String why) {
    Misuse.assertRefused(
        new MonolithOptions().commandLine(), why, "--orders", ORDERS, option, value);
  }

  /** What the monolith decides about all orders of a shop that sends them, some at once. */
  private String decisions(String seed, int atOnce) throws Exception {
    openShop("--count", "150");
    openMonolith(
        "--seed", seed, "--stock", "20", "--decides-after", "3600000", "--flaws", "late=5");
    shop.control("POST", "sending?at-once=%d&to=%s".formatted(atOnce, monolithAddress));
    until(() -> shop.table("GET", "sending").get(0).get("under_way").equals("0"));
    return String.join(
        "\n",
        monolith.table("POST", "decide").stream()
            .map(row -> String.join(",", row.toList()))
            .sorted()
            .toList());
  }

  /** The goods that are still wanted: order, item, SKU, quantity. */
  private Set<String> linesOfShop() throws Exception {
    Set<String> lines = new TreeSet<>();
    for (CSVRecord row : shop.table("GET", "orders")) {
      if (row.get("product_type").equals("simple") && row.get("state").equals("processing")) {
        String parent = row.get("parent_item_id");
        String item = parent.isEmpty() ? row.get("item_id") : parent;
        lines.add(String.join(",", row.get("order"), item, row.get("sku"), row.get("qty")));
      }
    }
    return lines;
  }

  private Set<String> linesOfMonolith() throws Exception {
    Set<String> lines = new TreeSet<>();
    for (CSVRecord row : monolith.table("GET", "orders")) {
      lines.add(
          String.join(",", row.get("order"), row.get("item_id"), row.get("sku"), row.get("qty")));
    }
    return lines;
  }

  /** The first item of an order in the shop. */
  private CSVRecord itemOf(String order) throws Exception {
    return shop.table("GET", "orders/" + order).get(0);
  }

  private List<String> states(String order) throws Exception {
    return monolith.table("GET", "orders").stream()
        .filter(row -> row.get("order").equals(order))
        .map(row -> row.get("state"))
        .toList();
  }

  private void assertStock(String sku, String column, int units) throws Exception {
    assertEquals(units, stock(sku, column), column);
  }

  private int stock(String sku, String column) throws Exception {
    return Integer.parseInt(row(monolith.table("GET", "stock"), sku).get(column));
  }

  private String shopsFigure() throws Exception {
    return row(shop.table("GET", "stock"), SKU).get("qty");
  }

  private static CSVRecord row(List<CSVRecord> rows, String sku) {
    return rows.stream().filter(row -> row.get("sku").equals(sku)).findFirst().orElseThrow();
  }

  private static List<String> column(List<CSVRecord> rows, String name) {
    return rows.stream().map(row -> row.get(name)).toList();
  }

  /** What is no ASCII is left out: some answers are ISO-8859-1 and say that they are UTF-8. */
  private Object value(String method, Object... parameters) throws Exception {
    String answer =
        new String(
            monolith.post(XmlRpc.call(method, parameters)).body(), StandardCharsets.US_ASCII);
    return ((XmlRpc.Success) XmlRpc.readAnswer(answer.getBytes(StandardCharsets.UTF_8))).value();
  }

  private void create(byte[] call) throws Exception {
    assertInstanceOf(XmlRpc.Success.class, XmlRpc.readAnswer(monolith.post(call).body()));
  }

  private static Map<String, Object> order(String number, String quantity) {
    return Map.of(
        "increment_id",
        number,
        "items",
        List.of(Map.of("item_id", "11", "sku", SKU, "qty_ordered", quantity)));
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "it does not come to that");
    }
  }

  private void openShop(String... more) throws IOException {
    WebServer server = ShopServer.open(options(more));
    servers.add(server);
    shop = new Caller(server.port());
    shopAddress = "http://127.0.0.1:%d/api/xmlrpc".formatted(server.port());
  }

  private void openMonolith(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--today", "2010-12-24", "--user"));
    options.add(List.of(more).contains("--pull-from") ? "adapter" : "monolith");
    options.addAll(List.of(more));
    WebServer server = Monolith.open(options(options.toArray(String[]::new)));
    servers.add(server);
    monolith = new Caller(server.port());
    monolithAddress = "http://127.0.0.1:%d/".formatted(server.port());
  }

  private static String[] options(String... more) {
    List<String> options = new ArrayList<>(List.of("--orders", ORDERS));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }
}
