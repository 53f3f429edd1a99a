package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.StranglingApi.abort;
import static dev.ficus.legacy.whole.StranglingApi.awaitField;
import static dev.ficus.legacy.whole.StranglingApi.awaitStep;
import static dev.ficus.legacy.whole.StranglingApi.awaitWaitsFor;
import static dev.ficus.legacy.whole.StranglingApi.begin;
import static dev.ficus.legacy.whole.StranglingApi.created;
import static dev.ficus.legacy.whole.StranglingApi.dryRun;
import static dev.ficus.legacy.whole.StranglingApi.halt;
import static dev.ficus.legacy.whole.StranglingApi.row;
import static dev.ficus.legacy.whole.StranglingApi.sent;
import static dev.ficus.legacy.whole.StranglingApi.sentAs;
import static dev.ficus.legacy.whole.StranglingApi.wave;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.postgres.SwitchProbe;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waves that are cut over while orders come, as people have it done. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class CutOversTest {

  private static final Value DONE = new Value.Bool(true);

  @Inject CommandProbe commands;
  @Inject SwitchProbe tables;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    monolithAnswers(DONE);
  }

  @Test
  void what_is_first_seen_after_the_switch_is_ours_and_what_was_seen_before_stays_where_it_is()
      throws Exception {
    wave("first", "C-1");
    reported("C-1", 7);
    assertEquals(new Answer.Result(DONE), sent("7001", "C-1"));
    dryRun("first", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0, \"dry_run\": true}")
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.skus", equalTo(1)))
        .body(at("$.checks[*].check", hasItems("epoch", "doubts", "waiting_commands")))
        .body(at("$.checks[*].hint", not(hasItem(notNullValue()))))
        .body(at("$.changes[0].sku", equalTo("C-1")))
        .body(at("$.changes[0].open_lines", equalTo(1)));
    given()
        .get("/strangling/cut-overs")
        .then()
        .contentType("application/json")
        .body(at("$.cut_overs[*].wave", not(hasItem("first"))));

    monolithAnswers(list(row("C-1", 7), row("OTHER", 1)));
    long id = begin("first", 0);
    awaitField(id, "$.cut_over.switched_at");
    monolithAnswers(DONE);
    given()
        .get("/strangling/routes/C-1")
        .then()
        .contentType("application/json")
        .body(at("$.route", equalTo("new")))
        .body(at("$.epoch", equalTo(1)));
    assertTrue(commands.briefs("C-1", 2).contains("open_product C-1/ @1"));
    assertEquals(OldShop.taken("7002"), sent("7002", "C-1"));
    assertEquals(List.of("allocate C-1/1 1 @1"), commands.briefs("shop:7002", 1));
    given()
        .get("/orders/shop/7001")
        .then()
        .contentType("application/json")
        .body(at("$.lines[0].owner", equalTo("monolith")));

    // The monolith has a line of it yet.
    awaitWaitsFor(id, "open lines of the monolith");
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.settled", equalTo(0)))
        .body(at("$.cut_over.waits_for", equalTo("open lines of the monolith of 1 SKU")))
        .body(at("$.differences", equalTo(List.of())));
    abort(id).statusCode(409).body(at("$.detail", containsString("rollback")));
    given().body(bytes("sales_order.cancel", text("7001"))).post("/behind").then().statusCode(200);
    assertTrue(
        Waiting.until(
            () ->
                read(given().get("/strangling/cut-overs/" + id).asString(), "$.cut_over.settled")
                    .equals(1),
            Waiting.LIMIT));
    given()
        .get("/strangling/draining")
        .then()
        .contentType("application/json")
        .body(at("$.skus[*].sku", not(hasItem("C-1"))));

    // The shop opens the monolith's line again.
    assertEquals(new Answer.Result(DONE), sentAs("7001", item("1", "C-1", "2")));
    given()
        .get("/strangling/draining")
        .then()
        .body(at("$.skus[?(@.sku == 'C-1')].again", contains(true)))
        .body(at("$.skus[?(@.sku == 'C-1')].units", contains(2)))
        .body(at("$.skus[?(@.sku == 'C-1')].epoch", contains(1)));
    given()
        .get("/strangling")
        .then()
        .contentType("application/json")
        .body(at("$.holds_the_monolith.drains_again", equalTo(1)))
        .body(at("$.holds_the_monolith.methods", greaterThanOrEqualTo(1)));
    given().body(bytes("sales_order.cancel", text("7001"))).post("/behind").then().statusCode(200);
    given()
        .get("/strangling/log")
        .then()
        .contentType("application/json")
        .body(
            at("$.entries[?(@.cut_over == %d)].what".formatted(id), hasItems("begun", "switched")));

    // A second time there is nothing of it to be cut over.
    dryRun("first", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0}")
        .statusCode(409)
        .body(at("$.checks[*].check", equalTo(List.of("route", "epoch"))))
        .body(at("$.checks[1].value", equalTo("1")));
  }

  @Test
  void what_the_monolith_sells_of_ours_is_a_leak_until_somebody_settles_it() {
    wave("leaking", "L-1");
    reported("L-1", 7);
    assertEquals(new Answer.Result(DONE), sent("7281", "L-1"));
    monolithAnswers(list(row("L-1", 7)));
    awaitField(begin("leaking", 0), "$.cut_over.switched_at");
    monolithAnswers(DONE);
    // Its own line grows, and it has sold three by telephone.
    assertEquals(new Answer.Result(DONE), sentAs("7281", item("1", "L-1", "3")));
    reported("L-1", 2);
    assertTrue(Waiting.until(() -> leaks("$.leaks.length()").equals(1), Waiting.LIMIT));
    given()
        .get("/strangling/leaks?sku=L-1")
        .then()
        .contentType("application/json")
        .body(at("$.leaks[0].units", equalTo(2)))
        .body(at("$.leaks[0].placed", equalTo(3)))
        .body(at("$.leaks[0].figure_before", equalTo(7)))
        .body(at("$.leaks[0].wave", equalTo("leaking")))
        .body(at("$.leaks[0].settled_at", nullValue()))
        .body(at("$.unsettled_units", greaterThanOrEqualTo(2)));
    String id = leaks("$.leaks[0].id").toString();
    given()
        .header("Accept", "text/csv")
        .get("/strangling/leaks?sku=L-1&settled=no")
        .then()
        .contentType("text/csv")
        .body(containsString("\n" + id + ",L-1,shop,leaking,1,"));
    given().get("/strangling/leaks?settled=perhaps").then().statusCode(400);
    settle(id, "{\"by\": \"Ann\"}").statusCode(400).body(at("$.field", equalTo("reason")));
    settle("999999999", "{\"by\": \"Ann\", \"reason\": \"r\"}").statusCode(404);
    settle(id, "{\"by\": \"Ann\", \"reason\": \"at the counter\"}").statusCode(204);
    settle(id, "{\"by\": \"Ben\", \"reason\": \"again\"}").statusCode(204);
    given()
        .get("/strangling/leaks?sku=L-1&settled=yes")
        .then()
        .body(at("$.leaks[0].settled_by", equalTo("Ann")));
    given()
        .get("/strangling/leaks?wave=leaking&settled=no")
        .then()
        .body(at("$.leaks", equalTo(List.of())));
  }

  private static Object leaks(String path) {
    return read(given().get("/strangling/leaks?sku=L-1").asString(), path);
  }

  private static ValidatableResponse settle(String id, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/strangling/leaks/" + id + "/settle")
        .then();
  }

  @Test
  void what_list_ledger_and_allocation_have_not_the_same_of_is_mended_by_a_plan() {
    wave("differing", "L-2");
    reported("L-2", 6);
    monolithAnswers(list(row("L-2", 4)));
    given().post("/strangling/reconciliation").then().statusCode(204);
    given()
        .get("/strangling/reconciliation?limit=1000")
        .then()
        .contentType("application/json")
        .body(at("$.looked_at", notNullValue()))
        .body(at("$.differences[?(@.sku == 'L-2')].units", contains(2)))
        .body(at("$.differences[?(@.sku == 'L-2')].counts", contains(false)));
    String plan = plan("L-2", "take_in");
    given().get("/strangling/reconciliation/plans/" + plan).then().statusCode(200);

    // Somebody has changed the batch in the meantime.
    allocation.has("L-2", "shop:L-2", 5);
    deed("plans/" + plan + "/apply").statusCode(409).body(at("$.detail", containsString("L-2")));
    assertEquals(6, quantity("shop:L-2"));
    allocation.has("L-2", "shop:L-2", 6);
    deed("plans/" + plan + "/apply").statusCode(200).body(at("$.applied_by", equalTo("Ann")));
    assertEquals(4, quantity("shop:L-2"));
    deed("plans/" + plan + "/apply").statusCode(200);

    String again = plan("L-2", "send_again");
    deed("plans/" + again + "/apply").statusCode(200);
    plan("L-2", "call");
    given()
        .get("/strangling/reconciliation/plans?limit=1")
        .then()
        .contentType("application/json")
        .body(at("$.plans.length()", equalTo(1)))
        .body(at("$.next", notNullValue()));
    deed("plans/999999999/apply").statusCode(404);
    given().get("/strangling/reconciliation/plans/999999999").then().statusCode(404);
    monolith.answers(500, "text/plain", new byte[0]);
    given().post("/strangling/reconciliation").then().statusCode(502);
    deed("plans").statusCode(502);
    monolithAnswers(DONE);
  }

  /** Makes a plan that has this step; its id. */
  private static String plan(String sku, String action) {
    given().post("/strangling/reconciliation").then().statusCode(204);
    return read(
            deed("plans")
                .statusCode(201)
                .body(at("$.steps[?(@.sku == '%s')].action".formatted(sku), contains(action)))
                .extract()
                .asString(),
            "$.id")
        .toString();
  }

  private static ValidatableResponse deed(String path) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"Ann\", \"reason\": \"a test\"}")
        .post("/strangling/reconciliation/" + path)
        .then();
  }

  private static Object quantity(String batchref) {
    return read(given().get("/stock/batches/" + batchref).asString(), "$.qty");
  }

  @Test
  void orders_that_a_wave_would_split_are_counted_and_what_to_add_is_said() {
    wave("affine", "L-3");
    for (String number : List.of("7291", "7292")) {
      Value[] both = {item("1", "L-3", "1"), item("2", "L-4", "1")};
      assertEquals(new Answer.Result(DONE), sentAs(number, both));
    }
    given()
        .get("/strangling/waves/affine/affinity")
        .then()
        .contentType("application/json")
        .body(at("$.days", equalTo(28)))
        .body(at("$.orders", greaterThanOrEqualTo(2)))
        .body(at("$.split", greaterThanOrEqualTo(2)))
        .body(at("$.add[?(@.sku == 'L-4')].split", notNullValue()));
    given().get("/strangling/waves/none/affinity").then().statusCode(404);
  }

  @Test
  void an_order_waits_while_its_product_is_frozen_and_all_others_go_on() {
    wave("frozen", "C-2", "C-3");
    reported("C-2", 3);
    reported("C-3", 4);
    assertEquals(new Answer.Result(DONE), sent("7011", "C-2"));
    monolith.answers(500, "text/plain", new byte[0]);
    long id = begin("frozen", 0);
    awaitWaitsFor(id, "the monolith's list");
    CompletableFuture<Answer> waiting = Background.supply(() -> sent("7012", "C-2"));
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.lease_until", notNullValue()))
        .body(at("$.cut_over.frozen_at", notNullValue()))
        .body(at("$.cut_over.outcome", nullValue()));
    begin("other", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0}", 404);
    monolithAnswers(DONE);
    assertEquals(new Answer.Result(DONE), sent("7013", "C-4"));
    assertFalse(waiting.isDone());
    given().get("/orders/shop/7012").then().statusCode(404);
    abort(id).statusCode(204);
    assertEquals(new Answer.Result(DONE), waiting.join());
    given().get("/orders/shop/7012").then().body(at("$.lines[0].owner", equalTo("monolith")));
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.outcome", equalTo("aborted")))
        .body(at("$.cut_over.why", equalTo("a test")))
        .body(at("$.cut_over.switched_at", nullValue()));
    abort(id).statusCode(409);
  }

  @Test
  void what_the_monolith_lists_otherwise_ends_it_and_is_named() {
    wave("differing", "C-5", "C-6");
    reported("C-5", 5);
    reported("C-6", 6);
    monolithAnswers(list(row("C-5", 5), row("C-6", 4)));
    long id = begin("differing", 0);
    awaitField(id, "$.cut_over.ended_at");
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.outcome", equalTo("differs")))
        .body(at("$.differences[*].sku", equalTo(List.of("C-6"))))
        .body(at("$.differences[0].listed", equalTo(4)))
        .body(at("$.differences[0].figure", equalTo(6)))
        .body(at("$.differences[0].sent", equalTo(6)))
        .body(at("$.differences[0].held", equalTo(6)));
    given().get("/strangling/routes/C-5").then().body(at("$.epoch", equalTo(0)));
    monolithAnswers(DONE);
    assertEquals(new Answer.Result(DONE), sent("7021", "C-6"));
  }

  @Test
  void a_rule_that_is_over_after_it_has_begun_ends_it_and_is_named() {
    wave("ruled", "C-21");
    reported("C-21", 4);
    String rule =
        read(
                given()
                    .contentType(ContentType.JSON)
                    .body(
                        "{\"aspect\": \"outcome\", \"verdict\": \"worse\", \"sku\": \"C-21\","
                            + " \"by\": \"Ann\", \"reason\": \"known\", \"expires_at\": \"%s\"}"
                                .formatted(Instant.now().plus(Duration.ofDays(1))))
                    .post("/strangling/rules")
                    .then()
                    .statusCode(201)
                    .extract()
                    .asString(),
                "$.id")
            .toString();
    tables.execute(
        "insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)"
            + " values ('C-21', 1, 'based', 'ruled', 4, 4, 'Ann', 'a test')");
    tables.execute(
        "insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,"
            + " verdict, otherwise, theirs, ours, rule) values ('C-21', 1, 1, 'ruled', 'shop', '1',"
            + " '1', 1, 'outcome', 'ignored', 'worse', 'in stock', 'waits', "
            + rule
            + ")");
    monolith.answers(500, "text/plain", new byte[0]);
    long id = begin("ruled", 0);
    awaitWaitsFor(id, "the monolith's list");
    given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"Ann\", \"reason\": \"mended\"}")
        .delete("/strangling/rules/" + rule)
        .then()
        .statusCode(204);
    monolithAnswers(list(row("C-21", 4)));
    awaitField(id, "$.cut_over.ended_at");
    monolithAnswers(DONE);
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.outcome", equalTo("not_passed")))
        .body(at("$.cut_over.why", containsString("worse is 1, has to be 0")))
        .body(at("$.cut_over.switched_at", nullValue()));
    given()
        .get("/strangling/log")
        .then()
        .body(
            at(
                "$.entries[?(@.cut_over == %d && @.what == 'not_passed')].reason".formatted(id),
                contains(containsString("worse is 1"))));
    assertEquals(new Answer.Result(DONE), sent("7051", "C-21"));
    given().get("/strangling/routes/C-21").then().body(at("$.epoch", equalTo(0)));
    begin("ruled", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0}", 409)
        .body(at("$.checks[*].check", contains("worse")));
  }

  @Test
  void a_halt_lets_orders_go_on_and_what_it_has_paused_is_done_when_somebody_resumes() {
    wave("paused", "C-20");
    reported("C-20", 4);
    monolith.answers(500, "text/plain", new byte[0]);
    long id = begin("paused", 0);
    awaitWaitsFor(id, "the monolith's list");
    monolithAnswers(DONE);
    CompletableFuture<Answer> waiting = Background.supply(() -> sent("7041", "C-20"));
    halt("/strangling/halt").statusCode(204);
    assertEquals(new Answer.Result(DONE), waiting.join());
    given().get("/orders/shop/7041").then().body(at("$.lines[0].owner", equalTo("monolith")));
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.step", equalTo("freeze")))
        .body(at("$.cut_over.lease_until", nullValue()))
        .body(at("$.cut_over.frozen_at", nullValue()))
        .body(at("$.cut_over.waits_for", containsString("b has halted: a test")))
        .body(at("$.cut_over.outcome", nullValue()));
    monolithAnswers(list(row("C-20", 4)));
    halt("/strangling/resume").statusCode(204);
    awaitField(id, "$.cut_over.switched_at");
    monolithAnswers(DONE);
    assertEquals(OldShop.taken("7042"), sent("7042", "C-20"));
    given()
        .get("/strangling/log")
        .then()
        .body(
            at(
                "$.entries[?(@.cut_over == %d)].what".formatted(id),
                hasItems("begun", "paused", "switched")))
        .body(at("$.entries[*].what", hasItems("halted", "resumed")));
    given().body(bytes("sales_order.cancel", text("7041"))).post("/behind").then().statusCode(200);
  }

  @Test
  void a_list_that_does_not_come_keeps_its_cut_over_and_no_other_nor_its_end() {
    wave("hanging", "C-30");
    wave("next", "C-31");
    reported("C-30", 3);
    reported("C-31", 4);
    CompletableFuture<Void> atLast = new CompletableFuture<>();
    monolith.holdsBackOnce("stock.list", atLast);
    try {
      monolithAnswers(list(row("C-30", 3), row("C-31", 4)));
      long hanging = begin("hanging", 0);
      assertTrue(Waiting.until(monolith::hasHeldBack, Waiting.LIMIT));
      abort(hanging).statusCode(204);
      long next = begin("next", 0);
      awaitField(next, "$.cut_over.switched_at");
      awaitStep(next, "settle");
      assertFalse(atLast.isDone());
    } finally {
      atLast.complete(null);
      monolithAnswers(DONE);
    }
    given().get("/strangling/routes/C-30").then().body(at("$.route", equalTo("legacy")));
  }

  @Test
  void all_that_is_to_be_mended_before_is_named_at_once() {
    wave("red", "C-7", "C-8");
    reported("C-7", 7);
    assertEquals(new Answer.Result(DONE), sent("7031", "C-8"));
    given().body(created("7032", "C-7")).post("/nobody").then().statusCode(200);
    allocation.waits("C-7", "Market");
    begin("red", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 2}", 409)
        .body(
            at(
                "$.checks[*].check",
                equalTo(List.of("epoch", "figures", "doubts", "waiting_commands"))))
        .body(at("$.checks[?(@.check == 'figures')].value", contains("C-8")))
        .body(at("$.checks[?(@.check == 'waiting_commands')].value", contains("1 (1 of Market)")))
        .body(at("$.checks[*].hint", not(hasItem(nullValue()))));
    halt("/strangling/halt").statusCode(204);
    halt("/strangling/halt").statusCode(409);
    given()
        .get("/strangling/halt")
        .then()
        .contentType("application/json")
        .body(at("$.halted", equalTo(true)))
        .body(at("$.by", equalTo("b")));
    begin("red", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0}", 409)
        .body(at("$.checks[*].check", hasItem("halted")));
    halt("/strangling/resume").statusCode(204);
    halt("/strangling/resume").statusCode(409);
    given().get("/strangling/halt").then().body(at("$.halted", equalTo(false)));
  }

  @Test
  void what_is_written_wrongly_is_named() {
    wave("wrong", "C-9");
    begin("wrong", "{\"reason\": \"r\", \"expect_epoch\": 0}", 400)
        .body(at("$.field", equalTo("by")));
    begin("wrong", "{\"by\": \"b\", \"reason\": \" \", \"expect_epoch\": 0}", 400)
        .body(at("$.field", equalTo("reason")));
    begin("wrong", "{\"by\": \"b\", \"reason\": \"r\"}", 400)
        .body(at("$.field", equalTo("expect_epoch")));
    begin("wrong", "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": -1}", 400)
        .body(at("$.field", equalTo("expect_epoch")));
    begin(
            "wrong",
            "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0, \"accept_waiting\": -1}",
            400)
        .body(at("$.field", equalTo("accept_waiting")));
    begin("wrong", "", 400);
    given().get("/strangling/cut-overs/" + 999_999).then().statusCode(404);
    given()
        .get("/strangling/cut-overs?before=x")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("before")));
    given()
        .get("/strangling/log?limit=0")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("limit")));
    given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\"}")
        .post("/strangling/cut-overs/" + 999_999 + "/abort")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("reason")));
  }

  private void reported(String sku, int figure) {
    StranglingApi.reported(allocation, sku, figure);
  }

  private void monolithAnswers(Value result) {
    StranglingApi.monolithAnswers(monolith, result);
  }
}
