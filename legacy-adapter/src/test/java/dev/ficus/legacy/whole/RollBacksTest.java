package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.StranglingApi.abort;
import static dev.ficus.legacy.whole.StranglingApi.awaitField;
import static dev.ficus.legacy.whole.StranglingApi.awaitStep;
import static dev.ficus.legacy.whole.StranglingApi.awaitWaitsFor;
import static dev.ficus.legacy.whole.StranglingApi.begin;
import static dev.ficus.legacy.whole.StranglingApi.rollBack;
import static dev.ficus.legacy.whole.StranglingApi.row;
import static dev.ficus.legacy.whole.StranglingApi.sent;
import static dev.ficus.legacy.whole.StranglingApi.wave;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.postgres.SwitchProbe;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith.ForwardedCall;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waves that go back to the monolith, as people have it done. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class RollBacksTest {

  private static final Value DONE = new Value.Bool(true);
  private static final Pattern TELLING =
      Pattern.compile("(?s)<int>(?<units>\\d+)</int>.*?<string>(?<reference>[^<]+)</string>");

  @Inject CommandProbe commands;
  @Inject SwitchProbe probe;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    monolithAnswers(DONE);
  }

  @Test
  void a_wave_goes_back_when_the_monolith_counts_what_our_lines_hold_and_comes_over_again()
      throws Exception {
    ours("back", "B-1", 7);
    weHave("7101", "B-1", 1);
    allocation.has("B-1", "shop:B-1", 7, 2);
    rollBack("back", 1, "\"dry_run\": true", 200)
        .contentType("application/json")
        .body(at("$.skus", equalTo(1)))
        .body(
            at("$.checks[*].check", hasItems("epoch", "own_stock", "stranded", "waiting_commands")))
        .body(at("$.debts[0].sku", equalTo("B-1")))
        .body(at("$.debts[0].held", equalTo(2)))
        .body(at("$.debts[0].units", equalTo(2)))
        .body(at("$.debts[0].figure", equalTo(7)))
        .body(at("$.debts[0].by_method", equalTo(true)))
        .body(at("$.own_stock", equalTo(List.of())))
        .body(at("$.stranded", equalTo(List.of())));
    given()
        .get("/strangling/cut-overs")
        .then()
        .body(at("$.cut_overs[?(@.wave == 'back')].direction", equalTo(List.of("cut_over"))));

    calls();
    monolithAnswers(list(row("B-1", 5)));
    long id =
        read(
            rollBack("back", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    awaitWaitsFor(id, "allocation-service to close 1 product");
    assertTrue(commands.briefs("B-1", 3).contains("close_product B-1/ @2"));
    assertEquals(List.of(), told(), "not before all is closed");
    allocation.closes("B-1", 2);
    awaitField(id, "$.cut_over.switched_at");
    List<String> told = told();
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("B-1") && told.get(0).contains(">2<"), told.get(0));
    given()
        .get("/strangling/routes/B-1")
        .then()
        .body(at("$.route", equalTo("legacy")))
        .body(at("$.epoch", equalTo(2)));
    awaitWaitsFor(id, "open lines of ours");
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.direction", equalTo("roll_back")))
        .body(at("$.cut_over.step", equalTo("settle")))
        .body(at("$.cut_over.waits_for", equalTo("open lines of ours of 1 SKU")))
        .body(at("$.told[0].units", equalTo(2)))
        .body(at("$.told[0].sendings", equalTo(1)))
        .body(at("$.told[0].done_at", notNullValue()));
    given()
        .get("/stock/batches/shop:B-1")
        .then()
        .body(at("$.qty", equalTo(7)))
        .body(at("$.figures[0].qty", equalTo(5)));
    List<Integer> certificates =
        read(
            given().get("/strangling/certificates").asString(),
            "$.certificates[?(@.wave == 'back')].id");
    given()
        .get("/strangling/certificates/" + Collections.max(certificates))
        .then()
        .body(containsString("roll_back"));
    abort(id).statusCode(409);

    // The monolith has what is first seen from now on; our line goes on to be ours.
    monolithAnswers(DONE);
    assertEquals(new Answer.Result(DONE), sent("7102", "B-1"));
    assertEquals(
        OldShop.done(),
        OldShop.answer(
            given()
                .body(bytes("sales_order.cancel", text("7101")))
                .post("/behind")
                .then()
                .statusCode(200)
                .extract()
                .response()));
    assertTrue(
        commands.briefs("shop:7101", 2).get(1).startsWith("deallocate B-1/1"),
        () -> "a closed product takes a cancellation of what it knows");
    awaitStep(id, "ended");

    given().body(bytes("sales_order.cancel", text("7102"))).post("/behind").then().statusCode(200);
    allocation.opens("B-1");
    monolithAnswers(list(row("B-1", 5)));
    long again = begin("back", 2);
    awaitField(again, "$.cut_over.switched_at");
    monolithAnswers(DONE);
    given().get("/strangling/routes/B-1").then().body(at("$.epoch", equalTo(3)));
    assertTrue(commands.briefs("B-1", 4).contains("open_product B-1/ @3"));
    given().get("/stock/batches/shop:B-1").then().body(at("$.qty", equalTo(7)));
  }

  @Test
  void what_was_told_stays_told_when_it_ends_and_the_products_are_opened_again() throws Exception {
    ours("aborted", "B-2", 4);
    allocation.has("B-2", "shop:B-2", 4, 1);
    calls();
    monolith.answers(500, "text/plain", new byte[0]);
    long id =
        read(
            rollBack("aborted", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    commands.briefs("B-2", 3);
    allocation.closes("B-2", 2);
    assertTrue(Waiting.until(() -> !pending("B-2").isEmpty(), Waiting.LIMIT));
    assertTrue(Waiting.until(() -> told().size() > 0, Waiting.LIMIT));
    abort(id).statusCode(204);
    assertTrue(commands.briefs("B-2", 4).contains("open_product B-2/ @3"));
    allocation.opens("B-2");
    given()
        .get("/strangling/routes/B-2")
        .then()
        .body(at("$.route", equalTo("new")))
        .body(at("$.epoch", equalTo(1)));
    String found = "{\"counted_out\": false, \"units\": %d, \"figure\": %d, \"by\": \"b\"%s}";
    find("B-2", found.formatted(1, 4, "")).statusCode(400).body(at("$.field", equalTo("reason")));
    String why = ", \"reason\": \"it is away\"";
    find("B-2", found.formatted(2, 4, why))
        .statusCode(409)
        .body(at("$.field", equalTo("units")))
        .body(at("$.units", equalTo(1)))
        .body(at("$.figure", equalTo(4)));
    find("B-2", found.formatted(1, 5, why)).statusCode(409).body(at("$.field", equalTo("figure")));
    find("B-2", found.formatted(1, 4, why)).statusCode(204);
    find("B-2", found.formatted(1, 4, why)).statusCode(404);

    // The next one tells what is missing, and needs a higher revision to close. The figure falls
    // after that: the one that has ended may be about to ask for it a last time.
    monolithAnswers(DONE);
    calls();
    long next =
        read(
            rollBack("aborted", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    commands.briefs("B-2", 5);
    allocation.closes("B-2", 4);
    assertTrue(Waiting.until(() -> told().size() > 0, Waiting.LIMIT));
    monolithAnswers(list(row("B-2", 3)));
    awaitField(next, "$.cut_over.switched_at");
    given().get("/strangling/routes/B-2").then().body(at("$.epoch", equalTo(2)));
  }

  @Test
  void what_the_monolith_refuses_was_not_told() throws Exception {
    ours("refused", "B-3", 4);
    allocation.has("B-3", "shop:B-3", 4, 3);
    monolith.answers(
        200, "text/xml", StranglingApi.written(new Answer.Fault(104, "there is no B-3")));
    long id =
        read(
            rollBack("refused", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    commands.briefs("B-3", 3);
    allocation.closes("B-3", 2);
    awaitWaitsFor(id, "the monolith to set units of 1 SKU aside; it refuses: fault 104");
    abort(id).statusCode(204);
    assertTrue(Waiting.until(() -> pending("B-3").isEmpty(), Waiting.LIMIT));
    given().get("/stock/batches/shop:B-3").then().body(at("$.qty", equalTo(4)));
  }

  @Test
  void a_call_that_is_delivered_twice_sets_units_aside_once_where_its_reference_is_known()
      throws Exception {
    ours("repeated", "B-7", 7);
    allocation.has("B-7", "shop:B-7", 7, 2);
    CountingMonolith counting = new CountingMonolith("B-7", 7, true);
    long id = rolledBackTwiceDelivered("repeated", "B-7", counting);
    assertEquals(2, counting.aside);
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.fell_too_far", equalTo(0)))
        .body(at("$.told[*].units", equalTo(List.of(2))))
        .body(at("$.told[0].expected", equalTo(5)))
        .body(at("$.told[0].figure", equalTo(5)));
    given().get("/stock/batches/shop:B-7").then().body(at("$.qty", equalTo(7)));
  }

  @Test
  void what_a_monolith_without_references_sets_aside_twice_is_sold_to_nobody_and_listed()
      throws Exception {
    ours("forgotten", "B-8", 7);
    allocation.has("B-8", "shop:B-8", 5, 2);
    CountingMonolith counting = new CountingMonolith("B-8", 7, false);
    long id = rolledBackTwiceDelivered("forgotten", "B-8", counting);
    assertEquals(4, counting.aside);
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.fell_too_far", equalTo(1)))
        .body(at("$.told[*].units", equalTo(List.of(2))))
        .body(at("$.told[0].expected", equalTo(5)))
        .body(at("$.told[0].figure", equalTo(3)));
    given().get("/stock/batches/shop:B-8").then().body(at("$.qty", equalTo(5)));
    // A person has it give back what is too many.
    StranglingApi.reported(allocation, "B-8", 5);
    given().get("/stock/batches/shop:B-8").then().body(at("$.qty", equalTo(7)));
  }

  /** A monolith with one SKU, to which something on the way delivers each telling twice. */
  private static final class CountingMonolith {
    private final String sku;
    private final boolean knowsReferences;
    private final int before;
    private final Set<String> references = new HashSet<>();
    private int aside;

    CountingMonolith(String sku, int figure, boolean knowsReferences) {
      this.sku = sku;
      this.before = figure;
      this.knowsReferences = knowsReferences;
    }

    synchronized byte[] answer(String call) {
      if (call.contains("stock.list")) {
        return StranglingApi.written(new Answer.Result(list(row(sku, before - aside))));
      }
      if (call.contains("stock.set_aside")) {
        setAside(call);
        setAside(call);
      }
      return StranglingApi.written(new Answer.Result(DONE));
    }

    private void setAside(String call) {
      Matcher told = TELLING.matcher(call);
      assertTrue(told.find(), call);
      if (!knowsReferences || references.add(told.group("reference"))) {
        aside += Integer.parseInt(told.group("units"));
      }
    }
  }

  private long rolledBackTwiceDelivered(String wave, String sku, CountingMonolith counting)
      throws InterruptedException {
    calls();
    monolith.carriesOut(counting::answer);
    long id =
        read(rollBack(wave, 1, "\"dry_run\": false", 202).extract().asString(), "$.id", Long.class);
    commands.briefs(sku, 3);
    allocation.closes(sku, 2);
    awaitField(id, "cut_over.switched_at");
    assertEquals(1, told().size(), "we have sent it once");
    monolithAnswers(DONE);
    return id;
  }

  @Test
  void routes_do_not_change_while_a_round_of_ours_is_under_way_to_a_shop() throws Exception {
    ours("round", "B-4", 2);
    monolithAnswers(list(row("B-4", 2)));
    long[] id = new long[1];
    Runnable round =
        () -> {
          id[0] =
              read(
                  rollBack("round", 1, "\"dry_run\": false", 202).extract().asString(),
                  "$.id",
                  Long.class);
          awaitWaitsFor(id[0], "allocation-service to close 1 product");
          allocation.closes("B-4", 2);
          awaitWaitsFor(id[0], "the round to end that sends shop commented its figures");
          given().get("/strangling/routes/B-4").then().body(at("$.route", equalTo("new")));
        };
    // The push tries again and again to reach a shop that is away.
    assertTrue(Waiting.until(() -> probe.inRound("commented", round), Waiting.LIMIT));
    awaitField(id[0], "$.cut_over.switched_at");
  }

  @Test
  void what_would_be_left_behind_must_be_accepted_by_its_number_of_now() throws Exception {
    ours("left", "B-5", 3);
    allocation.hasToo("B-5", "BOUGHT-1", 4);
    try (AllocationEvents events = new AllocationEvents()) {
      assertEquals(OldShop.taken("7151"), sent("7151", "B-5"));
      commands.briefs("shop:7151", 1);
      events.say("line_backordered", 11, "shop:7151", "B-5", "1", 1, "");
    }
    assertTrue(
        Waiting.until(
            () ->
                rollBack("left", 1, "\"dry_run\": true", 409).extract().asString().contains("7151"),
            Waiting.LIMIT));
    allocation.backorders("shop:7151", "B-5", "1", 1);
    allocation.backorders("'-market-9", "B-5", "", 2);
    allocation.backorders("market-8", "B-51", "", 3);
    rollBack("left", 1, "\"accept_own_stock\": 3", 409)
        .body(at("$.checks[*].check", equalTo(List.of("own_stock", "stranded"))))
        .body(at("$.checks[0].value", equalTo("4")))
        .body(at("$.checks[0].limit", equalTo("3")))
        .body(at("$.checks[1].value", equalTo("2")))
        .body(at("$.checks[*].hint", not(hasItem(nullValue()))))
        .body(at("$.own_stock[0].batchref", equalTo("BOUGHT-1")))
        .body(at("$.stranded[*].orderid", equalTo(List.of("-market-9", "shop:7151"))))
        .body(at("$.stranded[0].number", nullValue()))
        .body(at("$.stranded[1].number", equalTo("7151")))
        .body(at("$.stranded[*].qty", equalTo(List.of(2, 1))));
    rollBack("left", 0, "\"accept_own_stock\": 4, \"accept_stranded\": 2", 409)
        .body(at("$.checks[*].check", equalTo(List.of("epoch"))));
    rollBack("left", 1, "\"accept_own_stock\": 4, \"accept_stranded\": 1", 409)
        .body(at("$.checks[*].check", equalTo(List.of("stranded"))));
    rollBack("left", 1, "\"accept_own_stock\": 4, \"accept_stranded\": 2, \"dry_run\": true", 200);

    wave("never", "B-6");
    rollBack("never", 0, "\"dry_run\": true", 409).body(at("$.checks[*].check", hasItem("route")));
    rollBack("nothing", 0, "\"dry_run\": true", 404);
    rollBack("left", 1, "\"accept_stranded\": -1", 400)
        .body(at("$.field", equalTo("accept_stranded")));
    rollBack("left", 1, "\"accept_own_stock\": -1", 400)
        .body(at("$.field", equalTo("accept_own_stock")));
    rollBack("left", -1, "\"dry_run\": true", 400).body(at("$.field", equalTo("expect_epoch")));
  }

  @Test
  void a_line_of_another_team_that_is_backordered_after_the_look_ends_it_before_the_switch()
      throws Exception {
    ours("surprised", "B-9", 2);
    rollBack("surprised", 1, "\"dry_run\": true", 200);
    long id =
        read(
            rollBack("surprised", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    commands.briefs("B-9", 3);
    allocation.backorders("market-7", "B-9", "", 4);
    allocation.closes("B-9", 2);
    awaitField(id, "$.cut_over.ended_at");
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.outcome", equalTo("not_accepted")))
        .body(at("$.cut_over.why", equalTo("1 line has no units; accepted: 0")));
    given().get("/strangling/routes/B-9").then().body(at("$.route", equalTo("new")));
  }

  /** A wave of one SKU that was cut over, with this figure. */
  private void ours(String wave, String sku, int figure) throws InterruptedException {
    wave(wave, sku);
    StranglingApi.reported(allocation, sku, figure);
    monolithAnswers(list(row(sku, figure)));
    long id = begin(wave, 0);
    awaitStep(id, "settle");
    monolithAnswers(DONE);
    assertTrue(commands.briefs(sku, 2).contains("open_product " + sku + "/ @1"));
  }

  /** An order of ours, placed in the batch of figures. */
  private void weHave(String number, String sku, long sequence) throws Exception {
    assertEquals(OldShop.taken(number), sent(number, sku));
    commands.briefs("shop:" + number, 1);
    try (AllocationEvents events = new AllocationEvents()) {
      events.say(
          "line_allocated",
          sequence,
          "shop:" + number,
          sku,
          "1",
          1,
          ",\"batchref\":\"shop:%s\"".formatted(sku));
    }
  }

  private static List<Integer> pending(String sku) {
    return read(
        given().get("/stock/pending").asString(),
        "$.batches[?(@.sku == '%s')].units".formatted(sku));
  }

  private static ValidatableResponse find(String sku, String finding) {
    return given()
        .contentType(ContentType.JSON)
        .body(finding)
        .post("/stock/pending/shop:" + sku)
        .then();
  }

  /** What the monolith was sent since. */
  private List<String> calls() {
    List<String> calls = new ArrayList<>();
    for (ForwardedCall each = monolith.next(); each != null; each = monolith.next()) {
      calls.add(new String(each.body(), StandardCharsets.UTF_8));
    }
    return calls;
  }

  private List<String> told() {
    return calls().stream().filter(call -> call.contains("stock.set_aside")).toList();
  }

  private void monolithAnswers(Value result) {
    StranglingApi.monolithAnswers(monolith, result);
  }
}
