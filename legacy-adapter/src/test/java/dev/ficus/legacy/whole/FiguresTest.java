package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.StranglingApi.abort;
import static dev.ficus.legacy.whole.StranglingApi.awaitWaitsFor;
import static dev.ficus.legacy.whole.StranglingApi.begin;
import static dev.ficus.legacy.whole.StranglingApi.created;
import static dev.ficus.legacy.whole.StranglingApi.halt;
import static dev.ficus.legacy.whole.StranglingApi.sent;
import static dev.ficus.legacy.whole.StranglingApi.wave;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The figures in the metrics that operators are alarmed by. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class FiguresTest {

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    StranglingApi.monolithAnswers(monolith, new Value.Bool(true));
  }

  @Test
  void each_counter_is_there_with_its_labels_before_it_counts_anything() {
    for (String counter :
        List.of(
            "ficus_legacy_orders_received_total{shop=\"commented\"}",
            "ficus_legacy_lines_received_total{shop=\"commented\"}",
            "ficus_legacy_stock_statements_total{outcome=\"not_followed\",shop=\"commented\"}",
            "ficus_legacy_commands_confirmed_total{type=\"change_batch_eta\"}",
            "ficus_legacy_faults_total{code=\"-32701\"}",
            "ficus_legacy_forwarded_total",
            "ficus_legacy_quarantined_total{reason=\"batch_exists\"}",
            "ficus_legacy_quarantine_redriven_total{outcome=\"failed\"}",
            "ficus_legacy_quarantine_discarded_total",
            "ficus_legacy_stock_figures_total{outcome=\"let_through\"}",
            "ficus_legacy_replayed_total{outcome=\"failed\"}",
            "ficus_legacy_capture_lost_total",
            "ficus_unexpected_failures_total{work=\"message-sender\"}",
            "ficus_unexpected_failures_total{work=\"pull-showing\"}",
            "ficus_unexpected_failures_total{work=\"ledger-changes\"}")) {
      assertTrue(figure(counter) >= 0, counter);
    }
  }

  @Test
  void an_instance_says_what_it_is_and_whether_it_consumes() {
    assertTrue(
        metrics().contains("ficus_build_info{service=\"legacy-adapter\",version=\""), metrics());
    becomes("ficus_consuming{queue=\"legacy-adapter.placements\"}", value -> value == 1);
    assertTrue(figure("agroal_available_count{datasource=\"default\"}") >= 0);
  }

  @Test
  void a_halt_is_seen_until_it_ends() {
    halt("/strangling/halt").statusCode(204);
    becomes("ficus_legacy_switching_halted", value -> value == 1);
    halt("/strangling/resume").statusCode(204);
    becomes("ficus_legacy_switching_halted", value -> value == 0);
  }

  @Test
  void a_cut_over_that_waits_is_seen_with_how_long_its_products_are_frozen() {
    wave("watched", "F-1");
    StranglingApi.reported(allocation, "F-1", 4);
    monolith.answers(500, "text/plain", new byte[0]);
    long id = begin("watched", 0);
    awaitWaitsFor(id, "the monolith's list");
    becomes("ficus_legacy_cut_overs{phase=\"before_switch\"}", value -> value == 1);
    becomes("ficus_legacy_cut_over_step_seconds{phase=\"before_switch\"}", value -> value >= 1);
    becomes("ficus_legacy_frozen_seconds", value -> value >= 1);
    abort(id).statusCode(204);
    becomes("ficus_legacy_cut_overs{phase=\"before_switch\"}", value -> value == 0);
    becomes("ficus_legacy_cut_over_step_seconds{phase=\"before_switch\"}", value -> value == 0);
    becomes("ficus_legacy_frozen_seconds", value -> value == 0);
    // Somebody has wanted it.
    becomes("ficus_legacy_cut_over_failed", value -> value == 0);
  }

  @Test
  void an_order_in_doubt_is_seen_until_somebody_settles_it() {
    monolith.answers(502, "text/html", new byte[0]);
    given().body(created("F-doubt", "F-2")).post("/behind").then().statusCode(502);
    becomes("ficus_legacy_doubts", value -> value >= 1);
    becomes("ficus_legacy_doubts_oldest_seconds", value -> value >= 1);
    given()
        .contentType(ContentType.JSON)
        .body("{\"monolith_has_it\": false, \"by\": \"b\", \"reason\": \"a test\"}")
        .post("/strangling/doubts/shop/F-doubt")
        .then()
        .statusCode(204);
    becomes("ficus_legacy_doubts", value -> value == doubts());
  }

  private static long doubts() {
    return AdapterApi.json("/strangling/doubts").path("doubts").asLong();
  }

  @Test
  void how_long_each_feed_and_each_shop_was_not_heard_of_is_seen() {
    StranglingApi.monolithAnswers(monolith, text("F-heard"));
    sent("F-heard", "F-3");
    // The method log is written every ten seconds.
    becomes("ficus_legacy_feed_silent_seconds{feed=\"behind\"}", value -> value < 60);
    becomes("ficus_legacy_pulling_lag_seconds{feed=\"showing\"}", value -> value >= 0);
    becomes("ficus_legacy_pushing_lag_seconds{shop=\"commented\"}", value -> value >= 1);
    becomes("ficus_legacy_pushing_failures{shop=\"commented\"}", value -> value >= 1);
    given().post("/pushing/commented/pause").then().statusCode(202);
    becomes("ficus_legacy_pushing_paused{shop=\"commented\"}", value -> value == 1);
    given().post("/pushing/commented/resume").then().statusCode(202);
    becomes("ficus_legacy_pushing_paused{shop=\"commented\"}", value -> value == 0);
  }

  @Test
  void skus_are_counted_by_route_and_the_figures_are_young() {
    becomes("ficus_legacy_skus{route=\"legacy\"}", value -> value >= 0);
    becomes("ficus_legacy_monolith_open_lines", value -> value >= 0);
    becomes("ficus_figures_age_seconds", value -> value < 30);
    becomes("ficus_legacy_routes_age_seconds", value -> value < 30);
    assertEquals(0, figure("ficus_legacy_restored_routes"));
  }

  private static void becomes(String name, DoublePredicate expected) {
    boolean became = Waiting.until(() -> expected.test(figure(name)), Waiting.LIMIT);
    assertTrue(became, () -> name + " is " + figure(name));
  }

  /** The figure as it is scraped; -1 where there is none, or nothing is known. */
  private static double figure(String name) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(value -> !Double.isNaN(value))
        .findFirst()
        .orElse(-1);
  }

  private static String metrics() {
    return AdapterApi.managedText("/q/metrics");
  }
}
