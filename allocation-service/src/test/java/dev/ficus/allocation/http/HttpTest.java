package dev.ficus.allocation.http;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.managed;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HttpTest {
  private String sku;
  private String order;

  @BeforeEach
  void name_a_product_and_an_order_of_its_own() {
    sku = unique("RUG");
    order = unique("order");
  }

  @Test
  void the_address_of_an_order_does_not_depend_on_how_it_was_called() {
    batch(unique("batch"), sku, 10, null).statusCode(201);
    for (String path : List.of("/allocations", "/allocations/", "/allocations?from=a%7Cb")) {
      given()
          .urlEncodingEnabled(false)
          .contentType("application/json")
          .body(Map.of("orderid", order + "/ä 1", "sku", sku, "qty", 3))
          .post(path)
          .then()
          .statusCode(202)
          .header(
              "Location", endsWith(RestAssured.port + "/allocations/" + order + "%2F%C3%A4%201"));
    }
  }

  @Test
  void happy_path_returns_202_and_line_is_allocated() {
    String early = unique("batch");
    String later = unique("batch");
    String other = unique("batch");
    batch(later, sku, 100, "2030-01-02").statusCode(201);
    batch(early, sku, 100, "2030-01-01").statusCode(201);
    batch(other, unique("OTHER"), 100, null).statusCode(201);
    allocation(order, sku, 3)
        .statusCode(202)
        .header("Location", endsWith("/allocations/" + order))
        .body(
            at("$.state", is("allocated")),
            at("$.batchref", is(early)),
            at("$.eta", is("2030-01-01")));
    get("/allocations/{orderid}", order)
        .statusCode(200)
        .contentType("application/json")
        .body(at("$", hasSize(1)))
        .body(at("$[0].sku", is(sku)), at("$[0].qty", is(3)), at("$[0].revision", is(0)))
        .body(at("$[0].state", is("allocated")), at("$[0].batchref", is(early)))
        .body(at("$[0].lineid", nullValue()));
  }

  @Test
  void unhappy_path_returns_400_and_error_message() {
    allocation(order, sku, 20)
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            at("$.message", is("Invalid sku " + sku)),
            at("$.field", is("sku")),
            at("$.status", is(400)));
    get("/allocations/{orderid}", order).statusCode(404);
  }

  @Test
  void a_batch_is_created_once_and_answered_alike_when_it_comes_again() {
    String reference = unique("batch");
    batch(reference, sku, 10, "2030-01-01")
        .statusCode(201)
        .header("Location", endsWith("/batches/" + reference))
        .body(at("$.available", is(10)), at("$.allocated", is(0)));
    batch(reference, sku, 10, "2030-01-01").statusCode(200).body(at("$.available", is(10)));
    batch(reference, sku, 11, "2030-01-01")
        .statusCode(409)
        .body(at("$.field", is("batchref")), at("$.code", is("batch_exists")));
    batch(reference, unique("OTHER"), 10, "2030-01-01")
        .statusCode(409)
        .body(at("$.detail", containsString(sku)));
  }

  @Test
  void a_batch_shows_its_units_and_its_lines() {
    String reference = unique("batch");
    batch(reference, sku, 10, null);
    allocation(order, sku, 4);
    get("/batches/{batchref}", reference)
        .statusCode(200)
        .contentType("application/json")
        .body(
            at("$.sku", is(sku)),
            at("$.qty", is(10)),
            at("$.allocated", is(4)),
            at("$.available", is(6)))
        .body(at("$.eta", nullValue()));
    get("/batches/{batchref}/lines", reference)
        .statusCode(200)
        .body(at("$", hasSize(1)), at("$[0].orderid", is(order)));
    get("/batches/{batchref}", "nowhere").statusCode(404).contentType("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"50 % wool/silk", "a?b#c", "敷物", "..", "plus+and&"})
  void identifiers_of_any_characters_can_be_asked_for(String odd) {
    String reference = unique(odd);
    String oddSku = unique(odd);
    batch(reference, oddSku, 10, null).statusCode(201);
    allocation(odd + order, oddSku, 1).statusCode(202);
    get("/batches/{batchref}", reference).statusCode(200).body(at("$.batchref", is(reference)));
    get("/allocations/{orderid}", odd + order).statusCode(200).body(at("$[0].sku", is(oddSku)));
    get("/products/{sku}", oddSku).statusCode(200).body(at("$.sku", is(oddSku)));
  }

  @Test
  void a_line_that_fits_nowhere_is_accepted_and_backordered_until_stock_comes() {
    batch(unique("small"), sku, 1, null);
    allocation(order, sku, 5).statusCode(202).body(at("$.state", is("backordered")));
    String large = unique("large");
    batch(large, sku, 5, "2030-01-01");
    get("/allocations/{orderid}", order)
        .body(at("$[0].state", is("allocated")), at("$[0].batchref", is(large)));
  }

  @Test
  void the_same_line_again_is_answered_with_the_line_as_it_is() {
    batch(unique("batch"), sku, 10, null);
    allocation(order, sku, 5).statusCode(202);
    allocation(order, sku, 5).statusCode(202).body(at("$.state", is("allocated")));
    allocation(order, sku, 6)
        .statusCode(409)
        .body(at("$.code", is("revision_conflict")), at("$.field", is("qty")));
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(5)));
  }

  @Test
  void lines_cancelled_one_by_one_or_all_at_once_free_their_units() {
    String reference = unique("batch");
    batch(reference, sku, 10, null);
    for (String line : List.of("1", "2", "3")) {
      post("/allocations", Map.of("orderid", order, "sku", sku, "qty", 2, "lineid", line));
    }
    given()
        .queryParams("sku", sku, "lineid", "2")
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$", hasSize(1)), at("$[0].state", is("cancelled")));
    get("/batches/{batchref}", reference).body(at("$.allocated", is(4)));
    given()
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$[*].state", everyItem(is("cancelled"))));
    get("/batches/{batchref}", reference).body(at("$.allocated", is(0)));
    given().delete("/allocations/{orderid}", "nobody").then().statusCode(404);
  }

  @Test
  void a_body_that_is_wrong_is_refused_and_its_field_named() {
    post("/allocations", Map.of("orderid", order, "sku", sku))
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.field", is("qty")), at("$.detail", is("qty is missing")));
    post("/allocations", Map.of("orderid", order, "sku", sku, "qty", -1))
        .statusCode(400)
        .body(at("$.field", is("qty")));
    post("/batches", Map.of("batchref", "b", "sku", sku, "qty", 1, "eta", "soon"))
        .statusCode(400)
        .body(at("$.field", is("eta")));
    given()
        .contentType(ContentType.JSON)
        .body("{")
        .post("/batches")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void a_batch_that_shrinks_sends_its_newest_lines_elsewhere() {
    String here = unique("batch");
    String later = unique("batch");
    batch(here, sku, 10, null);
    batch(later, sku, 10, "2030-01-01");
    allocation(order, sku, 6);
    allocation(order + "-2", sku, 4);
    patch(here, "{\"qty\": 6}")
        .statusCode(200)
        .body(at("$.qty", is(6)))
        .body(at("$.available", is(0)));
    get("/allocations/{orderid}", order).body(at("$[0].batchref", is(here)));
    get("/allocations/{orderid}", order + "-2").body(at("$[0].batchref", is(later)));
    patch(here, "{\"qty\": 5}").statusCode(200).body(at("$.available", is(5)));
    get("/allocations/{orderid}", order).body(at("$[0].batchref", is(later)));
    patch(later, "{\"qty\": 0}").statusCode(200).body(at("$.available", is(0)));
    get("/allocations/{orderid}", order + "-2").body(at("$[0].batchref", is(here)));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("backordered")));
    get("/products/{sku}", sku)
        .body(at("$.batches[?(@.batchref == '" + here + "')].available", contains(1)));
  }

  @Test
  void a_cut_that_is_larger_than_a_page_of_lines_takes_all_of_them_out() {
    String ref = unique("batch");
    batch(ref, sku, 500, null);
    String lines =
        IntStream.range(0, 500)
            .mapToObj(
                i -> "{\"orderid\":\"%s-%d\",\"sku\":\"%s\",\"qty\":1}".formatted(order, i, sku))
            .collect(Collectors.joining("\n"));
    given()
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/allocations/bulk")
        .then()
        .statusCode(200);
    patch(ref, "{\"qty\": 50}").statusCode(200).body(at("$.allocated", is(50)));
    get("/allocations/{orderid}", order + "-49").body(at("$[0].state", is("allocated")));
    get("/allocations/{orderid}", order + "-50").body(at("$[0].state", is("backordered")));
    patch(ref, "{\"qty\": 500}").statusCode(200).body(at("$.allocated", is(500)));
  }

  @Test
  void a_batch_is_delayed_and_arrives() {
    String ref = unique("batch");
    batch(ref, sku, 10, "2030-01-01");
    patch(ref, "{\"eta\": \"2030-02-01\"}").statusCode(200).body(at("$.eta", is("2030-02-01")));
    patch(ref, "{\"eta\": null}").statusCode(200).body(at("$.eta", nullValue()));
    batch(ref, sku, 10, "2030-01-01").statusCode(200).body(at("$.eta", nullValue()));
  }

  @Test
  void
      a_lower_revision_of_a_batch_changes_nothing_and_an_equal_one_with_other_content_is_refused() {
    String ref = unique("batch");
    batch(ref, sku, 10, null);
    patch(ref, "{\"qty\": 12, \"revision\": 4}").statusCode(200).body(at("$.qty", is(12)));
    patch(ref, "{\"qty\": 15, \"revision\": 3}").statusCode(200).body(at("$.qty", is(12)));
    patch(ref, "{\"eta\": \"2030-01-01\", \"qty\": 15, \"revision\": 4}")
        .statusCode(409)
        .body(at("$.code", is("revision_conflict")))
        .body(at("$.field", is("qty")));
    get("/batches/{batchref}", ref).body(at("$.eta", nullValue()));
  }

  @Test
  void a_change_that_is_wrong_is_refused_and_its_field_named() {
    patch(unique("batch"), "{\"qty\": 1}").statusCode(404).body(at("$.code", is("unknown_batch")));
    String ref = unique("batch");
    batch(ref, sku, 10, null);
    patch(ref, "{\"qty\": -1}").statusCode(400).body(at("$.field", is("qty")));
    patch(ref, "{\"qty\": \"ten\"}").statusCode(400).body(at("$.field", is("qty")));
    patch(ref, "{\"eta\": \"soon\"}").statusCode(400).body(at("$.field", is("eta")));
    patch(ref, "{}").statusCode(400).body(at("$.field", is("body")));
    patch(ref, "[]").statusCode(400).body(at("$.field", is("body")));
    get("/batches/{batchref}", ref).body(at("$.qty", is(10)));
  }

  private static ValidatableResponse patch(String batchref, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .patch("/batches/{batchref}", batchref)
        .then();
  }

  @Test
  void a_product_is_shown_with_its_sequence_which_is_its_etag() {
    batch(unique("batch"), sku, 10, null);
    String tag =
        get("/products/{sku}", sku)
            .statusCode(200)
            .header("ETag", "\"1\"")
            .contentType("application/json")
            .body(at("$.sequence", is(1)), at("$.batches[0].available", is(10)))
            .body(at("$.out_of_stock_since", nullValue()))
            .extract()
            .header("ETag");
    for (String known : List.of(tag, "W/" + tag, "\"0\", " + tag, "*")) {
      given()
          .header("If-None-Match", known)
          .get("/products/{sku}", sku)
          .then()
          .statusCode(304)
          .header("ETag", tag);
    }
    allocation(order, sku, 10);
    given()
        .header("If-None-Match", tag)
        .get("/products/{sku}", sku)
        .then()
        .statusCode(200)
        .header("ETag", "\"3\"")
        .body(at("$.out_of_stock_since", not(nullValue())));
    get("/products/{sku}", "nothing").statusCode(404);
  }

  @Test
  void all_products_can_be_paged_in_order() {
    List<String> mine = IntStream.range(0, 7).mapToObj(i -> unique("PAGED")).sorted().toList();
    mine.forEach(each -> batch(unique("batch"), each, 1, null));
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      Response page = given().queryParams("after", after, "limit", 3).get("/products");
      seen.addAll(read(page.asString(), "$.products[*].sku"));
      after = read(page.asString(), "$.next");
    } while (after != null);
    assertEquals(mine, seen.stream().filter(mine::contains).toList());
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
    get("/products?after={sku}", "\uFFFF")
        .body(at("$.products", hasSize(0)), at("$.next", nullValue()));
    get("/products?after={sku}", "\0").statusCode(400).body(at("$.field", is("request")));
    get("/products/{sku}", "\0").statusCode(400);
    get("/products?limit=0").statusCode(400).body(at("$.field", is("limit")));
    get("/products?limit=many").statusCode(400).body(at("$.field", is("limit")));
  }

  @Test
  void many_commands_in_one_call_are_answered_line_by_line() {
    String reference = unique("batch");
    String lines =
        """
        {"batchref":"%1$s","sku":"%2$s","qty":10}

        {"batchref":"%1$s","sku":"%2$s","qty":10}
        {"batchref":"%1$s","sku":"%2$s","qty":11}
        {"batchref":"%1$s-2","sku":"%2$s","qty":-1}
        not json
        {"batchref":"%1$s-3","sku":"%2$s","qty":5,"eta":"2030-01-01"}"""
            .formatted(reference, sku);
    String[] results =
        given()
            .contentType("application/x-ndjson")
            .body(lines.getBytes(StandardCharsets.UTF_8))
            .post("/batches/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString()
            .split("\n");
    assertEquals(6, results.length);
    assertEquals("{\"line\":1,\"status\":\"applied\"}", results[0]);
    assertEquals("{\"line\":3,\"status\":\"repeated\"}", results[1]);
    assertTrue(results[2].contains("\"refused\"") && results[2].contains("batch_exists"));
    assertTrue(results[3].contains("\"line\":5") && results[3].contains("\"field\":\"qty\""));
    assertTrue(results[4].contains("\"line\":6") && results[4].contains("malformed"));
    assertEquals("{\"line\":7,\"status\":\"applied\"}", results[5]);
    get("/products/{sku}", sku).body(at("$.batches[*].available", equalTo(List.of(10, 5))));
  }

  @Test
  void thousands_of_lines_in_one_call_are_all_placed() {
    batch(unique("batch"), sku, 2000, null);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2500; i++) {
      lines.append("{\"orderid\":\"%s-%d\",\"sku\":\"%s\",\"qty\":1}\n".formatted(order, i, sku));
    }
    String results =
        given()
            .contentType("application/x-ndjson")
            .body(lines.toString().getBytes(StandardCharsets.UTF_8))
            .post("/allocations/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertEquals(2500, results.lines().filter(line -> line.contains("applied")).count());
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(0)));
    get("/allocations/{orderid}", order + "-1999").body(at("$[0].state", is("allocated")));
    get("/allocations/{orderid}", order + "-2000").body(at("$[0].state", is("backordered")));
  }

  @Test
  void simultaneous_lines_for_one_product_never_sell_a_unit_twice() throws Exception {
    batch(unique("batch"), sku, 20, null);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String each = order + "-" + i % 30;
        calls.add(() -> allocation(each, sku, 1).extract().statusCode());
      }
      for (Future<Integer> status : clients.invokeAll(calls)) {
        assertEquals(202, status.get());
      }
    } finally {
      clients.shutdown();
    }
    get("/products/{sku}", sku)
        .body(at("$.batches[0].allocated", is(20)))
        // the batch, 30 outcomes of 30 lines that came twice, and one crossing
        .body(at("$.sequence", is(32)));
  }

  @Test
  void the_contract_is_served() {
    get("/contracts/asyncapi.yaml").statusCode(200).body(containsString("asyncapi: 3.0.0"));
    get("/contracts/schemas/allocate.v1.json")
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.title", is("allocate")));
    get("/q/openapi?format=json")
        .statusCode(200)
        .body(at("$.paths.keys()", hasItem("/allocations/{orderid}")))
        .body(at("$.paths['/parked-commands/{message_id}/redrive'].post.summary", not(nullValue())))
        .body(at("$.paths['/products/{sku}/history'].get.summary", not(nullValue())))
        .body(at("$.paths['/events/replay'].post.summary", not(nullValue())));
  }

  @Test
  void commands_are_counted_by_their_door() {
    batch(unique("batch"), sku, 1, null);
    managed("/q/metrics")
        .statusCode(200)
        .body(
            containsString(
                "ficus_commands_total{door=\"http\",outcome=\"processed\",type=\"create_batch\"}"));
  }
}
