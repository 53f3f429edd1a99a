package dev.ficus.allocation.http;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ClosedProductsHttpTest {
  private String sku;
  private String order;
  private String ref;

  @BeforeEach
  void name_a_product_an_order_and_a_batch_of_its_own() {
    sku = unique("RUG/50 %");
    order = unique("order");
    ref = unique("batch");
  }

  @Test
  void a_product_that_nobody_speaks_of_is_shown_as_before() {
    batch(ref, sku, 10, null).statusCode(201);
    get("/products/{sku}", sku)
        .body(at("$.closed", nullValue()))
        .body(at("$.opening_revision", nullValue()));
  }

  @Test
  void a_closed_product_is_shown_and_refuses_a_new_line_until_it_is_opened() {
    batch(ref, sku, 10, null).statusCode(201);
    set("close", 3)
        .statusCode(200)
        .body(at("$.sku", is(sku)), at("$.closed", is(true)), at("$.revision", is(3)));
    get("/products/{sku}", sku)
        .header("ETag", "\"2\"")
        .body(at("$.closed", is(true)), at("$.opening_revision", is(3)));
    given()
        .queryParam("after", sku.substring(0, sku.length() - 1))
        .get("/products")
        .then()
        .body(at("$.products[?(@.sku == '" + sku + "')].closed", contains(true)));
    allocation(order, sku, 1)
        .statusCode(409)
        .contentType("application/problem+json")
        .body(at("$.code", is("product_closed")), at("$.field", is("sku")))
        .body(at("$.message", containsString(sku)));
    get("/allocations/{orderid}", order).statusCode(404);
    set("open", 4).statusCode(200).body(at("$.closed", is(false)), at("$.revision", is(4)));
    get("/products/{sku}", sku).body(at("$.closed", is(false)), at("$.opening_revision", is(4)));
    allocation(order, sku, 1).statusCode(202).body(at("$.state", is("allocated")));
  }

  @Test
  void a_revision_that_is_not_higher_is_answered_with_the_product_as_it_is() {
    batch(ref, sku, 10, null);
    set("close", 3);
    set("close", 3).statusCode(200).body(at("$.closed", is(true)), at("$.revision", is(3)));
    set("open", 3).statusCode(200).body(at("$.closed", is(true)), at("$.revision", is(3)));
    set("open", 2).statusCode(200).body(at("$.closed", is(true)), at("$.revision", is(3)));
    get("/products/{sku}", sku).body(at("$.sequence", is(2)));
  }

  @Test
  void what_was_promised_stands_and_nothing_is_promised_again() {
    batch(ref, sku, 10, null);
    allocation(order, sku, 4);
    allocation(order + "-2", sku, 5);
    allocation(order + "-behind", sku, 3).body(at("$.state", is("backordered")));
    set("close", 1);
    wants(order, 5, 1).statusCode(409).body(at("$.code", is("product_closed")));
    wants(order, 3, 1).statusCode(202).body(at("$.qty", is(3)), at("$.batchref", is(ref)));
    given().delete("/allocations/{orderid}", order + "-2").then().statusCode(200);
    get("/allocations/{orderid}", order)
        .body(at("$[0].qty", is(3)), at("$[0].state", is("allocated")));
    get("/allocations/{orderid}", order + "-2").body(at("$[0].state", is("cancelled")));
    get("/allocations/{orderid}", order + "-behind").body(at("$[0].state", is("backordered")));
    batch(ref + "-2", sku, 20, null).statusCode(201);
    get("/allocations/{orderid}", order + "-behind").body(at("$[0].state", is("backordered")));
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("qty", 2))
        .patch("/batches/{batchref}", ref)
        .then()
        .statusCode(200)
        .body(at("$.allocated", is(0)));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("backordered")));
    set("open", 2);
    get("/allocations/{orderid}", order).body(at("$[0].state", is("allocated")));
    get("/allocations/{orderid}", order + "-behind").body(at("$[0].state", is("allocated")));
  }

  @Test
  void a_product_that_was_never_purchased_stays_unknown_and_begins_closed() {
    set("close", 1).statusCode(200).body(at("$.closed", is(true)));
    get("/products/{sku}", sku).statusCode(404);
    get("/products/{sku}/history", sku).statusCode(404);
    allocation(order, sku, 1).statusCode(400).body(at("$.code", is("unknown_sku")));
    batch(ref, sku, 10, null).statusCode(201);
    get("/products/{sku}", sku).body(at("$.closed", is(true)), at("$.sequence", is(2)));
    allocation(order, sku, 1).statusCode(409).body(at("$.code", is("product_closed")));
  }

  @Test
  void whoever_begins_again_with_a_low_revision_is_answered_with_the_one_that_holds() {
    set("close", 7);
    set("open", 1)
        .statusCode(200)
        .body(at("$.sku", is(sku)), at("$.closed", is(true)), at("$.revision", is(7)));
  }

  @Test
  void history_shows_when_it_was_opened_and_closed() {
    batch(ref, sku, 10, null);
    set("close", 1);
    allocation(order, sku, 1);
    given().contentType(ContentType.JSON).body("{\"eta\":\"2030-01-01\"}").patch("/batches/" + ref);
    set("open", 2);
    assertEquals(
        List.of("batch_created", "product_closed", "batch_eta_changed", "product_opened"),
        read(get("/products/{sku}/history", sku).extract().asString(), "$.history[*].type"));
    get("/products/{sku}/history", sku)
        .body(at("$.history[1].before", nullValue()), at("$.history[1].after.state", is("closed")))
        .body(at("$.history[1].data.revision", is(1)))
        .body(
            at("$.history[3].before.state", is("closed")),
            at("$.history[3].after.state", is("open")));
  }

  @Test
  void in_a_call_of_many_lines_those_of_a_closed_product_are_refused() {
    batch(ref, sku, 10, null);
    set("close", 1);
    String other = unique("sku");
    batch(unique("batch"), other, 10, null);
    String lines =
        "{\"orderid\":\"%1$s\",\"sku\":\"%2$s\",\"qty\":1}\n{\"orderid\":\"%1$s\",\"sku\":\"%3$s\",\"qty\":1}"
            .formatted(order, sku, other);
    String results =
        given()
            .contentType("application/x-ndjson")
            .body(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .post("/allocations/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertEquals(
        List.of(true, false),
        results.lines().map(each -> each.contains("product_closed")).toList(),
        results);
    get("/allocations/{orderid}", order).body(at("$", hasSize(1)));
  }

  @Test
  void a_body_that_is_wrong_is_refused_and_its_field_named() {
    post("/products/" + unique("sku") + "/close", Map.of())
        .statusCode(400)
        .body(at("$.field", is("revision")), at("$.detail", is("revision is missing")));
    post("/products/" + unique("sku") + "/open", Map.of("revision", "many"))
        .statusCode(400)
        .body(at("$.field", is("revision")));
    post("/products/" + unique("sku") + "/open", List.of()).statusCode(400);
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("revision", 1))
        .post("/products/{sku}/open", "a\nb")
        .then()
        .statusCode(400)
        .body(at("$.field", is("sku")));
  }

  private ValidatableResponse set(String openness, long revision) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("revision", revision))
        .post("/products/{sku}/" + openness, sku)
        .then();
  }

  private ValidatableResponse wants(String orderid, int qty, long revision) {
    return post(
        "/allocations", Map.of("orderid", orderid, "sku", sku, "qty", qty, "revision", revision));
  }
}
