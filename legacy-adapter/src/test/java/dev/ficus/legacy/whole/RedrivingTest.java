package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.taken;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.legacy.whole.QuarantineApi.REQUEST;
import static dev.ficus.legacy.whole.QuarantineApi.post;
import static dev.ficus.legacy.whole.QuarantineApi.redrive;
import static dev.ficus.legacy.whole.QuarantineApi.show;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(RedrivingResource.class)
@WithTestResource(CapturingResource.class)
@WithTestResource(StockedShopResource.class)
class RedrivingTest {

  @Inject CommandProbe probe;
  @Inject DataSource database;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void a_line_is_translated_once_the_mapping_is_mended_and_that_line_alone() throws Exception {
    create(
        "missing", order("3001", item("1", "A", "3"), pieces("2", "B", "5"), item("3", "C", "x")));
    int b = entry("3001", "B");
    int c = entry("3001", "C");
    redrive(b)
        .body(at("$.outcome", equalTo("still_refused")))
        .body(at("$.reasons", contains("unreadable_quantity")));

    mendMapping("3001");
    redrive(b)
        .body(at("$.outcome", equalTo("translated")))
        .body(at("$.confirmed", equalTo(true)))
        .body(at("$.commands[*].command", contains("allocate")))
        .body(at("$.commands[*].sku", contains("B")))
        .body(at("$.commands[*].qty", contains(5)))
        .body(at("$.commands[*].revision", contains(1)));
    assertEquals(List.of("allocate A/1 3 @1", "allocate B/2 5 @1"), afterMarker("shop:3001"));
    post(b, "redrive", REQUEST)
        .statusCode(409)
        .body(at("$.detail", containsString("does not wait")));
    redrive(c).body(at("$.outcome", equalTo("still_refused")));
    assertEquals(List.of("allocate A/1 3 @1", "allocate B/2 5 @1"), afterMarker("shop:3001"));
    show(b)
        .body(at("$.entry.state", equalTo("redriven")))
        .body(at("$.actions[*].by", contains("ada", "ada")))
        .body(at("$.actions[*].action", contains("redrive", "redrive")))
        .body(at("$.actions[*].why", contains("mapping mended", "mapping mended")))
        .body(at("$.actions[*].outcome", contains("still_refused", "translated")))
        .body(at("$.actions[*].at", hasSize(2)));
    show(c).body(at("$.entry.state", equalTo("waiting")));
  }

  @Test
  void what_was_cancelled_since_stays_cancelled() throws Exception {
    create("missing", order("3002", item("1", "A", "3"), pieces("2", "B", "5")));
    assertEquals(done(), call("missing", "sales_order.cancel", new Value.Text("3002")));
    mendMapping("3002");
    int id = entry("3002", "B");
    redrive(id).body(at("$.outcome", equalTo("superseded"))).body(at("$.commands", empty()));
    assertEquals(
        List.of("allocate A/1 3 @1", "deallocate A/1 order_cancelled @2"),
        afterMarker("shop:3002"));
    given().get("/orders/shop/3002").then().body(at("$.cancelled", equalTo(true)));
    show(id).body(at("$.entry.state", equalTo("redriven")));
  }

  @Test
  void what_was_shown_since_counts_more() throws Exception {
    create("missing", order("3003", item("1", "A", "3"), pieces("2", "B", "5")));
    int gone = entry("3003", "B");
    create("missing", order("3003", item("1", "A", "2")));
    mendMapping("3003");
    redrive(gone).body(at("$.outcome", equalTo("superseded")));
    assertEquals(List.of("allocate A/1 3 @1", "allocate A/1 2 @2"), afterMarker("shop:3003"));
  }

