package dev.ficus.allocation.metrics;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.managed;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The figures that operators watch, and the list behind one of them. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class MetricsTest {
  @Inject DataSource dataSource;

  private String sku;

  @BeforeEach
  void name_a_product_of_its_own() {
    sku = unique("RUG");
  }

  @Test
  void commands_are_counted_by_type_entrance_and_outcome() {
    double received = figure(commands("allocate", "received"));
    double processed = figure(commands("allocate", "processed"));
    double repeated = figure(commands("allocate", "repeated"));
    double refused = figure(commands("allocate", "refused"));
    double groups = figure("ficus_commands_group_size_count");
    batch(unique("batch"), sku, 10, null);
    String order = unique("order");
    allocation(order, sku, 1);
    allocation(order, sku, 1);
    allocation(order, sku, 2).statusCode(409);
    post("/allocations", Map.of("orderid", order, "sku", sku)).statusCode(400);
    assertEquals(received + 4, figure(commands("allocate", "received")));
    assertEquals(processed + 1, figure(commands("allocate", "processed")));
    assertEquals(repeated + 1, figure(commands("allocate", "repeated")));
    assertEquals(refused + 2, figure(commands("allocate", "refused")));
    assertTrue(figure("ficus_commands_group_size_count") >= groups + 4);
    assertTrue(figure("ficus_transactions_retries_total") >= 0);
  }

  @Test
  void each_counter_is_there_with_its_labels_before_it_counts_anything() {
    String metrics = managed("/q/metrics").extract().asString();
    for (String counter :
        List.of(
            "ficus_commands_total{door=\"http\",outcome=\"repeated\",type=\"despatch\"}",
            "ficus_commands_total{door=\"rabbitmq\",outcome=\"waiting\",type=\"despatch\"}",
            "ficus_commands_total{door=\"rabbitmq\",outcome=\"parked\",type=\"malformed\"}",
            "ficus_commands_total{door=\"redrive\",outcome=\"refused\",type=\"despatch\"}",
            "ficus_outbox_published_total",
            "ficus_outbox_failures_total",
            "ficus_transactions_retries_total",
            "ficus_purchasing_mails_total{outcome=\"failed\"}",
            "ficus_unexpected_failures_total{work=\"redrive\"}")) {
      assertTrue(metrics.contains("\n" + counter + " "), counter);
    }
  }

  @Test
  void an_instance_says_what_it_is_how_its_pool_is_and_whether_it_consumes() {
    String metrics = managed("/q/metrics").extract().asString();
    assertTrue(
        metrics.contains("ficus_build_info{service=\"allocation-service\",version=\""), metrics);
    assertTrue(metrics.contains("\nagroal_awaiting_count{datasource=\"default\"} "), metrics);
    eventually("ficus_consuming{queue=\"allocation.commands\"}", 1);
  }

  @Test
  void what_waits_in_the_database_is_counted() throws SQLException {
    batch(unique("batch"), sku, 1, null);
    allocation(unique("order"), sku, 5);
    allocation(unique("order"), sku, 5);
    double backordered = count("select count(*) from order_line where state = 'BACKORDERED'");
    assertTrue(backordered >= 2);
    eventually("ficus_backordered_lines", backordered);
    eventually("ficus_outbox_lag_rows", 0);
    eventually("ficus_outbox_lag_seconds", 0);
    for (String name : List.of("waiting_commands", "parked_commands", "purchasing_mails_due")) {
      assertFalse(Double.isNaN(figure("ficus_" + name)), name);
    }
    await(() -> figure("ficus_figures_age_seconds") < 20);
  }

  @Test
  void a_unit_that_is_sold_twice_behind_the_back_of_the_database_is_seen() throws SQLException {
    eventually("ficus_oversold_units", 0);
    String ref = unique("batch");
    batch(ref, sku, 3, null);
    allocation(unique("order"), sku, 3);
    run("alter table batch drop constraint batch_never_oversold");
    try {
      run("update batch set qty = 1 where batchref = '" + ref + "'");
      eventually("ficus_oversold_units", 2);
    } finally {
      run("update batch set qty = 3 where batchref = '" + ref + "'");
      run(
          "alter table batch add constraint batch_never_oversold"
              + " check (allocated between 0 and qty)");
    }
    eventually("ficus_oversold_units", 0);
  }

  @Test
  void batches_whose_day_has_passed_are_listed_until_they_arrive_or_have_no_units() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<String> late = IntStream.range(0, 5).mapToObj(i -> unique("late/" + i)).toList();
    for (int i = 0; i < late.size(); i++) {
      batch(late.get(i), sku, 5, today.minusDays(10 - i / 2).toString());
    }
    batch(unique("today"), sku, 5, today.toString());
    batch(unique("empty"), sku, 0, today.minusDays(3).toString());
    batch(unique("here"), sku, 5, null);
    assertEquals(late, overdue());
    eventually("ficus_overdue_batches", 5);
    given()
        .contentType("application/json")
        .body("{\"eta\": null}")
        .patch("/batches/{batchref}", late.get(0))
        .then()
        .statusCode(200);
    assertEquals(late.subList(1, 5), overdue());
    eventually("ficus_overdue_batches", 4);
    get("/batches").statusCode(400).body(at("$.field", is("overdue")));
    get("/batches?overdue=true&after=b").statusCode(400).body(at("$.field", is("after")));
    get("/batches?overdue=true&limit=0").statusCode(400).body(at("$.field", is("limit")));
  }

  private static List<String> overdue() {
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      Response page =
          given().queryParams("overdue", true, "after", after, "limit", 2).get("/batches");
      seen.addAll(read(page.asString(), "$.batches[*].batchref"));
      after = read(page.asString(), "$.next");
    } while (after != null);
    return seen;
  }

  private static String commands(String type, String outcome) {
    return "ficus_commands_total{door=\"http\",outcome=\"%s\",type=\"%s\"}"
        .formatted(outcome, type);
  }

  private static void eventually(String name, double value) {
    awaitAsserted(() -> assertEquals(value, figure(name), name));
  }

  /** The figure as it is scraped; 0 where there is none. */
  private static double figure(String name) {
    return managed("/q/metrics")
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  private double count(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
