package dev.ficus.legacy.whole;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop that is sent its stock, and does what old shops do: in the end it has it right. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(RedrivingResource.class)
@WithTestResource(CapturingResource.class)
@WithTestResource(StockedShopResource.class)
class PushingTest {
  private static final int MARGIN = 2;
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private final Map<String, Long> expected = new TreeMap<>();
  private StockedShopResource.StockedShopAddress shop;
  private FakeAvailability availability;
  private FakeAllocation allocation;

  /** What the shop has of a SKU. */
  private record Figure(long quantity, boolean inStock, long updates, long repeats) {

    /** What it was sent, but for what it was sent again because it had failed after it was done. */
    long news() {
      return updates - repeats;
    }
  }

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    given().post("/pushing/stocked/resume").then().statusCode(202);
  }

  @Test
  void the_shop_has_what_availability_has_less_the_margin() throws Exception {
    List<String> skus = skus(40);
    for (int i = 0; i < skus.size(); i++) {
      inStock(skus.get(i), i);
    }
    eventuallyUpToDate();
    // Up and down, and through nothing at all.
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      inStock(skus.get(random.nextInt(skus.size())), random.nextInt(5));
    }
    eventuallyUpToDate();
    for (String sku : skus) {
      assertEquals(figure(sku).quantity() > 0, figure(sku).inStock(), sku);
    }
  }

  @Test
  void nothing_is_sent_twice_and_what_lies_in_between_is_not_sent() throws Exception {
    String sku = skus(1).get(0);
    inStock(sku, 50);
    eventuallyUpToDate();
    given().post("/pushing/stocked/pause").then().statusCode(202);
    long before = figure(sku).news();
    for (int units = 49; units >= 40; units--) {
      inStock(sku, units);
    }
    given().post("/pushing/stocked/resume").then().statusCode(202);
    eventuallyUpToDate();
    assertEquals(1, figure(sku).news() - before);
  }

  @Test
  void what_is_ordered_and_not_placed_yet_is_not_offered() throws Exception {
    String sku = skus(1).get(0);
    inStock(sku, 30);
    eventuallyUpToDate();
    String number = "P-" + UUID.randomUUID();
    Answer answer = OldShop.create(OldShop.order(number, OldShop.item("7", sku, "4.0000")));
    assertTrue(answer instanceof Answer.Result, answer::toString);
    expected.put(sku, 30L - 4 - MARGIN);
    eventuallyUpToDate();

    try (AllocationEvents events = new AllocationEvents()) {
      // What cannot be read keeps nothing else from being read.
      events.sayNonsense("");
      events.sayNonsense("{\"orderid\":\"shop:%s\",\"sku\":\"%s\"}".formatted(number, sku));
      events.say("line_allocated", 1, "shop:" + number, sku, "7", 0, ",\"batchref\":\"b\\u0000\"");
      // Some other team's order is none of ours.
      events.say("line_allocated", 1, "someone-elses", sku, "7", 4, "");
      events.say(
          "line_allocated",
          2,
          "shop:" + number,
          sku,
          "7",
          4,
          ",\"batchref\":\"b\",\"available\":26");
      inStock(sku, 26);
      eventuallyUpToDate();
      // Cancelled, and its events out of order: the older event counts for nothing.
      OldShop.cancel(number);
      events.say("line_deallocated", 4, "shop:" + number, sku, "7", 4, ",\"reason\":\"x\"");
      events.say("line_allocated", 3, "shop:" + number, sku, "7", 4, "");
      inStock(sku, 30);
      eventuallyUpToDate();
    }
  }

  @Test
  void what_was_missed_while_the_queue_was_gone_is_asked_for_again() throws Exception {
    String sku = skus(1).get(0);
    inStock(sku, 40);
    String number = "M-" + UUID.randomUUID();
    answered(
        OldShop.create(
            OldShop.order(
                number, OldShop.item("7", sku, "5.0000"), OldShop.item("8", sku, "3.0000"))));
    expected.put(sku, 40L - 8 - MARGIN);
    eventuallyUpToDate();
    try (AllocationEvents events = new AllocationEvents()) {
      // This is heard, and says from when on the rest is wanted.
      events.say("line_allocated", 1, "shop:" + number, sku, "7", 5, "");
      expected.put(sku, 40L - 3 - MARGIN);
      eventuallyUpToDate();
      AtomicInteger refusals = new AtomicInteger(2);
      allocation.whenAsked(
          () -> {
            if (refusals.getAndDecrement() > 0) {
              throw new IllegalStateException("the broker is away");
            }
            events.sayAgain("line_allocated", 2, "shop:" + number, sku, "8", 3);
            return 1;
          });
      events.loseQueue();
      inStock(sku, 50);
      eventuallyUpToDate();
      String wish = allocation.wishes().get(allocation.wishes().size() - 1);
      assertTrue(wish.contains("\"queue\":\"legacy-adapter.placements\""), wish);
      assertTrue(wish.contains("\"from\":\"2030-01-02T02:49:05Z\""), wish);
    } finally {
      allocation.whenAsked(() -> 0);
    }
  }

  @Test
  void a_shop_that_has_counted_by_itself_is_mended_by_a_comparison() throws Exception {
    String sku = skus(1).get(0);
    long told = progress().path("told").asLong();
    inStock(sku, 20);
    eventuallyUpToDate();
    // An answer that was lost on the way here has the figure sent once more.
    until(() -> progress().path("told").asLong() > told);
    shop.control("POST", "orders?sku=" + sku + "&qty=3");
    assertEquals(15, figure(sku).quantity());
    given().post("/pushing/stocked/compare").then().statusCode(202);
    eventuallyUpToDate();
    until(() -> progress().at("/comparison/drifted").asInt() >= 1);
  }

  @Test
  void an_order_s_state_is_a_comment_once_and_the_latest_wins() throws Exception {
    String sku = skus(1).get(0);
    String number = placed(sku, 4);
    String orderid = "stocked:" + number;
    answered(stocked(OldShop.order(number, OldShop.item("7", sku, "4.0000"))));
    try (AllocationEvents events = new AllocationEvents()) {
      events.say("line_backordered", 11, orderid, sku, "7", 4, ",\"reason\":\"x\"");
      eventuallyNoted(number, List.of("Backordered: 4 x " + sku + "."));
      // The same once more is no news.
      events.say("line_backordered", 11, orderid, sku, "7", 4, ",\"reason\":\"x\"");
      given().post("/pushing/stocked/pause").then().statusCode(202);
      events.say("backorder_cancelled", 12, orderid, sku, "7", 4, ",\"reason\":\"x\"");
      events.say("line_allocated", 13, orderid, sku, "7", 4, ",\"batchref\":\"b\"");
      events.say(
          "line_allocated", 14, orderid, sku, "7", 4, ",\"batchref\":\"b\",\"eta\":\"2031-02-03\"");
      given().post("/pushing/stocked/resume").then().statusCode(202);
      String expected = "Expected on 2031-02-03: 4 x " + sku + ".";
      eventually(() -> noted(number).contains(expected), () -> noted(number));
      assertEquals(1, noted(number).stream().filter(expected::equals).count());
      events.say("line_despatched", 15, orderid, sku, "7", 4, ",\"batchref\":\"b\"");
      String despatched = "Despatched: 4 x " + sku + ".";
      eventually(() -> noted(number).contains(despatched), () -> noted(number));
      // What comes late is no news either: another order's, which comes after it, is noted.
      List<String> all = noted(number);
      String other = placed(sku, 2);
      answered(stocked(OldShop.order(other, OldShop.item("8", sku, "2.0000"))));
      events.say("line_backordered", 10, orderid, sku, "7", 4, ",\"reason\":\"x\"");
      events.say("line_backordered", 16, "stocked:" + other, sku, "8", 2, ",\"reason\":\"x\"");
      eventuallyNoted(other, List.of("Backordered: 2 x " + sku + "."));
      assertEquals(all, noted(number));
      assertEquals(all.stream().distinct().toList(), all);
      assertTrue(shop.control("GET", "comments").contains(number + ",complete," + despatched));
    }
  }

  @Test
  void an_order_is_noted_when_all_its_lines_are_placed() throws Exception {
    List<String> skus = skus(2);
    String number = placed(skus.get(0), 4);
    String orderid = "stocked:" + number;
    answered(
        stocked(
            OldShop.order(
                number, OldShop.item("7", skus.get(0), "4"), OldShop.item("8", skus.get(1), "2"))));
    String other = placed(skus.get(0), 1);
    answered(stocked(OldShop.order(other, OldShop.item("9", skus.get(0), "1"))));
    try (AllocationEvents events = new AllocationEvents()) {
      events.say("line_allocated", 21, orderid, skus.get(0), "7", 4, ",\"batchref\":\"b\"");
      // The state of another order is sent later, and noted: so the first one would have been.
      events.say(
          "line_allocated", 22, "stocked:" + other, skus.get(0), "9", 1, ",\"batchref\":\"b\"");
      eventuallyNoted(other, List.of("In the warehouse: 1 x " + skus.get(0) + "."));
      assertEquals(List.of(), noted(number));
      events.say("line_backordered", 5, orderid, skus.get(1), "8", 2, ",\"reason\":\"x\"");
      eventuallyNoted(
          number,
          List.of(
              "In the warehouse: 4 x %s. Backordered: 2 x %s."
                  .formatted(skus.get(0), skus.get(1))));
    }
  }

  @Test
  void availability_that_begins_again_sends_all_once_more() throws Exception {
    List<String> skus = skus(3);
    for (String sku : skus) {
      inStock(sku, 9);
    }
    eventuallyUpToDate();
    availability.forget();
    inStock(skus.get(1), 6);
    eventuallyUpToDate();
  }

  @Test
  void a_shop_nobody_has_heard_of_is_not_found() {
    for (String what : List.of("compare", "pause", "resume")) {
      given()
          .post("/pushing/none/" + what)
          .then()
          .statusCode(404)
          .body(at("$.field", equalTo("shop")))
          .body(at("$.detail", containsString("no such shop")));
    }
  }

  /** An order of the shop's own. */
  private String placed(String sku, int units) {
    return shop.control("POST", "orders?sku=" + sku + "&qty=" + units)
        .lines()
        .toList()
        .get(1)
        .split(",")[0];
  }

  /** The shop shows the order at the address of its feed. */
  private static Answer stocked(Value order) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(xml, new Call("sales_order.create", List.of(order)));
    byte[] answer =
        given()
            .contentType("text/xml")
            .body(xml.toByteArray())
            .post("/stocked")
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    return new XmlRpcReader(Limits.DEFAULT).readAnswer(new ByteArrayInputStream(answer));
  }

  private static void answered(Answer answer) {
    assertTrue(answer instanceof Answer.Result, answer::toString);
  }

  private void eventuallyNoted(String number, List<String> texts) {
    eventually(() -> noted(number).equals(texts), () -> noted(number));
  }

  /** What is noted on the order, in its order. */
  private List<String> noted(String number) {
    return shop.control("GET", "comments")
        .lines()
        .skip(1)
        .filter(line -> line.startsWith(number + ","))
        .map(line -> line.split(",", 3)[2])
        .map(line -> line.substring(0, line.lastIndexOf(',', line.lastIndexOf(',') - 1)))
        .toList();
  }

  private static void eventually(BooleanSupplier condition, Supplier<List<String>> now) {
    assertTrue(Waiting.until(condition, LIMIT), () -> now.get() + progress().toPrettyString());
  }

  private void inStock(String sku, long units) {
    availability.set(sku, units);
    expected.put(sku, Math.max(0, units - MARGIN));
  }

  /** Some that no other test has taken. */
  private List<String> skus(int count) {
    List<String> all = figures().keySet().stream().toList();
    int from = TAKEN.getAndAdd(count);
    return all.subList(from, from + count);
  }

  private void eventuallyUpToDate() throws Exception {
    if (!Waiting.until(() -> expected.equals(sent()), LIMIT)) {
      assertEquals(expected, sent(), () -> progress().toPrettyString());
    }
  }

  private Map<String, Long> sent() {
    Map<String, Figure> all = figures();
    Map<String, Long> sent = new TreeMap<>();
    expected.keySet().forEach(sku -> sent.put(sku, all.get(sku).quantity()));
    return sent;
  }

  private Figure figure(String sku) {
    return figures().get(sku);
  }

  private Map<String, Figure> figures() {
    Map<String, Figure> figures = new TreeMap<>();
    for (String line : shop.control("GET", "stock").lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      figures.put(
          cells[0],
          new Figure(
              Double.valueOf(cells[1]).longValue(),
              cells[2].equals("1") || cells[2].equals("true"),
              Long.parseLong(cells[4]),
              Long.parseLong(cells[5])));
    }
    return figures;
  }

  private static JsonNode progress() {
    return AdapterApi.json("/pushing").get("shops").get(0);
  }

  private static void until(BooleanSupplier condition) {
    assertTrue(Waiting.until(condition, LIMIT));
  }
}
