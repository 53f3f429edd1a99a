package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.calledUntilAnswered;
import static dev.ficus.legacy.whole.OldShop.create;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.taken;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.intake.Resendings;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.Background;
import dev.ficus.local.JsonPaths;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ProxiedStackResource.class)
@WithTestResource(InterceptedShopResource.class)
class OutageTest {

  /** Of the shop. */
  private static final int NO_SUCH_PRODUCT = 101;

  @TestHTTPResource("/desk")
  private URL desk;

  private ProxiedStackResource.Networks networks;
  private InterceptedShopResource.InterceptedShops shops;

  @Inject CommandProbe probe;
  @Inject Ledger ledger;
  @Inject BatchLedger batches;
  @Inject Resendings resendings;

  @BeforeEach
  void ready() {
    networks.database().heal();
    networks.broker().heal();
    WholeAdapter.await();
  }

  @AfterEach
  void heal() {
    networks.database().heal();
    networks.broker().heal();
  }

  @Test
  void without_the_broker_a_call_is_a_fault_in_bounded_time_and_its_retry_sends_what_is_missing()
      throws Exception {
    Value order = order("2001", item("1", "A", "3"), item("2", "POST", "1"));
    networks.broker().cut();
    WholeAdapter.awaitNot();
    assertReadyThough("broker", "The broker (RabbitMQ) cannot be reached.");

    // The answer does not wait for the broker, which comes back only after it.
    assertEquals(Answers.TRY_AGAIN, answered(() -> create(order)));
    given().get("/orders/shop/2001").then().body(at("$.lines[*].confirmed", contains(false)));

    networks.broker().heal();
    WholeAdapter.await();
    assertTaken("2001", order);
    assertTrue(
        probe.briefs("shop:2001", 1).stream().allMatch("allocate A/1 3 @1"::equals),
        "the same command, once or again, and no other");
    given().get("/orders/shop/2001").then().body(at("$.lines[*].confirmed", contains(true)));
    given()
        .get("/quarantine")
        .then()
        .body(at("$.entries[?(@.orderNumber == '2001')].sku", contains("POST")));
  }

  @Test
  void what_never_reached_the_broker_is_not_taken_for_confirmed_after_a_reconnection()
      throws Exception {
    create(order("2002-before", item("1", "A", "1")));
    networks.broker().swallow();
    assertEquals(
        Answers.TRY_AGAIN,
        create(order("2002", item("1", "A", "1"), item("2", "B", "1"), item("3", "C", "1"))));
    networks.broker().cut();
    WholeAdapter.awaitNot();
    networks.broker().heal();
    WholeAdapter.await();
    // Their numbers on the new channel are those the lost ones had on the old.
    for (int i = 0; i < 5; i++) {
      assertTaken("2002-" + i, order("2002-" + i, item("1", "A", "1")));
    }
    long confirmed =
        JsonPaths.<List<Boolean>>read(
                given().get("/orders/shop/2002").asString(), "$.lines[*].confirmed")
            .stream()
            .filter(line -> line)
            .count();
    assertTrue(
        confirmed == 0 || probe.commands("shop:2002", (int) confirmed).size() >= confirmed,
        "what is called confirmed is in the queue");
    assertEquals(3, probe.commands("shop:2002", 3).stream().distinct().count());
  }

