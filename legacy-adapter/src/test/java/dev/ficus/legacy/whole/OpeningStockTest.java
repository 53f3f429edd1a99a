package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static io.restassured.RestAssured.given;
import static java.util.Collections.singletonList;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jayway.jsonpath.ReadContext;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All the stock that is there when it begins: taken in once, however often it is shown. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(OpeningStockResource.class)
@WithTestResource(InterceptedShopResource.class)
class OpeningStockTest {

  /** Rows of a file that is taken in by several parts, the last of them not full. */
  private static final int LONG = 1_100;

  private OpeningStockResource.Counter counter;
  private OpeningStockResource.Allocation allocation;

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
    allocation.hasNothing();
  }

  /** A batch as the monolith shows it behind the counter. */
  private record Batch(String reference, String sku, int quantity, String eta) {}

  @Test
  void what_the_monolith_lists_is_sent_once_and_found_in_allocation_service() throws Exception {
    List<String> charges =
        ConfigProvider.getConfig().getValues("ficus.legacy.shops.shop.not-stock", String.class);
    Map<Boolean, List<Batch>> listed =
        batches().stream().collect(Collectors.partitioningBy(each -> charges.contains(each.sku())));
    List<Batch> batches = listed.get(false);
    ReadContext first = asked("lager");
    assertEquals(batches.size(), first.read("$.changed", Integer.class));
    assertEquals(listed.get(true).size(), first.read("$.refused", Integer.class));
    for (Batch batch : batches) {
      assertEquals(
          "create_batch %s %s %d%s"
              .formatted(
                  batch.reference(),
                  batch.sku(),
                  batch.quantity(),
                  batch.eta() == null ? "" : " " + batch.eta()),
          probe.ofBatch(batch.reference(), 1).get(0));
    }

    double commands = commands();
    ReadContext second = asked("lager");
    assertEquals(batches.size(), second.read("$.unchanged", Integer.class));
    assertEquals(0, second.read("$.changed", Integer.class));
    assertEquals(commands, commands());

    batches.forEach(
        batch -> allocation.has(batch.sku(), batch.reference(), batch.quantity(), batch.eta()));
    allocation.has("SOMEBODY-ELSES", "P1", 3, null);
    ReadContext even = reconciled(second.read("$.id", Integer.class));
    assertTrue(batches.size() > 300, "more than a page");
    assertEquals(List.of(), even.read("$.differences[?(@.batchref =~ /M0.*/)]"));
    assertEquals(batches.size(), even.read("$.totals.listed", Integer.class));
    assertEquals(batches.size(), even.read("$.totals.held", Integer.class));
    assertEquals(1, even.read("$.totals.others", Integer.class));
  }

  @Test
  void what_is_not_the_same_everywhere_is_reported_for_people_and_programs() {
    ReadContext opening =
        filed("batchref,sku,qty,eta\nDIFF-1,DIFF,5,\nDIFF-2,DIFF,6,2010-12-24\nDIFF-3,DIFF,7,\n");
    allocation.has("DIFF", "DIFF-1", 5, null);
    allocation.has("DIFF", "DIFF-2", 6, "2010-12-25");
    int id = opening.read("$.id", Integer.class);

    ReadContext report = reconciled(id);
    String other = "$.differences[?(@.batchref == 'DIFF-2')]";
    assertEquals(List.of("2010-12-24"), report.read(other + ".listed.eta"));
    assertEquals(List.of("2010-12-24"), report.read(other + ".sent.eta"));
    assertEquals(List.of("2010-12-25"), report.read(other + ".held.eta"));
    assertEquals(List.of(true), report.read(other + ".confirmed"));
    assertEquals(List.of(), report.read("$.differences[?(@.batchref == 'DIFF-1')]"));
    String missing = "$.differences[?(@.batchref == 'DIFF-3')]";
    assertEquals(List.of(7), report.read(missing + ".sent.qty"));
    assertEquals(singletonList(null), report.read(missing + ".held"));
    assertEquals(18, report.read("$.totals.listedUnits", Integer.class));
    assertEquals(false, report.read("$.totals.even", Boolean.class));

    given()
        .accept("text/plain")
        .post("/stock/openings/" + id + "/reconciliation")
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .body(containsString("DIFF-2"))
        .body(containsString("6 2010-12-25"))
        .body(not(containsString("DIFF-1")));
    given()
        .get("/stock/openings/" + id)
        .then()
        .contentType("application/json")
        .body(at("$.reconciliations.length()", equalTo(2)))
        .body(at("$.reconciliations[0].listed", equalTo(3)));
  }

  @Test
  void bad_rows_of_a_file_are_reported_by_line_and_field_and_the_others_go_on() throws Exception {
    String file =
        """
        \ufeffsku,note,qty,batchref,eta
        FILE-A,"a note
        of two lines",5.0000,FILE-1,2010-12-24
        ,x,1,FILE-2,
        FILE-A,x,-1,FILE-3,
        FILE-A,x,1.5,FILE-4,

        FILE-A,x,1,FILE-5,24.12.2010
        FILE-B,"it's ""here"\"",3,,
        FILE-A,x,1,FILE-6,,,
        FILE-C,x,1,FILE-1,
        POST,x,1,FILE-7,
        FILE-D,x,4,FILE-8
        """;
    ReadContext opening = filed(file);

    assertEquals(
        List.of(
            "4 sku unreadable_sku",
            "5 qty negative_quantity",
            "6 qty unreadable_quantity",
            "8 eta unreadable_eta",
            "10 line line has 7 fields for 5 columns",
            "11 sku other_sku",
            "12 sku not_stock"),
        opening.<List<Map<String, Object>>>read("$.defects").stream()
            .map(row -> row.get("line") + " " + row.get("field") + " " + row.get("reason"))
            .toList());
    assertEquals(10, opening.read("$.rows", Integer.class));
    assertEquals(3, opening.read("$.changed", Integer.class));
    assertEquals(List.of("create_batch FILE-1 FILE-A 5 2010-12-24"), probe.ofBatch("FILE-1", 1));
    assertEquals(List.of("create_batch shop:FILE-B FILE-B 3"), probe.ofBatch("shop:FILE-B", 1));
    assertEquals(List.of("create_batch FILE-8 FILE-D 4"), probe.ofBatch("FILE-8", 1));
    given()
        .get("/stock/batches/FILE-1")
        .then()
        .body(at("$.qty", equalTo(5)))
        .body(at("$.eta", equalTo("2010-12-24")))
        .body(at("$.confirmed", equalTo(true)));
    given()
        .get("/quarantine?limit=1000")
        .then()
        .body(at("$.entries[*].sku", not(hasItem("FILE-A"))));
  }

  @Test
  void a_long_file_may_be_sent_again_and_corrects_what_only_files_have_reported() {
    String first = file(LONG, 7);
    assertEquals(LONG, filed(first).read("$.changed", Integer.class));
    assertEquals(LONG, filed(first).read("$.unchanged", Integer.class));
    ReadContext third = filed(file(LONG, 7).replace("LONG-9,LONG,7", "LONG-9,LONG,8"));
    assertEquals(1, third.read("$.changed", Integer.class));
    assertEquals(LONG - 1, third.read("$.unchanged", Integer.class));
  }

  @Test
  void a_batch_on_two_rows_is_a_defect_that_names_both() {
    String rows =
        IntStream.range(0, 600)
            .mapToObj(row -> "TWICE-%d,%d\n".formatted(row, row))
            .collect(Collectors.joining());
    ReadContext opening =
        filed("sku,qty\n" + rows + "TWICE-1,1\nTWICE-9,8\nTWICE-N,7\nTWICE-N,7\n");
    assertEquals(
        List.of(
            "602 sku is on line 3 already TWICE-1",
            "603 sku is on line 11 already TWICE-9",
            "605 sku is on line 604 already TWICE-N"),
        opening.<List<Map<String, Object>>>read("$.defects").stream()
            .map(
                row ->
                    "%s %s %s %s"
                        .formatted(
                            row.get("line"), row.get("field"), row.get("reason"), row.get("sku")))
            .toList());
    assertEquals(601, opening.read("$.changed", Integer.class));
    ReadContext batches = filed("batchref,sku,qty\nT-1,TWO,5\nT-2,TWO,6\nT-1,TWO,7\n");
    assertEquals(2, batches.read("$.changed", Integer.class));
    assertEquals("batchref", batches.read("$.defects[0].field", String.class));
  }

  @Test
  void what_the_monolith_has_called_since_counts_more_than_a_file() throws Exception {
    filed("batchref,sku,qty\nCALLED-1,CALLED,5\n");
    given()
        .body(
            bytes(
                "stock.adjust",
                new Value.Text("CALLED-1"),
                new Value.Text("CALLED"),
                new Value.Int(4)))
        .post("/to-shop");
    assertEquals(
        1, filed("batchref,sku,qty\nCALLED-1,CALLED,5\n").read("$.overruled", Integer.class));
    assertEquals(
        List.of("create_batch CALLED-1 CALLED 5", "change_batch_quantity CALLED-1 CALLED 4 @2"),
        probe.ofBatch("CALLED-1", 2));
  }

  @Test
  void what_cannot_be_begun_is_answered_with_the_reason() {
    given()
        .post("/stock/openings/ask/nobody")
        .then()
        .statusCode(404)
        .body(at("$.field", equalTo("monolith")));
    given()
        .post("/stock/openings/ask/away")
        .then()
        .statusCode(502)
        .body(at("$.detail", containsString("its list could not be had")));
    file("none", "sku,qty\n").statusCode(400).body(at("$.field", equalTo("shop")));
    file("shop", "").statusCode(400).body(at("$.field", equalTo("header")));
    file("shop", "batchref,qty\n")
        .statusCode(400)
        .body(at("$.field", equalTo("sku")))
        .body(at("$.detail", containsString("must be the name of one column")));
    file("shop", "batchref,sku,qty,qty\n").statusCode(400).body(at("$.field", equalTo("qty")));
    given()
        .header("Content-Type", "text/csv; charset=morse")
        .body("sku,qty\n".getBytes(StandardCharsets.UTF_8))
        .post("/stock/openings/file/shop")
        .then()
        .statusCode(415)
        .body(at("$.detail", containsString("morse")));
    given().post("/stock/openings/0/reconciliation").then().statusCode(404);
    given().get("/stock/openings/0").then().statusCode(404);
    given()
        .get("/stock/batches/NONE")
        .then()
        .statusCode(404)
        .body(at("$.field", equalTo("batchref")));
    given()
        .get("/stock/openings")
        .then()
        .body(at("$.openings[?(@.source == 'away')].endedAt", contains(nullValue())));
  }

  private static String file(int rows, int quantity) {
    return IntStream.range(0, rows)
        .mapToObj(row -> "LONG-%d,LONG,%d,2010-12-24\n".formatted(row, quantity))
        .collect(Collectors.joining("", "batchref,sku,qty,eta\n", ""));
  }

  private static ValidatableResponse file(String shop, String text) {
    return given()
        .contentType("text/csv")
        .body(text.getBytes(StandardCharsets.UTF_8))
        .post("/stock/openings/file/" + shop)
        .then();
  }

  private static ReadContext filed(String text) {
    return parse(file("shop", text).statusCode(200).extract().asString());
  }

  private static ReadContext asked(String monolith) {
    return parse(
        given()
            .post("/stock/openings/ask/" + monolith)
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private static ReadContext reconciled(int id) {
    return parse(
        given()
            .post("/stock/openings/" + id + "/reconciliation")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private List<Batch> batches() throws Exception {
    String table =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/control/batches".formatted(counter.port())))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return table
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                new Batch(
                    cells[0],
                    cells[1],
                    Integer.parseInt(cells[2]),
                    cells[4].isEmpty() ? null : cells[4]))
        .toList();
  }

  private static double commands() {
    return AdapterApi.managedText("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("ficus_legacy_commands_confirmed_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
