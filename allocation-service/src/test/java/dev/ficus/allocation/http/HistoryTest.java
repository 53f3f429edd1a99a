package dev.ficus.allocation.http;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.jayway.jsonpath.ReadContext;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The history of a product, event by event. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HistoryTest {
  private String sku;
  private String order;
  private String ref;

  @BeforeEach
  void name_a_product_an_order_and_a_batch_of_its_own() {
    sku = unique("RUG");
    order = unique("order");
    ref = unique("batch");
  }

  @Test
  void each_event_says_who_caused_it_and_when_it_was_published() {
    given()
        .header("X-Correlation-Id", "call-9")
        .header("X-Actor", "ann")
        .contentType("application/json")
        .body(Map.of("batchref", ref, "sku", sku, "qty", 10))
        .post("/batches")
        .then()
        .statusCode(201);
    allocation(order, sku, 3);
    history()
        .body(at("$.history[*].sequence", is(List.of(1, 2))))
        .body(at("$.history[*].type", is(List.of("batch_created", "line_allocated"))))
        .body(at("$.history[*].who", is(List.of("ann", "http"))))
        .body(
            at("$.history[0].correlation_id", is("call-9")),
            at("$.history[0].caused_by", nullValue()))
        .body(at("$.history[0].data.batchref", is(ref)), at("$.history[1].data.orderid", is(order)))
        .body(at("$.history[*].at", everyItem(notNullValue())))
        .body(at("$.history[*].traceparent", everyItem(notNullValue())))
        .body(at("$.next", nullValue()));
    awaitAsserted(() -> history().body(at("$.history[*].published_at", everyItem(notNullValue()))));
  }

  @Test
  void a_batch_is_shown_before_and_after_each_change() {
    batch(ref, sku, 10, "2030-01-01");
    allocation(order, sku, 4);
    patch("{\"qty\": 12}");
    patch("{\"eta\": null}");
    patch("{\"qty\": 9}");
    history()
        .body(at("$.history", hasSize(5)))
        .body(at("$.history[0].before", nullValue()))
        .body(at("$.history[0].after", is(Map.of("qty", 10, "eta", "2030-01-01", "available", 10))))
        .body(at("$.history[2].before", is(Map.of("qty", 10, "available", 6))))
        .body(at("$.history[2].after", is(Map.of("qty", 12, "available", 8))))
        .body(at("$.history[3].before", is(Map.of("eta", "2030-01-01"))))
        .body(at("$.history[3].after", is(Map.of())))
        .body(at("$.history[4].before", is(Map.of("qty", 12, "available", 8))))
        .body(at("$.history[4].after", is(Map.of("qty", 9, "available", 5))));
  }

  @Test
  void a_line_is_shown_before_and_after_each_change() {
    batch(ref, sku, 4, null);
    allocation(order, sku, 4);
    allocation(order + "-late", sku, 5);
    patch("{\"qty\": 0}");
    patch("{\"qty\": 5}");
    given().delete("/allocations/{orderid}", order + "-late").then().statusCode(200);
    ReadContext answer = parse(history().extract().asString());
    assertEquals(
        List.of(
            "line_allocated null>allocated 4>0",
            "out_of_stock in_stock>out_of_stock null>null",
            "line_backordered null>backordered null>null",
            "line_deallocated allocated>deallocated 0>4",
            "batch_quantity_changed null>null 4>0",
            "line_backordered deallocated>backordered null>null",
            "batch_quantity_changed null>null 0>5",
            "line_allocated backordered>allocated 5>1",
            "back_in_stock out_of_stock>in_stock null>null",
            "backorder_cancelled backordered>cancelled null>null"),
        answer.<List<Map<String, ?>>>read("$.history").stream()
            .skip(1)
            .map(HistoryTest::line)
            .toList());
    assertEquals(
        Map.of("state", "allocated", "qty", 4, "batchref", ref, "available", 0),
        answer.<List<?>>read("$.history[?(@.type == 'line_allocated')].after").get(0));
    assertEquals(
        Map.of("state", "allocated", "qty", 4, "batchref", ref, "available", 0),
        answer.<List<?>>read("$.history[?(@.type == 'line_deallocated')].before").get(0));
  }

  @Test
  void it_can_be_paged_and_a_page_knows_what_came_before_it() {
    batch(ref, sku, 10, null);
    allocation(order, sku, 4);
    patch("{\"qty\": 12}");
    List<Integer> sequences = new ArrayList<>();
    for (Integer after = 0; after != null; ) {
      ReadContext page =
          parse(
              get("/products/{sku}/history?limit=1&after=" + after, sku)
                  .statusCode(200)
                  .extract()
                  .asString());
      sequences.addAll(page.read("$.history[*].sequence"));
      after = page.read("$.next");
    }
    assertEquals(List.of(1, 2, 3), sequences);
    get("/products/{sku}/history?after=2", sku)
        .body(at("$.history[0].before", is(Map.of("qty", 10, "available", 6))));
    get("/products/{sku}/history?after=3", sku).statusCode(200).body(at("$.history", hasSize(0)));
    get("/products/{sku}/history", "nothing").statusCode(404);
    get("/products/{sku}/history?after=-1", sku).statusCode(400).body(at("$.field", is("after")));
    get("/products/{sku}/history?limit=many", sku).statusCode(400).body(at("$.field", is("limit")));
  }

  private io.restassured.response.ValidatableResponse history() {
    return get("/products/{sku}/history", sku).statusCode(200);
  }

  /**
   * For instance {@code line_allocated backordered>allocated 5>1}: the state, then what is free.
   */
  private static String line(Map<String, ?> entry) {
    Map<?, ?> before = entry.get("before") instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> after = entry.get("after") instanceof Map<?, ?> map ? map : Map.of();
    return "%s %s>%s %s>%s"
        .formatted(
            entry.get("type"),
            before.get("state"),
            after.get("state"),
            before.get("available"),
            after.get("available"));
  }

  private void patch(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .patch("/batches/{ref}", ref)
        .then()
        .statusCode(200);
  }
}
