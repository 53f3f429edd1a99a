package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Caller;
import dev.ficus.oldworld.Misuse;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopServerTest {
  private static final String ORDERS = "../data/online-retail-2010-12-01-to-02.csv";

  /** A net and no expectation: only a test that is red waits this long. */
  static final Duration LIMIT = Duration.ofMinutes(15);

  private static final String FIRST = "100000001";
  private static final String LIST = "sales_order.list";
  private static final String INFO = "sales_order.info";
  private static final String UPDATE = "cataloginventory_stock_item.update";

  private final List<WebServer> servers = new ArrayList<>();
  private Caller shop;
  private String session;

  @TempDir Path folder;

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  @Test
  void a_list_has_the_orders_since_a_time_without_their_items() throws Exception {
    open("--count", "20", "--every", "60000");
    assertEquals(20, rows(LIST, List.of()).size());
    Map<String, Object> since = Map.of("from", "2010-12-24 17:55:00");
    List<Map<String, Object>> rows = rows(LIST, List.of(Map.of("updated_at", since)));
    assertEquals(6, rows.size());
    assertEquals("100000015", rows.get(0).get("increment_id"));
    assertEquals("2010-12-24 17:55:00", rows.get(0).get("updated_at"));
    assertFalse(rows.get(0).containsKey("items"));
    Map<String, Object> condition = Map.of("key", "from", "value", "2010-12-24 17:55:00");
    Map<String, Object> complex =
        Map.of("complex_filter", List.of(Map.of("key", "updated_at", "value", condition)));
    assertEquals(rows, rows(LIST, List.of(complex)));
  }

  @Test
  void an_order_has_its_items_with_numbers_as_texts() throws Exception {
    open("--configurable", "1");
    Map<String, Object> order = info(FIRST);
    assertEquals(FIRST, order.get("increment_id"));
    Map<String, Object> choice = items(order).get(0);
    Map<String, Object> thing = items(order).get(1);
    assertEquals("6.0000", choice.get("qty_ordered"));
    assertEquals("configurable", choice.get("product_type"));
    assertNull(choice.get("parent_item_id"));
    assertEquals("simple", thing.get("product_type"));
    assertEquals(choice.get("item_id"), thing.get("parent_item_id"));
    assertEquals(choice.get("sku"), thing.get("sku"));
    assertEquals(List.of(), order.get("status_history"));
    assertEquals(List.of(), order.get("payment"), "an empty PHP array where a struct is meant");
  }

  @Test
  void its_handwriting_can_be_made_plain() throws Exception {
    open("--writing", "plain");
    Map<String, Object> order = info(FIRST);
    assertEquals(1, order.get("order_id"));
    assertEquals(6.0, items(order).get(0).get("qty_ordered"));
    assertEquals("", items(order).get(0).get("parent_item_id"));
    assertEquals(Map.of(), order.get("payment"));
  }

  @Test
  void what_only_accountants_need_can_be_left_out() throws Exception {
    open("--columns", "few");
    Map<String, Object> order = info(FIRST);
    assertEquals("6.0000", items(order).get(0).get("qty_ordered"));
    assertEquals("processing", order.get("status"));
    assertFalse(order.containsKey("shipping_address"));
    assertFalse(items(order).get(0).containsKey("price"));
    assertEquals(100, rows(LIST, List.of(Map.of("order_currency_code", "GBP"))).size());
  }

  @Test
  void it_fails_as_magento_does() throws Exception {
    open();
    assertEquals(2, shop.fault("login", "adapter", "guess"));
    assertEquals(6, shop.fault("login", "adapter", ""));
    assertEquals(5, shop.fault("call", "nobody's", LIST, List.of()));
    assertEquals(3, shop.fault("call", session, "sales_order.sell", List.of()));
    assertEquals(3, shop.fault("call", session, "sales_order", List.of()));
    assertEquals(100, shop.fault("call", session, INFO, List.of("000000007")));
    assertEquals(101, shop.fault("call", session, UPDATE, List.of("NONE", Map.of("qty", 1))));
    assertEquals(620, shop.fault("sell", session));
    assertEquals(623, shop.fault("call", session));
    byte[] half = "<methodCall><methodName>login".getBytes(StandardCharsets.UTF_8);
    assertTrue(new String(shop.post(half).body(), StandardCharsets.UTF_8).contains("631"));
  }

  @Test
  void a_cancelled_order_cannot_be_cancelled_again() throws Exception {
    open();
    assertEquals(true, call("order.cancel", FIRST));
    assertEquals("canceled", info(FIRST).get("status"));
    assertEquals(103, shop.fault("call", session, "sales_order.cancel", List.of(FIRST)));
  }

  @Test
  void failures_inside_a_multi_call_are_structs_beside_the_answers() throws Exception {
    open();
    List<Object> calls =
        List.of(List.of(INFO, List.of(FIRST)), List.of(INFO, List.of("1")), List.of("nothing"));
    List<Map<String, Object>> results = shop.rows("multiCall", session, calls);
    assertEquals(FIRST, results.get(0).get("increment_id"));
    assertEquals(
        Map.of("isFault", true, "faultCode", "100", "faultMessage", "Requested order not exists."),
        results.get(1));
    assertEquals("3", results.get(2).get("faultCode"));
    assertEquals(2, shop.rows("multiCall", session, calls, Map.of("break", 1)).size());
  }

  @Test
  void goods_are_shipped_item_by_item_or_all_that_are_left() throws Exception {
    open("--configurable", "1");
    Map<String, Object> order = info(FIRST);
    Map<String, Object> choice = items(order).get(0);
    String item = (String) choice.get("item_id");
    Object number = call("sales_order_shipment.create", FIRST, Map.of(item, "2.0000"));
    for (Map<String, Object> part : items(info(FIRST)).subList(0, 2)) {
      assertEquals("2.0000", part.get("qty_shipped"));
      assertEquals("6.0000", part.get("qty_ordered"));
    }
    assertEquals("processing", info(FIRST).get("state"));
    assertEquals(
        102,
        shop.fault(
            "call", session, "sales_order_shipment.create", List.of(FIRST, Map.of(item, 5))));
    call("sales_order_invoice.create", FIRST);
    assertEquals("processing", info(FIRST).get("state"), "an invoice changes nothing");
    call("order_shipment.create", FIRST, List.of());
    assertEquals("complete", info(FIRST).get("state"));
    assertEquals(102, shop.fault("call", session, "sales_order_shipment.create", List.of(FIRST)));
    assertEquals(103, shop.fault("call", session, "sales_order_invoice.create", List.of("7")));
    assertEquals(
        List.of(number + ",shipment," + item + ",2", "100000002,invoice,,", "100000003,shipment,,"),
        shop.table("GET", "documents").stream()
            .map(
                row ->
                    String.join(
                        ",",
                        row.get("number"),
                        row.get("kind"),
                        row.get("item_id"),
                        row.get("qty")))
            .toList());
  }

  @Test
  void a_session_is_good_for_so_many_calls() throws Exception {
    open("--calls-per-session", "2");
    call(LIST);
    call(LIST);
    assertEquals(5, shop.fault("call", session, LIST));
    session = (String) shop.value("login", "adapter", "secret");
    shop.value("endSession", session);
    assertEquals(5, shop.fault("call", session, LIST));
    session = (String) shop.value("login", "adapter", "secret");
    shop.control("POST", "sessions/expire");
    assertEquals(5, shop.fault("multiCall", session, List.of()));
  }

  @Test
  void stock_is_updated_and_counted() throws Exception {
    open();
    call(UPDATE, "71053", Map.of("qty", "7", "is_in_stock", "1"));
    call("product_stock.update", "71053", Map.of("qty", 7, "is_in_stock", true));
    CSVRecord figures = stock("71053");
    assertEquals("7.0000", figures.get("qty"));
    assertEquals("1", figures.get("is_in_stock"));
    assertEquals("2", figures.get("updates"));
    assertEquals("1", figures.get("repeats"));
    call(UPDATE, "71053", Map.of("qty", "0", "is_in_stock", "1"));
    assertEquals("0", stock("71053").get("is_in_stock"), "nothing is not in stock");
    assertEquals(
        List.of("85123A", "71053"),
        rows("cataloginventory_stock_item.list", List.of(List.of("71053", "85123A", "NONE")))
            .stream()
            .map(row -> row.get("sku"))
            .toList(),
        "by id, whatever was asked for");
    assertEquals(1600, rows("catalog_product.list", List.of()).size());
  }

  @Test
  void its_own_stock_follows_its_orders_where_that_is_switched_on() throws Exception {
    open("--count-stock", "yes");
    call(UPDATE, "71053", Map.of("qty", "7"));
    String order = shop.table("POST", "orders?sku=71053&qty=2").get(0).get("order");
    assertEquals("5.0000", stock("71053").get("qty"));
    shop.control("POST", "orders/" + order + "/cancel");
    assertEquals("7.0000", stock("71053").get("qty"));
  }

  @Test
  void comments_set_the_status_and_are_kept() throws Exception {
    open("--every", "60000");
    Object before = info(FIRST).get("updated_at");
    call("sales_order.addComment", FIRST, "allocated", "Ships on Monday", true);
    call("sales_order.addComment", FIRST, false, "Still does");
    assertEquals("allocated", info(FIRST).get("status"));
    assertNotEquals(before, info(FIRST).get("updated_at"), "a comment is a change");
    List<CSVRecord> comments = shop.table("GET", "comments");
    assertEquals(2, comments.size());
    assertEquals("Ships on Monday", comments.get(0).get("comment"));
    assertEquals("true", comments.get(0).get("notified"));
    assertEquals("allocated", comments.get(1).get("status"));
  }

  @Test
  void an_order_may_be_seen_late_with_an_older_stamp_than_others() throws Exception {
    open("--count", "3");
    String late = shop.table("POST", "orders?late=3600").get(0).get("order");
    assertEquals(100, shop.fault("call", session, INFO, List.of(late)));
    shop.control("POST", "clock?minutes=1");
    String later = shop.table("POST", "orders").get(0).get("order");
    assertEquals(4, rows(LIST, List.of()).size());
    shop.control("POST", "commit");
    assertEquals(5, rows(LIST, List.of()).size());
    assertTrue(stamp(info(late)).compareTo(stamp(info(later))) < 0);
  }

  @Test
  void the_youngest_orders_may_be_late_when_the_shop_opens() throws Exception {
    open("--count", "500", "--every", "1000", "--late", "2", "--late-by", "100");
    int seen = rows(LIST, List.of()).size();
    assertTrue(seen >= 400 && seen < 490, seen + " seen");
    shop.control("POST", "commit");
    assertEquals(500, rows(LIST, List.of()).size());
  }

  @Test
  void what_is_ordered_can_be_counted_before_it_is_seen() throws Exception {
    open("--count", "3", "--late", "1", "--late-by", "100");
    assertEquals(List.of(), shop.table("GET", "orders"));
    List<CSVRecord> unseen = shop.table("GET", "orders?unseen=yes");
    shop.control("POST", "commit");
    assertEquals(cells(unseen), cells(shop.table("GET", "orders")));
  }

  @Test
  void it_sends_all_its_orders_by_itself_where_it_is_asked_to() throws Exception {
    WebServer monolith = Monolith.open("--orders", ORDERS);
    servers.add(monolith);
    Caller partner = new Caller(monolith.port());
    open("--count", "40");
    String address = "http://127.0.0.1:%d/api".formatted(monolith.port());
    shop.control("POST", "sending?at-once=3&to=" + address);
    CSVRecord done = whenAllAreSent();
    assertEquals("40", done.get("accepted"));
    assertEquals("0", done.get("refused"));
    assertEquals(
        shop.table("GET", "orders").stream().map(row -> row.get("order")).distinct().toList(),
        partner.table("GET", "orders").stream()
            .map(row -> row.get("order"))
            .distinct()
            .sorted()
            .toList());
  }

  @Test
  void a_clock_that_is_put_back_stamps_changes_older_than_they_are() throws Exception {
    open("--count", "3", "--clock-wrong", "-7");
    String before = stamp(shop.value("call", session, INFO, List.of("100000003")));
    assertEquals("2010-12-24 17:53:00", before);
    shop.control("POST", "clock?minutes=-10");
    String order = shop.table("POST", "orders").get(0).get("order");
    assertTrue(stamp(info(order)).compareTo(before) < 0);
  }

  @Test
  void an_order_changes_as_its_customer_does() throws Exception {
    open("--configurable", "1", "--leave-out", "71053");
    List<CSVRecord> before = shop.table("GET", "orders/" + FIRST);
    shop.control("POST", "orders/%s/items/%s?qty=3".formatted(FIRST, before.get(1).get("item_id")));
    assertEquals("3.0000", items(info(FIRST)).get(0).get("qty_ordered"));
    assertEquals("3.0000", items(info(FIRST)).get(1).get("qty_ordered"));
    shop.control("DELETE", "orders/%s/items/%s".formatted(FIRST, before.get(0).get("item_id")));
    assertEquals(before.size() - 2, items(info(FIRST)).size());
    shop.control("POST", "orders/%s/cancel".formatted(FIRST));
    assertEquals("canceled", info(FIRST).get("state"));
    shop.control("POST", "orders/%s/reopen".formatted(FIRST));
    assertEquals("processing", info(FIRST).get("state"));
    shop.control("POST", "orders/%s/despatch".formatted(FIRST));
    assertEquals("complete", info(FIRST).get("status"));
    assertEquals(409, shop.controlled("POST", "orders/%s/cancel".formatted(FIRST)).statusCode());
    assertEquals(404, shop.controlled("POST", "orders/9/cancel").statusCode());
    HttpResponse<String> refused =
        shop.controlled("POST", "orders/%s/items/1?qty=none".formatted(FIRST));
    assertEquals(400, refused.statusCode());
    assertEquals("qty needs a whole number from 1, not none\n", refused.body());
  }

  @Test
  void the_same_seed_makes_the_same_world() throws Exception {
    String[] world = {"--count", "50", "--configurable", "5", "--late", "9", "--seed", "7"};
    String first = future(world);
    assertEquals(first, future(world));
    world[7] = "8";
    assertNotEquals(first, future(world));
  }

  @Test
  void what_goes_wrong_is_switched_on_and_off() throws Exception {
    open("--count", "30");
    mischief("fault-1=1");
    assertEquals(1, shop.fault("call", session, LIST));
    mischief("http-500=1");
    assertEquals(500, shop.post(XmlRpc.call("system.listMethods")).statusCode());
    mischief("cut=1");
    assertThrows(IOException.class, () -> shop.answer("system.listMethods"));
    mischief("truncated=1");
    assertThrows(XMLStreamException.class, () -> call(LIST));
    assertThrows(XMLStreamException.class, () -> shop.answer("endSession", "any"));
    mischief("duplicates=1");
    assertTrue(rows(LIST, List.of()).size() > 30);
    mischief("slow=1000000");
    assertEquals(30, rows(LIST, List.of()).size());
    assertEquals(400, shop.controlled("POST", "mischief?fire=1").statusCode());
    assertEquals(400, shop.controlled("POST", "mischief?cut=1&method=login").statusCode());
  }

  @Test
  void a_charset_label_may_be_a_lie() throws Exception {
    open("--mischief", "charset=1");
    byte[] body = shop.post(XmlRpc.call("call", session, INFO, List.of(FIRST))).body();
    assertTrue(new String(body, StandardCharsets.ISO_8859_1).contains("Brontë"));
    assertTrue(new String(body, StandardCharsets.ISO_8859_1).contains("encoding=\"UTF-8\""));
  }

  @Test
  void a_call_that_failed_may_have_been_carried_out_all_the_same() throws Exception {
    open("--mischief", "cut=2", "--seed", "3");
    int unanswered = 0;
    int answered = 0;
    for (int i = 0; i < 40; i++) {
      try {
        shop.answer("stock.receive", "batch-" + i, "71053", 5, "");
        answered++;
      } catch (IOException cut) {
        unanswered++;
      }
    }
    int carriedOut = shop.table("GET", "receipts").size();
    assertTrue(answered < carriedOut && carriedOut < answered + unanswered, carriedOut + " were");
  }

  @Test
  void calls_are_counted_by_method() throws Exception {
    open();
    call(INFO, FIRST);
    shop.fault("call", session, INFO, List.of("1"));
    shop.value("multiCall", session, List.of(List.of(INFO, List.of(FIRST))));
    CSVRecord info = row(shop.table("GET", "calls"), "method", INFO);
    assertEquals("2", info.get("calls"));
    assertEquals("1", info.get("faults"));
    assertEquals("1", row(shop.table("GET", "calls"), "method", "all").get("most_at_once"));
  }

  @Test
  void every_byte_is_recorded() throws Exception {
    Path file = folder.resolve("recording");
    open("--record", file.toString());
    byte[] document = XmlRpc.call("call", session, INFO, List.of(FIRST));
    HttpResponse<byte[]> answer = shop.post(document, "X-Odd", "Value");
    List<Recording.Exchange> exchanges = Recording.read(file);
    Recording.Exchange last = exchanges.get(exchanges.size() - 1);
    assertArrayEquals(document, Message.parse(last.request()).body());
    assertEquals("Value", Message.parse(last.request()).header("x-odd").orElseThrow());
    assertArrayEquals(answer.body(), Message.parse(last.answer()).body());
  }

  @Test
  void a_shop_that_only_sends_what_is_written_takes_no_order_of_its_own() throws Exception {
    open("--as-written", "yes");
    for (String request : List.of("orders", "orders?sku=RUG&qty=1", "changes")) {
      HttpResponse<String> answer = shop.controlled("POST", request);
      assertEquals(409, answer.statusCode(), request);
      assertEquals("the shop has no orders of its own", answer.body().strip(), request);
    }
    assertEquals(List.of(), shop.table("GET", "orders?unseen=yes"));
  }

  @Test
  void options_that_do_not_go_together_are_named() {
    assertOption(
        "--changes-per-second needs orders of its own",
        "--orders",
        ORDERS,
        "--as-written",
        "yes",
        "--changes-per-second",
        "1");
  }

  @Test
  void options_that_cannot_be_understood_are_named() {
    assertOption("Missing required option: '--orders=FILE'", "--count", "5");
    assertOption("Unknown option: '--colour'", "--orders", "x", "--colour");
    assertOption("there is no mischief called fire", "--orders", ORDERS, "--mischief", "fire=1");
    assertWrong("--writing", "nil,runes", "expected one of [NIL, STRINGS, EMPTY_ARRAYS");
    assertWrong("--seed", "one", "'one' is not a long");
    assertWrong("--count", "-1", "it needs a whole number from 0, not -1");
    assertWrong("--clock-wrong", "2147483648", "it needs a whole number from -2147483648, not");
    assertWrong("--count-stock", "maybe", "expected one of [YES, NO]");
    assertWrong("--columns", "red", "expected one of [ALL, FEW]");
    assertWrong("--now", "noon", "cannot convert 'noon'");
  }

  private static void assertWrong(String option, String value, String why) {
    assertOption("Invalid value for option '" + option + "'", "--orders", "x", option, value);
    assertOption(why, "--orders", "x", option, value);
  }

  private static void assertOption(String message, String... options) {
    Misuse.assertRefused(new ShopOptions().commandLine(), message, options);
  }

  /** What becomes of a world by itself, as far as it can be seen from outside. */
  private String future(String... world) throws Exception {
    open(world);
    shop.control("POST", "changes?count=200");
    String seen = shop.control("GET", "orders").replaceAll("18:0[0-9]:[0-9]{2}", "now");
    return seen + shop.control("GET", "stock") + items(info(FIRST));
  }

  private void open(String... more) throws Exception {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--orders", ORDERS));
    options.addAll(List.of("--now", "2010-12-24T18:00:00Z"));
    options.addAll(List.of(more));
    WebServer server = ShopServer.open(options.toArray(String[]::new));
    servers.add(server);
    shop = new Caller(server.port());
    session = options.contains("cut=2") ? "" : (String) shop.value("login", "adapter", "secret");
  }

  private void mischief(String words) throws Exception {
    assertEquals(words, shop.control("POST", "mischief?" + words).strip());
  }

  private Object call(String path, Object... arguments) throws Exception {
    return shop.value("call", session, path, List.of(arguments));
  }

  private List<Map<String, Object>> rows(String path, List<?> arguments) throws Exception {
    return shop.rows("call", session, path, arguments);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> info(String order) throws Exception {
    return (Map<String, Object>) call(INFO, order);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> items(Map<String, Object> order) {
    return (List<Map<String, Object>>) order.get("items");
  }

  private static String stamp(Object order) {
    return (String) ((Map<?, ?>) order).get("updated_at");
  }

  /** What became of the orders that it sends by itself. */
  private CSVRecord whenAllAreSent() throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    CSVRecord sending = shop.table("GET", "sending").get(0);
    while (!sending.get("under_way").equals("0")) {
      assertTrue(System.nanoTime() < end, () -> "still under way");
      sending = shop.table("GET", "sending").get(0);
    }
    return sending;
  }

  private static List<List<String>> cells(List<CSVRecord> rows) {
    return rows.stream().map(CSVRecord::toList).toList();
  }

  private CSVRecord stock(String sku) throws Exception {
    return row(shop.table("GET", "stock"), "sku", sku);
  }

  private static CSVRecord row(List<CSVRecord> rows, String column, String value) {
    return rows.stream().filter(row -> row.get(column).equals(value)).findFirst().orElseThrow();
  }
}