  @Test
  void what_is_still_shown_is_redriven_as_it_was_last_shown() throws Exception {
    create("missing", order("3004", item("1", "A", "3"), pieces("2", "B", "5")));
    create("missing", order("3004", item("1", "A", "2"), pieces("2", "B", "7")));
    mendMapping("3004");
    redrive(entry("3004", "B")).body(at("$.commands[*].qty", contains(7)));
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate A/1 2 @2", "allocate B/2 7 @1"),
        afterMarker("shop:3004"));
  }

  @Test
  void a_line_that_was_readable_before_is_changed() throws Exception {
    create("missing", order("3005", item("1", "A", "3")));
    create("missing", order("3005", pieces("1", "A", "4")));
    mendMapping("3005");
    redrive(entry("3005", "A")).body(at("$.commands[*].revision", contains(2)));
    assertEquals(List.of("allocate A/1 3 @1", "allocate A/1 4 @2"), afterMarker("shop:3005"));
  }

  @Test
  void the_same_shown_again_is_one_entry_and_counted() throws Exception {
    Value order = order("3006", item("1", "A", "3"), pieces("2", "B", "5"));
    for (int i = 0; i < 100; i++) {
      create("missing", order);
    }
    create("missing", with(order, "updated_at", new Value.Text("2010-12-01 08:00:00")));
    list("3006").body(at("$.entries", hasSize(1))).body(at("$.entries[0].seen", equalTo(101)));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:3006"));
  }

  @Test
  void what_is_refused_again_after_it_was_redriven_waits_again() throws Exception {
    Value order = order("3007", pieces("2", "B", "5"));
    create("missing", order);
    int id = entry("3007", "B");
    mendMapping("3007");
    redrive(id).body(at("$.outcome", equalTo("translated")));
    create("missing", order);
    show(id).body(at("$.entry.state", equalTo("waiting")));
    assertEquals(List.of("allocate B/2 5 @1"), afterMarker("shop:3007"));
  }

  @Test
  void an_order_without_lines_is_taken_in_when_they_are_found() throws Exception {
    Value rows = new Value.Array(List.of(item("1", "A", "3"), item("2", "POST", "1")));
    create("missing", with(without(order("3008"), "items"), "rows", rows));
    mendMapping("3008");
    redrive(entry("3008", null))
        .body(at("$.outcome", equalTo("translated")))
        .body(at("$.reasons", contains("not_stock")));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:3008"));
  }

  @Test
  void orders_whose_numbers_were_not_found_are_taken_in_but_not_over_what_is_known()
      throws Exception {
    Value one =
        with(
            without(order("3009", item("1", "A", "3")), "increment_id"),
            "order_no",
            new Value.Text("3009"));
    Value two =
        with(
            without(order("3010", item("1", "B", "4")), "increment_id"),
            "order_no",
            new Value.Text("3010"));
    call("missing", "system.multicall", new Value.Array(List.of(inner(one), inner(two))));
    int second = (int) number("select max(id) from quarantine_entry where number is null");
    int first = second - 1;
    create("mended", order("3010", item("1", "B", "9")));
    sql("update quarantine_entry set feed = 'mended' where id >= " + first);
    redrive(second).body(at("$.outcome", equalTo("superseded"))).body(at("$.commands", empty()));
    redrive(first)
        .body(at("$.outcome", equalTo("translated")))
        .body(at("$.commands[*].orderid", contains("shop:3009")));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:3009"));
    assertEquals(List.of("allocate B/1 9 @1"), afterMarker("shop:3010"));
  }

  @Test
  void a_mistake_in_the_mended_mapping_settles_nothing_and_releases_nothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      create("careful", order("3031-" + i, item("1", "A", "3"), pieces("2", "B", "5")));
    }
    int first = entry("3031-0", "B");
    sql("update quarantine_entry set feed = 'careful-mistaken' where number like '3031-%'");
    given()
        .contentType("application/json")
        .body(REQUEST)
        .post("/quarantine/redrive?limit=3&shop=careful&subject=line&after=" + (first - 1))
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.outcomes.not_found", equalTo(3)))
        .body(at("$.results[*].outcome", everyItem(equalTo("not_found"))))
        .body(at("$.results[*].detail", everyItem(containsString("order.number"))))
        .body(at("$.results[*].held", everyItem(equalTo(true))));
    for (int i = 0; i < 3; i++) {
      given()
          .get("/orders/careful/3031-" + i)
          .then()
          .contentType("application/json")
          .body(at("$.held", equalTo(true)));
      show(entry("3031-" + i, "B"))
          .body(at("$.entry.state", equalTo("waiting")))
          .body(at("$.entry.subject", equalTo("line")))
          .body(at("$.actions[*].outcome", contains("not_found")))
          .body(at("$.actions[0].detail", containsString("order 3031-" + i + " was looked for")))
          .body(at("$.actions[0].detail", not(containsString("Müller"))));
      assertEquals(List.of(), afterMarker("careful:3031-" + i));
    }

    sql("update quarantine_entry set feed = 'careful-mended' where number like '3031-%'");
    for (int i = 0; i < 3; i++) {
      redrive(entry("3031-" + i, "B")).body(at("$.outcome", equalTo("translated")));
      assertEquals(
          List.of("allocate A/1 3 @1", "allocate B/2 5 @1"),
          afterMarker("careful:3031-" + i).stream().sorted().toList());
    }
  }

  @Test
  void orders_in_calls_that_hold_several_are_found_again() throws Exception {
    Value nameless =
        with(
            without(order("3033", item("1", "C", "4")), "increment_id"),
            "order_no",
            new Value.Text("3033"));
    Value line = order("3032", item("1", "A", "3"), pieces("2", "B", "5"));
    Value all = new Value.Array(List.of(named(line), named(nameless), named(nameless)));
    call("missing-all", "shop.all", all);
    int third = (int) number("select max(id) from quarantine_entry where number is null");
    show(third).body(at("$.entry.subject", equalTo("order")));
    int b = entry("3032", "B");
    // Where the calls mean nothing any more, or nothing is an order's number.
    for (String feed : List.of("stock-mended", "mistaken")) {
      sql("update quarantine_entry set feed = '%s' where id in (%d, %d)".formatted(feed, b, third));
      redrive(b).body(at("$.outcome", equalTo("not_found")));
    }
    redrive(third).body(at("$.outcome", equalTo("still_refused")));
    sql("update quarantine_entry set feed = 'stock-mended' where id = " + third);
    redrive(third)
        .body(at("$.outcome", equalTo("not_found")))
        .body(at("$.detail", containsString("in call 2 by the calls")));

    sql("update quarantine_entry set feed = 'mended' where id in (%d, %d)".formatted(b, third));
    redrive(b).body(at("$.outcome", equalTo("translated")));
    redrive(third).body(at("$.outcome", equalTo("translated")));
    assertEquals(List.of("allocate A/1 3 @1", "allocate B/2 5 @1"), afterMarker("shop:3032"));
    assertEquals(List.of("allocate C/1 4 @1"), afterMarker("shop:3033"));
  }

  @Test
  void an_entry_from_before_its_call_was_noted_waits_while_any_call_means_nothing()
      throws Exception {
    Value nameless =
        with(
            without(order("3034", item("1", "A", "3")), "increment_id"),
            "order_no",
            new Value.Text("3034"));
    Value stranger =
        new Value.Struct(
            Map.of(
                "methodName", new Value.Text("order.create"),
                "params", new Value.Array(List.of(nameless))));
    call("missing", "system.multicall", new Value.Array(List.of(inner(nameless), stranger)));
    int id = (int) number("select max(id) from quarantine_entry where number is null");
    sql("update quarantine_entry set feed = 'mended', within = null where id = " + id);
    redrive(id)
        .body(at("$.outcome", equalTo("still_refused")))
        .body(at("$.commands[*].orderid", contains("shop:3034")))
        .body(at("$.detail", containsString("1 calls that mean nothing")));
    show(id).body(at("$.entry.state", equalTo("waiting")));
    redrive(id).body(at("$.outcome", equalTo("still_refused"))).body(at("$.commands", empty()));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:3034"));
  }

  @Test
  void where_lines_wait_an_order_whose_lines_are_not_found_is_not_released() throws Exception {
    create("careful", order("3035", item("1", "A", "3"), pieces("2", "B", "5")));
    Value rows = new Value.Array(List.of(item("1", "A", "3"), pieces("2", "B", "5")));
    create("careful", with(without(order("3035"), "items"), "rows", rows));
    given().get("/orders/careful/3035").then().body(at("$.held", equalTo(true)));
    assertEquals(List.of(), afterResending("careful:3035"));
    sql("update quarantine_entry set feed = 'careful-mended' where number = '3035'");
    redrive(entry("3035", null))
        .body(at("$.outcome", equalTo("translated")))
        .body(at("$.held", equalTo(false)));
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 5 @1"),
        afterMarker("careful:3035").stream().sorted().toList());
  }

  @Test
  void an_entry_that_could_not_be_written_down_still_waits_and_loses_nothing() throws Exception {
    create("missing", order("3011", pieces("1", "A", "3")));
    mendMapping("3011");
    int id = entry("3011", "A");
    BrokenDatabase.at(
        database,
        "insert on ledger_line",
        "new.number = '3011'",
        () -> post(id, "redrive", REQUEST).statusCode(503));
    show(id).body(at("$.entry.state", equalTo("waiting"))).body(at("$.actions", empty()));
    redrive(id).body(at("$.outcome", equalTo("translated")));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:3011"));
  }

  @Test
  void many_are_redriven_by_reason_and_shop_some_at_a_time() throws Exception {
    for (int i = 0; i < 3; i++) {
      create("careful", order("3012-" + i, pieces("1", "A", "2"), item("2", "POST", "1")));
      mendMapping("3012-" + i);
    }
    sql("update quarantine_entry set feed = 'careful-mended' where number like '3012-%'");
    int first = entry("3012-0", "A") - 1;
    int next =
        read(
            given()
                .contentType("application/json")
                .body(REQUEST)
                .post(
                    "/quarantine/redrive?limit=2&shop=careful&reason=unreadable_quantity&after="
                        + first)
                .then()
                .statusCode(200)
                .body(at("$.outcomes.translated", equalTo(2)))
                .extract()
                .asString(),
            "$.next");
    given()
        .contentType("application/json")
        .body(REQUEST)
        .post("/quarantine/redrive?limit=2&shop=careful&reason=unreadable_quantity&after=" + next)
        .then()
        .body(at("$.results", hasSize(1)))
        .body(at("$.next", nullValue()));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of("allocate A/1 2 @1"), afterMarker("careful:3012-" + i));
      list("3012-" + i).body(at("$.entries[*].sku", contains("POST")));
    }
  }

  @Test
  void discarding_needs_a_name_and_a_reason_and_is_for_good() throws Exception {
    Value order = order("3013", item("1", "A", "3"), pieces("2", "B", "5"));
    create("missing", order);
    int id = entry("3013", "B");
    post(id, "discard", "{\"by\": \"ada\"}").statusCode(400).body(at("$.field", equalTo("reason")));
    post(id, "discard", "{\"reason\": \"x\"}").statusCode(400).body(at("$.field", equalTo("by")));
    post(999_999_999, "discard", REQUEST).statusCode(404);
    post(id, "discard", "{\"by\": \"ada\", \"reason\": \"sent by hand\"}").statusCode(204);
    post(id, "discard", REQUEST).statusCode(409);
    post(id, "redrive", REQUEST).statusCode(409);
    create("missing", with(order, "mark", new Value.Text("again")));
    list("3013").body(at("$.entries", empty()));
    show(id)
        .body(at("$.entry.state", equalTo("discarded")))
        .body(at("$.entry.seen", equalTo(2)))
        .body(at("$.actions[*].why", contains("sent by hand")))
        .body(at("$.actions[*].outcome", contains("discarded")));
  }

  @Test
  void where_lines_wait_nothing_is_sent_until_the_refused_one_is_redriven() throws Exception {
    Value order = order("3014", item("1", "A", "3"), pieces("2", "B", "5"), item("3", "POST", "1"));
    assertEquals(taken("3014"), create("careful", order));
    assertEquals(taken("3014"), create("careful", order));
    given()
        .get("/orders/careful/3014")
        .then()
        .body(at("$.held", equalTo(true)))
        .body(at("$.lines[*].confirmed", contains(false)));
    assertEquals(List.of(), afterResending("careful:3014"));

    sql("update quarantine_entry set feed = 'careful-mended' where number = '3014'");
    redrive(entry("3014", "B")).body(at("$.held", equalTo(false)));
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 5 @1"),
        afterMarker("careful:3014").stream().sorted().toList());
    given().get("/orders/careful/3014").then().body(at("$.held", equalTo(false)));
  }

  @Test
  void where_lines_wait_for_two_they_wait_for_both() throws Exception {
    Value order = order("3015", item("1", "A", "3"), item("2", "B", "x"), item("3", "C", "x"));
    create("careful", order);
    post(entry("3015", "B"), "discard", REQUEST).statusCode(204);
    assertEquals(List.of(), afterMarker("careful:3015"));
    post(entry("3015", "C"), "discard", REQUEST).statusCode(204);
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("careful:3015"));
    create("careful", with(order, "updated_at", new Value.Text("2010-12-01 08:00:00")));
    given().get("/orders/careful/3015").then().body(at("$.held", equalTo(false)));
  }

  @Test
  void where_lines_wait_a_cancellation_and_a_corrected_order_do_not() throws Exception {
    create("careful", order("3016", item("1", "A", "3"), item("2", "B", "x")));
    assertEquals(done(), call("careful", "sales_order.cancel", new Value.Text("3016")));
    assertEquals(List.of("deallocate A/1 order_cancelled @2"), afterMarker("careful:3016"));
    create("careful", order("3017", item("1", "A", "3"), item("2", "B", "x")));
    create("careful", order("3017", item("1", "A", "3"), item("2", "B", "4")));
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 4 @1"),
        afterMarker("careful:3017").stream().sorted().toList());
  }

  @Test
  void a_release_that_a_crash_left_unsent_is_sent() throws Exception {
    create("careful", order("3018", item("1", "A", "3"), item("2", "B", "x")));
    sql(
        "update quarantine_entry set state = 'discarded', settled_at = now() where number = '3018'");
    sql(
        "update ledger_order set held = false, changed_at = now() - interval '1 hour'"
            + " where number = '3018'");
    assertEquals(List.of("allocate A/1 3 @1"), probe.briefs("careful:3018", 1));
  }

  @Test
  void calls_are_deleted_in_time_and_what_was_done_is_not_forgotten() throws Exception {
    create("missing", order("3019", pieces("1", "A", "3")));
    create("missing", order("3020", pieces("1", "A", "3")));
    int settled = entry("3019", "A");
    int waiting = entry("3020", "A");
    post(settled, "discard", REQUEST).statusCode(204);
    sql(
        "update quarantine_entry set settled_at = now() - interval '29 days' where id = "
            + settled);
    sql(
        "update quarantine_entry set last_seen_at = now() - interval '89 days' where id = "
            + waiting);
    sql("update quarantine_document set received_at = now() - interval '89 days'");
    sql("insert into quarantine_document values ('orphan', 'x', now() - interval '2 minutes')");
    await(() -> number("select count(*) from quarantine_document where sha256 = 'orphan'") == 0);
    show(settled).body(at("$.rawXml", containsString("3019")));
    show(waiting).body(at("$.rawXml", containsString("3020")));

    sql(
        "update quarantine_entry set settled_at = now() - interval '31 days' where id = "
            + settled);
    sql(
        "update quarantine_entry set last_seen_at = now() - interval '91 days' where id = "
            + waiting);
    await(
        () ->
            number("select count(document) from quarantine_entry where number in ('3019', '3020')")
                == 0);
    await(
        () ->
            number(
                    "select count(*) from quarantine_document where not exists (select from quarantine_entry where document = sha256)")
                == 0);
    show(settled).body(at("$.rawXml", nullValue())).body(at("$.actions[*].by", contains("ada")));
    post(waiting, "redrive", REQUEST)
        .statusCode(409)
        .body(at("$.detail", containsString("deleted")));
    post(waiting, "discard", REQUEST).statusCode(204);
  }

  @Test
  void the_list_shows_nothing_of_the_customer() {
    create("missing", order("3021", pieces("1", "A", "3")));
    list("3021").body(at("$.entries", hasToString(not(containsString("Müller")))));
    show(entry("3021", "A")).body(at("$.rawXml", containsString("Müller")));
    given()
        .get("/quarantine?state=settled")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("state")));
    given()
        .get("/quarantine?subject=customer")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("subject")));
    given()
        .get("/quarantine?subject=line&limit=1000&after=" + (entry("3021", "A") - 1))
        .then()
        .body(at("$.entries[*].subject", everyItem(equalTo("line"))))
        .body(at("$.entries[*].orderNumber", hasItems("3021")));
  }

  @Test
  void what_waits_is_measured_and_the_endpoints_are_described() {
    create("missing", order("3022", pieces("1", "A", "3")));
    await(
        () ->
            AdapterApi.managedText("/q/metrics")
                .lines()
                .filter(
                    line ->
                        line.startsWith(
                            "ficus_legacy_quarantine_waiting{reason=\"unreadable_quantity\"}"))
                .anyMatch(line -> !line.endsWith(" 0.0")));
    AdapterApi.managed("/q/metrics")
        .body(containsString("ficus_legacy_quarantine_oldest_seconds{reason=\"no_lines\"}"))
        .body(containsString("ficus_legacy_quarantine_redriven_total{outcome=\"superseded\"}"))
        .body(containsString("ficus_legacy_quarantine_discarded_total"));
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .body(
            at(
                "$.paths.keys()",
                hasItems(
                    "/quarantine/{id}/redrive", "/quarantine/{id}/discard", "/quarantine/redrive")))
        .body(at("$.paths['/quarantine/{id}/redrive'].post.responses['409']", notNullValue()));
  }

  /** What a mended mapping and a restart do: the feed's calls are read by another dialect. */
  private void mendMapping(String number) throws SQLException {
    sql("update quarantine_entry set feed = 'mended' where number = '" + number + "'");
  }

  private static Answer create(String feed, Value order) {
    return call(feed, "sales_order.create", order);
  }

  private static Answer call(String feed, String method, Value... parameters) {
    return answer(given().contentType("text/xml").body(bytes(method, parameters)).post("/" + feed));
  }

  private static Value inner(Value order) {
    return new Value.Struct(
        Map.of(
            "methodName", new Value.Text("sales_order.create"),
            "params", new Value.Array(List.of(order))));
  }

  private static Value named(Value order) {
    return new Value.Array(
        List.of(new Value.Text("sales_order.create"), new Value.Array(List.of(order))));
  }

  /** A line whose quantity is where only the mended mapping looks. */
  private static Value pieces(String id, String sku, String quantity) {
    return with(
        without(item(id, sku, quantity), "qty_ordered"), "pieces", new Value.Text(quantity));
  }

  private static Value without(Value struct, String name) {
    Map<String, Value> members = new LinkedHashMap<>(((Value.Struct) struct).members());
    members.remove(name);
    return new Value.Struct(members);
  }

  private int entry(String number, String sku) {
    return (int)
        number(
            "select id from quarantine_entry where number = '%s' and sku is not distinct from %s"
                .formatted(number, sku == null ? "null" : "'" + sku + "'"));
  }

  /** The list, of this order only. */
  private ValidatableResponse list(String number) {
    long first =
        number("select coalesce(min(id), 0) from quarantine_entry where number = '" + number + "'");
    long all =
        number(
            "select count(*) from quarantine_entry where number = '"
                + number
                + "' and state = 'waiting'");
    return given()
        .get("/quarantine?after=%d&limit=%d".formatted(first - 1, Math.max(all, 1)))
        .then()
        .statusCode(200);
  }

  /** The commands for an order, when a later order's command shows that no more can come. */
  private List<String> afterMarker(String orderid) throws InterruptedException {
    String marker = "marker-" + System.nanoTime();
    create("mended", order(marker, item("1", "MARKER", "1")));
    probe.commands("shop:" + marker, 1);
    return probe.briefs(orderid, 0);
  }

  /** The commands for an order, when what was left unconfirmed has been sent again. */
  private List<String> afterResending(String orderid) throws Exception {
    String marker = "marker-" + System.nanoTime();
    create("mended", order(marker, item("1", "MARKER", "1")));
    sql(
        "update ledger_order set changed_at = now() - interval '1 hour' where number = '%s'"
            .formatted(orderid.split(":")[1]));
    sql(
        "update ledger_order set confirmed = 0, changed_at = now() - interval '1 minute' where number = '%s'"
            .formatted(marker));
    probe.commands("shop:" + marker, 2);
    return probe.briefs(orderid, 0);
  }

  private void await(BooleanSupplier condition) {
    assertTrue(Waiting.until(condition, LIMIT));
  }

  private void sql(String statement) throws SQLException {
    QuarantineApi.sql(database, statement);
  }

  private long number(String query) {
    return QuarantineApi.number(database, query);
  }
}
