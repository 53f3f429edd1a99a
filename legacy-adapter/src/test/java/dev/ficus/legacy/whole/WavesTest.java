package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes and waves, as operators send and see them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class WavesTest {

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void a_list_is_a_wave_and_names_what_nobody_has_shown() {
    given()
        .body(bytes("sales_order.create", order("9001", item("1", "W SHOWN", "1"))))
        .post("/api/xmlrpc")
        .then()
        .statusCode(200);
    put("first", "[\"W SHOWN\", \"W/UNKNOWN\"]")
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.skus", equalTo(2)))
        .body(at("$.added", equalTo(2)))
        .body(at("$.never_seen", equalTo(1)))
        .body(at("$.never_seen_skus", equalTo(List.of("W/UNKNOWN"))));
    given()
        .get("/strangling/waves/first?limit=1")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.new", equalTo(2)))
        .body(at("$.routes", hasSize(1)))
        .body(at("$.next", equalTo("W SHOWN")));
    given()
        .urlEncodingEnabled(false)
        .get("/strangling/routes/W%2FUNKNOWN")
        .then()
        .body(at("$.route", equalTo("new")))
        .body(at("$.epoch", equalTo(0)))
        .body(at("$.wave", equalTo("first")));
    put("first", "{\"skus\": [\"W SHOWN\"]}").statusCode(200).body(at("$.removed", equalTo(1)));
    given()
        .get("/strangling/waves?limit=1000")
        .then()
        .body(at("$.waves[*].wave", hasItem("first")));
  }

  @Test
  void waves_are_listed_page_by_page() {
    for (String wave : List.of("0-page-1", "0-page-2", "0-page-3")) {
      put(wave, "[\"W " + wave + "\"]").statusCode(200);
    }
    given()
        .get("/strangling/waves?limit=2&after=0-page")
        .then()
        .body(at("$.waves[*].wave", equalTo(List.of("0-page-1", "0-page-2"))))
        .body(at("$.next", equalTo("0-page-2")));
    given()
        .get("/strangling/waves?limit=1&after=0-page-2")
        .then()
        .body(at("$.waves[*].wave", equalTo(List.of("0-page-3"))));
    given().get("/strangling/waves?after=~").then().body(at("$.keys()", equalTo(Set.of("waves"))));
    given()
        .get("/strangling/waves?name=-PAGE-&after=0-page-1")
        .then()
        .body(at("$.waves[*].wave", equalTo(List.of("0-page-2", "0-page-3"))));
    given()
        .get("/strangling/waves?name=a%25")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("name")));
    given()
        .get("/strangling/waves?limit=0")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("limit")));
  }

  @Test
  void a_file_is_a_wave_and_its_wrong_rows_are_named_by_line_and_field() {
    given()
        .contentType("text/csv")
        .body("name,sku\nx,W-CSV-1\ny,W-CSV-2\n")
        .put("/strangling/waves/file")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.added", equalTo(2)));
    given()
        .contentType("text/csv")
        .body("sku;name\nW-CSV-1;x\n;y\n\"W\u0007\";z\n")
        .put("/strangling/waves/file")
        .then()
        .statusCode(400)
        .body(at("$.rows[*].line", equalTo(List.of(3, 4))))
        .body(at("$.rows[*].field", equalTo(List.of("sku", "sku"))));
    given()
        .contentType("text/csv")
        .body("article\nA\n")
        .put("/strangling/waves/file")
        .then()
        .statusCode(400)
        .body(at("$.rows[0].field", equalTo("sku")));
    given().get("/strangling/waves/file").then().body(at("$.skus", equalTo(2)));
  }

  @Test
  void what_cannot_be_a_wave_is_refused_with_the_reason_and_what_to_do() {
    put("mine", "[\"W-MINE\"]").statusCode(200);
    put("yours", "[\"W-YOURS\", \"W-MINE\"]")
        .statusCode(409)
        .body(at("$.reason", equalTo("other_wave")))
        .body(at("$.refused_skus[0].sku", equalTo("W-MINE")))
        .body(at("$.refused_skus[0].wave", equalTo("mine")))
        .body(at("$.detail", containsString("take it out")));
    put("yours", "[]").statusCode(400).body(at("$.reason", equalTo("empty")));
    put("yours", "[\"A\", 7]").statusCode(400).body(at("$.rows[0].line", equalTo(2)));
    put("yours", "{}").statusCode(400).body(at("$.field", equalTo("skus")));
    put("yours", "{\"skus\": [\"A\"], \"route\": \"old\"}")
        .statusCode(400)
        .body(at("$.field", equalTo("route")));
    put("no%20name", "[\"A\"]").statusCode(400).body(at("$.field", equalTo("wave")));
    given().get("/strangling/waves/yours").then().statusCode(404);
  }

  @Test
  void skus_that_nobody_has_shown_may_begin_with_another_route_and_others_may_not()
      throws Exception {
    given()
        .body(bytes("sales_order.create", order("9002", item("1", "W-UNDER-WAY", "1"))))
        .post("/api/xmlrpc")
        .then()
        .statusCode(200);
    put("start", "{\"skus\": [\"W-START\", \"W-UNDER-WAY\"], \"route\": \"legacy\"}")
        .statusCode(409)
        .body(at("$.reason", equalTo("would_move")))
        .body(at("$.refused_skus[*].sku", equalTo(List.of("W-UNDER-WAY"))));
    put("start", "{\"skus\": [\"W-START\"], \"route\": \"legacy\"}").statusCode(200);
    assertEquals(
        List.of("close_product W-START/ @0"),
        probe.commands("W-START", 1).stream().map(CommandProbe.Received::brief).toList());
    given().get("/strangling/routes/W-START").then().body(at("$.route", equalTo("legacy")));
    given()
        .get("/strangling/routes?route=legacy&limit=1000")
        .then()
        .body(at("$.default_route", equalTo("new")))
        .body(at("$.routes[*].sku", hasItem("W-START")));
    put("start", "[\"W-OTHER\"]").statusCode(409).body(at("$.reason", equalTo("route_kept")));
  }

  @Test
  void progress_says_what_still_holds_the_monolith() {
    given()
        .get("/strangling")
        .then()
        .statusCode(200)
        .body(at("$.default_route", equalTo("new")))
        .body(at("$.skus.new", greaterThanOrEqualTo(0)))
        .body(at("$.holds_the_monolith.keys()", hasItem("open_lines")));
  }

  private static ValidatableResponse put(String wave, String list) {
    return given()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .body(list)
        .put("/strangling/waves/" + wave)
        .then();
  }
}
