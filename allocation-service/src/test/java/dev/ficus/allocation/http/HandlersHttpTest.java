package dev.ficus.allocation.http;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each command comes to, in the words of "Architecture Patterns with Python". */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HandlersHttpTest {
  private String sku;
  private String order;
  private String batch;

  @BeforeEach
  void name_what_the_test_is_about() {
    sku = unique("CRUNCHY-ARMCHAIR");
    order = unique("order");
    batch = unique("batch");
  }

  @Test
  void add_batch_for_new_product() {
    batch(batch, sku, 100, null).statusCode(201);
    get("/products/{sku}", sku).statusCode(200).body(at("$.batches[*].batchref", hasItem(batch)));
  }

  @Test
  void add_batch_for_existing_product() {
    String second = unique("batch");
    batch(batch, sku, 100, null).statusCode(201);
    batch(second, sku, 99, null).statusCode(201);
    get("/products/{sku}", sku).body(at("$.batches[*].batchref", hasItems(batch, second)));
  }

  @Test
  void allocate_allocates() {
    batch(batch, sku, 100, null);
    allocation(order, sku, 10).statusCode(202).body(at("$.batchref", is(batch)));
    get("/batches/{batchref}", batch).body(at("$.available", is(90)));
  }

  @Test
  void allocate_errors_for_invalid_sku() {
    batch(batch, sku, 100, null);
    String unknown = unique("NONEXISTENTSKU");
    allocation(order, unknown, 10)
        .statusCode(400)
        .body(at("$.field", is("sku")), at("$.detail", is("Invalid sku " + unknown)));
  }

  @Test
  void allocate_commits() {
    batch(batch, sku, 100, null);
    allocation(order, sku, 10).statusCode(202);
    get("/allocations/{orderid}", order).body(at("$[0].batchref", is(batch)));
    get("/products/{sku}/history", sku).body(at("$.history[*].type", hasItem("line_allocated")));
  }

  @Test
  void cannot_allocate_if_skus_do_not_match() {
    String other = unique("EXPENSIVE-TOASTER");
    batch(batch, sku, 100, null);
    batch(unique("batch"), other, 1, null);
    allocation(order, other, 10).statusCode(202).body(at("$.state", is("backordered")));
    get("/batches/{batchref}", batch).body(at("$.available", is(100)));
  }

  @Test
  void change_batch_quantity_changes_available_quantity() {
    batch(batch, sku, 100, null);
    resize(batch, 50).statusCode(200).body(at("$.available", is(50)));
  }

  @Test
  void change_batch_quantity_reallocates_if_necessary() {
    String later = unique("batch");
    batch(batch, sku, 50, null);
    batch(later, sku, 50, "2030-01-01");
    allocation(order, sku, 20);
    allocation(unique("order"), sku, 20);
    get("/batches/{batchref}", batch).body(at("$.available", is(10)));
    get("/batches/{batchref}", later).body(at("$.available", is(50)));
    resize(batch, 25).statusCode(200);
    get("/batches/{batchref}", batch).body(at("$.available", is(5)));
    get("/batches/{batchref}", later).body(at("$.available", is(30)));
  }

  private static ValidatableResponse resize(String batchref, int qty) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"qty\": %d}".formatted(qty))
        .when()
        .patch("/batches/{batchref}", batchref)
        .then();
  }
}
