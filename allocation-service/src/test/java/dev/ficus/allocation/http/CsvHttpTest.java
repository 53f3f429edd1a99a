package dev.ficus.allocation.http;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What spreadsheets send and get. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CsvHttpTest {
  private static final String HEADER = "orderid,sku,lineid,qty,revision,state,batchref,eta";

  private String sku;

  @BeforeEach
  void name_a_product_of_its_own() {
    sku = unique("RUG");
  }

  @Test
  void batches_and_lines_come_from_a_spreadsheet_and_are_answered_line_by_line() {
    String ref = unique("batch");
    assertEquals(
        List.of("{\"line\":2,\"status\":\"applied\"}", "{\"line\":3,\"status\":\"applied\"}"),
        send(
            "/batches/bulk",
            "batchref,sku,qty,eta\n%1$s,%2$s,5,\n%1$s-2,%2$s,7,2030-01-01\n".formatted(ref, sku)));
    get("/products/{sku}", sku)
        .body(at("$.batches[*].qty", is(List.of(5, 7))), at("$.batches[1].eta", is("2030-01-01")));
  }

  @Test
  void a_line_that_is_wrong_is_named_with_its_field_and_the_others_are_carried_out() {
    batch(unique("batch"), sku, 10, null);
    String order = unique("order");
    List<String> results =
        send(
            "/allocations/bulk",
            "orderid,sku,qty,remark\n\"%1$s\",%2$s,4,\"says:\n\"\"soon\"\"\"\n%1$s-2,%2$s,four,\n%1$s,%2$s,5,\n"
                .formatted(order, sku));
    assertEquals("{\"line\":2,\"status\":\"applied\"}", results.get(0));
    assertTrue(results.get(1).contains("\"line\":4"), results.get(1));
    assertTrue(results.get(1).contains("\"field\":\"qty\""), results.get(1));
    assertTrue(results.get(2).contains("\"code\":\"revision_conflict\""), results.get(2));
    get("/allocations/{orderid}", order).statusCode(200).body(at("$[0].qty", is(4)));
  }

  @Test
  void a_missing_column_is_refused_before_anything_is_done() {
    post("/batches/bulk", "text/csv", "batchref,sku\nb,%s\n".formatted(sku))
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.field", is("qty")), at("$.detail", containsString("batchref, sku")));
    post("/allocations/bulk", "text/csv", "").statusCode(400).body(at("$.field", is("header")));
    post("/allocations/bulk", "text/csv; charset=morse", "orderid,sku,qty\n")
        .statusCode(415)
        .body(at("$.detail", containsString("morse")));
    get("/products/{sku}", sku).statusCode(404);
  }

  @Test
  void spreadsheets_write_in_many_ways() {
    for (String type : List.of("text/csv", "text/csv; charset=utf8", "text/csv;charset=UTF-16LE")) {
      String charset = type.contains("16") ? "UTF-16LE" : "UTF-8";
      String file =
          "BatchRef; sku; qty;\r\n;;;\r\n%s; %s; 10.0;\r\n;;;;;\r\n"
              .formatted(unique("batch"), sku);
      byte[] bytes = file.getBytes(Charset.forName(charset));
      String result =
          given().header("Content-Type", type).body(bytes).post("/batches/bulk").asString();
      assertEquals("{\"line\":3,\"status\":\"applied\"}\n", result, type);
    }
    get("/products/{sku}", sku).body(at("$.batches[*].qty", is(List.of(10, 10, 10))));
  }

  @Test
  void thousands_of_lines_go_in_and_come_out_again() {
    batch(unique("batch"), sku, 2000, "2030-01-01");
    String order = unique("order");
    String lines =
        IntStream.range(0, 2500)
            .mapToObj(i -> "%s-%04d,%s,1\n".formatted(order, i, sku))
            .collect(Collectors.joining("", "orderid,sku,qty\n", ""));
    List<String> results = send("/allocations/bulk", lines);
    assertEquals(2500, results.stream().filter(each -> each.contains("applied")).count());
    List<String> all = export(sku, null);
    assertEquals(HEADER, all.get(0));
    assertEquals(2501, all.size());
    assertEquals(all.stream().skip(1).sorted().toList(), all.subList(1, all.size()));
    assertEquals(2001, export(sku, "allocated").size());
    List<String> backordered = export(sku, "backordered");
    assertEquals(501, backordered.size());
    assertTrue(backordered.get(1).contains(",1,0,backordered,,"), backordered.get(1));
  }

  @Test
  void a_line_is_written_with_all_that_is_known_of_it() {
    String order = unique("=1+1,\"x");
    String ref = unique("@batch");
    batch(ref, sku, 5, "2030-01-01");
    allocation(order, sku, 2).statusCode(202);
    List<String> lines = export(sku, null);
    assertEquals(2, lines.size());
    assertEquals(
        "\"'%s\",%s,,2,0,allocated,'%s,2030-01-01".formatted(order.replace("\"", "\"\""), sku, ref),
        lines.get(1).replace("\"" + sku + "\"", sku).replace("\"'" + ref + "\"", "'" + ref));
  }

  @Test
  void what_cannot_be_exported_is_refused() {
    given()
        .queryParam("state", "lost")
        .get("/allocations.csv")
        .then()
        .statusCode(400)
        .body(at("$.field", is("state")));
    given()
        .queryParam("sku", "nothing")
        .get("/allocations.csv")
        .then()
        .statusCode(200)
        .contentType("text/csv")
        .header("Content-Disposition", containsString("allocations.csv"))
        .body(is(HEADER + "\r\n"));
    for (int i = 0; i < 50; i++) {
      given().queryParam("sku", "nothing").get("/allocations.csv").then().statusCode(200);
    }
  }

  private static List<String> export(String sku, String state) {
    return given()
        .queryParams("sku", sku)
        .queryParams(state == null ? Map.of() : Map.of("state", state))
        .get("/allocations.csv")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .toList();
  }

  private static List<String> send(String path, String text) {
    return post(path, "text/csv", text)
        .statusCode(200)
        .contentType("application/x-ndjson")
        .extract()
        .asString()
        .lines()
        .toList();
  }

  private static ValidatableResponse post(String path, String type, String text) {
    EncoderConfig asItIs =
        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
    return given()
        .config(RestAssured.config().encoderConfig(asItIs))
        .contentType(type)
        .body(text.getBytes(StandardCharsets.UTF_8))
        .post(path)
        .then();
  }
}
