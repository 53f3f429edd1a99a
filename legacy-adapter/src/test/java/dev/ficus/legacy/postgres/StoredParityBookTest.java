package dev.ficus.legacy.postgres;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts, rules and acknowledgements as people read and write them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredParityBookTest {

  private final String name = "P" + UUID.randomUUID().toString().substring(0, 8);
  private final String sku = name + "-1";

  @Inject Database database;

  @BeforeEach
  void a_wave_in_shadow() {
    execute("insert into wave (name) values ('%s')", name);
    execute("insert into sku_route (sku, route, wave) values ('%s', 'legacy', '%s')", sku, name);
    execute(
        "insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)"
            + " values ('%s', 2, 'based', '%s', 5, 5, 'Ann', 'first')",
        sku, name);
  }

  @Test
  void totals_are_those_since_the_last_basing_with_the_noise_beside() {
    execute(
        "insert into verdict_total (sku, basing, aspect, verdict, n) values"
            + " ('%1$s', 1, 'outcome', 'worse', 7), ('%1$s', 2, 'outcome', 'same', 6),"
            + " ('%1$s', 2, 'outcome', 'better', 1), ('%1$s', 2, 'outcome', 'race', 1),"
            + " ('%1$s', 2, 'outcome', 'unjudged', 2)",
        sku);
    given()
        .get("/strangling/parity?wave=" + name)
        .then()
        .statusCode(200)
        .body(at("$.aspects[1].aspect", equalTo("outcome")))
        .body(at("$.aspects[1].verdicts.same", equalTo(6)))
        .body(at("$.aspects[1].verdicts.better", equalTo(1)))
        .body(at("$.aspects[1].compared", equalTo(8)))
        .body(at("$.aspects[1].different", equalTo(0.125)))
        .body(at("$.aspects[1].race", equalTo(0.125)))
        .body(at("$.aspects[0].compared", equalTo(0)));
  }

  @Test
  void verdicts_are_found_by_what_they_are_page_by_page_and_as_a_table() {
    verdict(1, "outcome", "worse", "has stock", "waits");
    verdict(2, "outcome", "better", "waits", "has stock");
    verdict(3, "day", "worse", "has stock on 2026-12-01", "has stock on 2026-12-02");
    String all = "/strangling/parity/verdicts?wave=" + name;
    given()
        .get(all + "&verdict=worse&limit=1")
        .then()
        .statusCode(200)
        .body(at("$.verdicts", hasSize(1)))
        .body(at("$.verdicts[0].monolith", equalTo("has stock")))
        .body(at("$.verdicts[0].ours", equalTo("waits")))
        .body(at("$.verdicts[0].order", equalTo("shop:100000001")));
    long next = read(given().get(all + "&verdict=worse&limit=1").asString(), "$.next", Long.class);
    given()
        .get(all + "&verdict=worse&after=" + next)
        .then()
        .body(at("$.verdicts[*].aspect", contains("day")));
    given()
        .get("/strangling/parity/verdicts?aspect=outcome&sku=" + sku)
        .then()
        .body(at("$.verdicts[*].verdict", contains("worse", "better")));
    String csv =
        given()
            .accept("text/csv")
            .get(all + "&aspect=day")
            .then()
            .statusCode(200)
            .contentType("text/csv")
            .extract()
            .asString();
    assertEquals(2, csv.lines().count());
    given().get(all + "&aspect=price").then().statusCode(400);
    given().get(all + "&verdict=fine").then().statusCode(400);
  }

  @Test
  void what_looks_alike_is_one_cause_and_each_line_is_at_risk_once() {
    verdict(1, "outcome", "worse", "has stock", "waits");
    verdict(2, "outcome", "worse", "has stock on 2026-12-01", "waits");
    verdict(3, "outcome", "worse", "has stock on 2026-12-03", "waits");
    verdict(4, "outcome", "follow_on", "waits", "waits");
    verdict(5, "outcome", "same", "waits", "waits");
    execute(
        "insert into judged_call (sku, id, basing, kind, shop, number, lineid, revision, qty, state,"
            + " received_at) select '%s', n, 2, 'line', 'shop', '10000000' || n, '7', 1, n * 10,"
            + " 'ordered', now() from generate_series(1, 5) as n",
        sku);
    // The same line once more, and one of before it was based anew.
    execute(
        "insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,"
            + " verdict, theirs, ours, why) select '%1$s', 10 + n, n, '%2$s', 'shop', '100000004',"
            + " '7', 2, 'outcome', 'unjudged', 'waits', 'not seen', 'since call 12' from"
            + " generate_series(1, 2) as n",
        sku, name);

    String all = "/strangling/parity/causes?wave=" + name;
    given()
        .get(all)
        .then()
        .statusCode(200)
        .body(at("$.looked", equalTo(6)))
        .body(at("$.whole", equalTo(true)))
        .body(at("$.causes[0].monolith", equalTo("has stock on some day")))
        .body(at("$.causes[0].verdicts", equalTo(2)))
        .body(at("$.causes[0].lines", equalTo(2)))
        .body(at("$.causes[0].units", equalTo(50)))
        .body(at("$.causes[1].verdict", equalTo("follow_on")))
        .body(at("$.causes[*].verdicts", contains(2, 1, 1, 1)))
        .body(at("$.causes[3].why", equalTo("since an earlier call")))
        .body(at("$.skus", hasSize(1)))
        .body(at("$.skus[0].worse", equalTo(3)))
        .body(at("$.skus[0].follow_on", equalTo(1)))
        .body(at("$.skus[0].unjudged", equalTo(1)))
        .body(at("$.skus[0].lines", equalTo(4)))
        .body(at("$.skus[0].units", equalTo(100)));
    given().get(all + "&limit=1").then().body(at("$.causes", hasSize(1)));
    given()
        .get("/strangling/parity/verdicts?verdict=unjudged&wave=" + name)
        .then()
        .body(at("$.verdicts", hasSize(2)));
    given()
        .get("/strangling/parity/verdicts?verdict=unjudged&current=true&wave=" + name)
        .then()
        .body(at("$.verdicts", hasSize(1)));
    given().get("/strangling/parity/verdicts?current=perhaps").then().statusCode(400);
  }

  @Test
  void a_rule_has_an_end_within_thirty_days_and_never_ignores_whether_a_line_is_taken() {
    rule("outcome", "worse", null).statusCode(400).body(at("$.field", equalTo("expires_at")));
    rule("outcome", "worse", Instant.now().plus(Duration.ofDays(31)))
        .statusCode(400)
        .body(at("$.field", equalTo("expires_at")));
    rule("outcome", "worse", Instant.now().minusSeconds(1)).statusCode(400);
    rule("taken", "worse", Instant.now().plus(Duration.ofDays(3)))
        .statusCode(400)
        .body(at("$.field", equalTo("aspect")));
    rule("outcome", "unjudged", Instant.now().plus(Duration.ofDays(3)))
        .statusCode(400)
        .body(at("$.field", equalTo("verdict")));
    long id =
        read(
            rule("outcome", "worse", Instant.now().plus(Duration.ofDays(29)))
                .statusCode(201)
                .extract()
                .asString(),
            "$.id",
            Long.class);
    given()
        .get("/strangling/rules")
        .then()
        .body(at("$.rules[0].id", equalTo((int) id)))
        .body(at("$.rules[0].owner", equalTo("Ann")))
        .body(at("$.rules[0].in_force", equalTo(true)))
        .body(at("$.rules[0].hits", equalTo(0)));
    end(id).statusCode(204);
    end(id).statusCode(404);
    given().get("/strangling/rules").then().body(at("$.rules[0].in_force", equalTo(false)));
  }

  @Test
  void what_was_decided_twice_stands_beside_the_rates() {
    noise(10, 11).statusCode(400).body(at("$.field", equalTo("differences")));
    noise(-1, 0).statusCode(400).body(at("$.field", equalTo("calls")));
    noise(10, 1).statusCode(204);
    noise(12, 0).statusCode(204);
    given()
        .get("/strangling/parity")
        .then()
        .body(at("$.noise.calls", equalTo(12)))
        .body(at("$.noise.differences", equalTo(0)))
        .body(at("$.noise.by", equalTo("Ann")));
  }

  private static ValidatableResponse noise(long calls, long differences) {
    return given()
        .contentType(ContentType.JSON)
        .body(
            "{\"calls\": %d, \"differences\": %d, \"by\": \"Ann\", \"reason\": \"a day\"}"
                .formatted(calls, differences))
        .post("/strangling/noise")
        .then();
  }

  @Test
  void what_is_better_is_acknowledged_by_aspect() {
    execute(
        "insert into verdict_total (sku, basing, aspect, verdict, n) values"
            + " ('%s', 2, 'day', 'better', 3)",
        sku);
    acknowledge(name, "day").statusCode(200).body(at("$.better", equalTo(3)));
    acknowledge(name, "price").statusCode(400);
    acknowledge("none-" + name, "day").statusCode(404);
    given()
        .get("/strangling/log")
        .then()
        .body(at("$.entries[*].what", hasItem("better_acknowledged")));
  }

  private static ValidatableResponse rule(String aspect, String verdict, Instant expires) {
    String until = expires == null ? "" : ", \"expires_at\": \"" + expires + "\"";
    return given()
        .contentType(ContentType.JSON)
        .body(
            "{\"aspect\": \"%s\", \"verdict\": \"%s\", \"by\": \"Ann\", \"reason\": \"known\"%s}"
                .formatted(aspect, verdict, until))
        .post("/strangling/rules")
        .then();
  }

  private static ValidatableResponse end(long id) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"Ann\", \"reason\": \"mended\"}")
        .delete("/strangling/rules/" + id)
        .then();
  }

  private static ValidatableResponse acknowledge(String wave, String aspect) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"aspect\": \"%s\", \"by\": \"Ann\", \"reason\": \"looked\"}".formatted(aspect))
        .post("/strangling/waves/" + wave + "/acknowledge")
        .then();
  }

  private void verdict(int call, String aspect, String verdict, String theirs, String ours) {
    execute(
        "insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,"
            + " verdict, theirs, ours) values ('%s', %d, 2, '%s', 'shop', '10000000%d', '7', 1,"
            + " '%s', '%s', '%s', '%s')",
        sku, call, name, call, aspect, verdict, theirs, ours);
  }

  private void execute(String statement, Object... with) {
    database.connected(connection -> Sql.update(connection, statement.formatted(with)));
  }
}