  @Test
  void what_is_left_unconfirmed_is_sent_though_the_sender_never_retries() throws Exception {
    networks.broker().cut();
    WholeAdapter.awaitNot();
    assertEquals(
        Answers.TRY_AGAIN, create(order("2003", item("1", "A", "3"), item("2", "B", "1"))));
    networks.broker().heal();
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 1 @1"),
        probe.briefs("shop:2003", 2).stream().distinct().sorted().toList());
  }

  @Test
  void a_replay_waits_for_the_broker_and_goes_on_where_it_was() throws Exception {
    networks.broker().cut();
    WholeAdapter.awaitNot();
    String id =
        read(
            given()
                .contentType("application/octet-stream")
                .body(bytes("sales_order.create", order("2007", item("1", "A", "3"))))
                .post("/replays?feed=serve")
                .then()
                .statusCode(202)
                .extract()
                .asString(),
            "$.id");
    await(id, "waiting");
    networks.broker().heal();
    assertTrue(probe.briefs("shop:2007", 1).stream().allMatch("allocate A/1 3 @1"::equals));
    await(id, "finished");
    given()
        .get("/replays/" + id)
        .then()
        .contentType("application/json")
        .body(at("$.taken", equalTo(1)))
        .body(at("$.failed", equalTo(0)));
  }

  private static void await(String replay, String state) {
    assertTrue(
        Waiting.until(
            () -> read(given().get("/replays/" + replay).asString(), "$.state").equals(state),
            LIMIT));
  }

  @Test
  void without_the_database_a_call_is_a_fault_and_its_retry_is_taken() throws Exception {
    networks.database().cut();
    WholeAdapter.awaitNot();
    assertReadyThough("database", "The database does not answer.");
    assertEquals(Answers.TRY_AGAIN, create(order("2004", item("1", "A", "3"))));
    given()
        .get("/orders/shop/2004")
        .then()
        .statusCode(503)
        .header("Retry-After", "2")
        .contentType("application/problem+json");

    networks.database().heal();
    WholeAdapter.await();
    assertTaken("2004", order("2004", item("1", "A", "3")));
    assertEquals(
        List.of("allocate A/1 3 @1"), probe.briefs("shop:2004", 1).stream().distinct().toList());
  }

  /** What is missing is said to whoever runs the adapter, in words, and to the desk. */
  private static void assertReadyThough(String missing, String means) {
    AdapterApi.managed("/q/health/live").statusCode(200);
    AdapterApi.managed("/q/health/started").statusCode(200);
    AdapterApi.managed("/q/health/ready").statusCode(200);
    AdapterApi.managed("/q/health/well")
        .statusCode(503)
        .body(at("$.checks[?(@.status=='DOWN')].name", contains(missing)))
        .body(at("$.checks[?(@.status=='DOWN')].data.means", contains(startsWith(means))));
    given()
        .get("/desk/now")
        .then()
        .statusCode(200)
        .body(at("$.well", equalTo(false)))
        .body(at("$.missing[*].name", contains(missing)))
        .body(at("$.missing[*].means", contains(startsWith(means))))
        .body(at("$.missing[*].next", contains(startsWith("Get "))));
  }

  @Test
  void the_desk_says_what_is_missing_and_what_to_do_about_it() throws Exception {
    networks.broker().cut();
    WholeAdapter.awaitNot();
    SeenPage page = SeenPage.open(desk.toString(), "desk-without-broker");
    String wrong = page.text("wrong");
    assertTrue(wrong.contains("The broker (RabbitMQ) cannot be reached."), wrong);
    assertTrue(wrong.contains("Get RabbitMQ going again, or the way to it."), wrong);
    assertEquals(List.of(), page.complaints());
  }

  @Test
  void without_the_broker_a_stock_report_is_passed_on_all_the_same_and_the_command_follows()
      throws Exception {
    byte[] call = stock("2005", "5");
    networks.broker().cut();
    WholeAdapter.awaitNot();
    int passedOn = shops.others().exchanges().size();
    // Neither the shop nor the answer waits for the broker, which comes back only after it.
    Answer answer = answered(() -> callShop(call));
    assertTrue(answer instanceof Answer.Fault fault && fault.code() == NO_SUCH_PRODUCT, "its own");
    assertEquals(passedOn + 1, shops.others().exchanges().size());

    networks.broker().heal();
    assertEquals(
        List.of("create_batch shop:2005 2005 5"),
        probe.ofBatch("shop:2005", 1).stream().distinct().toList());
  }

  @Test
  void without_the_database_no_stock_report_is_passed_on_and_the_monolith_is_to_send_it_again()
      throws Exception {
    byte[] call = stock("2006", "5");
    networks.database().cut();
    WholeAdapter.awaitNot();
    int passedOn = shops.others().exchanges().size();
    assertEquals(Answers.TRY_AGAIN, callShop(call));
    assertEquals(passedOn, shops.others().exchanges().size());

    networks.database().heal();
    WholeAdapter.await();
    calledUntilAnswered(() -> callShop(call));
    assertEquals(passedOn + 1, shops.others().exchanges().size());
    assertEquals(
        List.of("create_batch shop:2006 2006 5"),
        probe.ofBatch("shop:2006", 1).stream().distinct().toList());
  }

  @Test
  void what_was_confirmed_since_a_time_is_sent_again_as_it_is_now_with_the_same_ids()
      throws Exception {
    assertTaken("2010", order("2010", item("1", "A", "1")));
    calledUntilAnswered(() -> callShop(stock("2011", "5")));
    probe.commands("shop:2010", 1);
    probe.commands("shop:2011", 1);
    String since = Instant.now().toString();
    assertTaken("2012", order("2012", item("1", "A", "3"), item("2", "B", "1")));
    assertTaken("2012", order("2012", item("1", "A", "4"), item("2", "B", "1")));
    assertTaken("2013", order("2013", item("1", "A", "2")));
    calledUntilAnswered(() -> OldShop.cancel("2013"));
    calledUntilAnswered(() -> callShop(stock("2014", "7")));
    calledUntilAnswered(() -> callShop(stock("2014", "6")));
    // Confirmed, and none of it left for the resender.
    for (String path :
        List.of("/orders/shop/2012", "/orders/shop/2013", "/stock/batches/shop:2014")) {
      assertTrue(
          Waiting.until(
              () -> !given().get(path).asString().contains("\"confirmed\":false"), LIMIT));
    }
    // A busy machine is enough for a call that was answered in vain, and came again.
    probe.catchUp();
    List<CommandProbe.Received> before = probe.commands("shop:2012", 3);
    List<CommandProbe.Received> cancelled = probe.commands("shop:2013", 2);
    List<CommandProbe.Received> batch = probe.commands("shop:2014", 2);
    int earlierOrder = probe.commands("shop:2010", 1).size();
    int earlierBatch = probe.commands("shop:2011", 1).size();

    String id =
        read(
            given()
                .contentType("application/json")
                .body(Map.of("by", "ann", "since", since, "reason", "allocation was restored"))
                .post("/commands/resend")
                .then()
                .statusCode(202)
                .extract()
                .asString(),
            "$.id");
    assertTrue(
        Waiting.until(
            () -> read(given().get("/commands/resend/" + id).asString(), "$.state").equals("done"),
            LIMIT));
    given()
        .get("/commands/resend/" + id)
        .then()
        .contentType("application/json")
        .body(
            at("$.orders", equalTo(2)),
            at("$.batches", equalTo(1)),
            at("$.left", equalTo(0)),
            at("$.by", equalTo("ann")));
    probe.catchUp();

    List<CommandProbe.Received> lines = after(before, probe.commands("shop:2012", 5));
    assertEquals(2, lines.size(), () -> "each line once: " + lines);
    assertEquals(
        List.of("allocate A/1 4 @2", "allocate B/2 1 @1"),
        lines.stream().map(CommandProbe.Received::brief).sorted().toList());
    assertTrue(ids(before).containsAll(ids(lines)), "the ids of the first time");
    assertEquals(
        List.of("deallocate"),
        after(cancelled, probe.commands("shop:2013", 3)).stream()
            .map(CommandProbe.Received::routingKey)
            .toList());
    List<CommandProbe.Received> figures = after(batch, probe.commands("shop:2014", 4));
    assertEquals(
        List.of("create_batch shop:2014 2014 7", "change_batch_quantity shop:2014 2014 6 @2"),
        figures.stream().map(CommandProbe.Received::ofBatch).toList());
    assertEquals(ids(batch).stream().distinct().toList(), ids(figures));
    assertEquals(earlierOrder, probe.commands("shop:2010", 1).size(), "not since then");
    assertEquals(earlierBatch, probe.commands("shop:2011", 1).size(), "not since then");
  }

  @Test
  void what_is_under_way_when_all_is_to_be_sent_again_does_not_count_for_it() throws Exception {
    String since = Instant.now().toString();
    assertTaken("2015", order("2015", item("1", "A", "1")));
    KnownOrder underWay = ledger.find(OrderNumber.of("shop", "2015").orElseThrow()).orElseThrow();
    calledUntilAnswered(() -> callShop(stock("2016", "5")));
    KnownBatch batch = batches.find("shop:2016").orElseThrow();
    probe.catchUp();
    int ofOrder = probe.commands("shop:2015", 1).size();
    int ofBatch = probe.commands("shop:2016", 1).size();
    UUID id = resendings.ask(new Resendings.ResendRequest("ann", "restored", Instant.parse(since)));
    while (resendings.goOn(1000)) {
      assertTrue(resendings.find(id).isPresent());
    }
    // As if each had been in the broker's hands meanwhile.
    ledger.confirm(List.of(underWay));
    batches.confirm(List.of(batch));
    assertEquals(ofOrder + 1, probe.commands("shop:2015", ofOrder + 1).size());
    assertEquals(ofBatch + 1, probe.commands("shop:2016", ofBatch + 1).size());
  }

  @Test
  void a_request_to_send_again_that_is_wrong_is_refused_with_its_field() {
    Map<String, String> right =
        Map.of("by", "ann", "since", "2026-12-24T02:00:00Z", "reason", "restored");
    Map<String, String> wrong = Map.of("by", " ", "since", "yesterday", "reason", "");
    for (Map.Entry<String, String> field : wrong.entrySet()) {
      Map<String, String> body = new HashMap<>(right);
      body.put(field.getKey(), field.getValue());
      given()
          .contentType("application/json")
          .body(body)
          .post("/commands/resend")
          .then()
          .statusCode(400)
          .body(at("$.field", equalTo(field.getKey())));
    }
    given().get("/commands/resend/nobody").then().statusCode(404);
  }

  /** Those that came later. */
  private static List<CommandProbe.Received> after(
      List<CommandProbe.Received> before, List<CommandProbe.Received> all) {
    return all.subList(before.size(), all.size());
  }

  private static List<String> ids(List<CommandProbe.Received> commands) {
    return commands.stream().map(command -> command.properties().getMessageId()).toList();
  }

  private static Answer answered(Supplier<Answer> call) throws Exception {
    return Background.supply(call).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void assertTaken(String number, Value order) {
    assertEquals(taken(number), calledUntilAnswered(() -> create(order)));
  }

  private static byte[] stock(String sku, String figure) {
    return OldShop.bytes(
        "call",
        OldShop.result(
            callShop(OldShop.bytes("login", new Value.Text("adapter"), new Value.Text("secret")))),
        new Value.Text("cataloginventory_stock_item.update"),
        new Value.Array(
            List.of(new Value.Text(sku), new Value.Struct(Map.of("qty", new Value.Text(figure))))));
  }

  private static Answer callShop(byte[] call) {
    return OldShop.answer(given().contentType("text/xml").body(call).post("/to-shop"));
  }
}
