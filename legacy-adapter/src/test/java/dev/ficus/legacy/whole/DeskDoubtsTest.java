package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.ReturnedUnits;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk in front of a monolith that has not answered. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class DeskDoubtsTest {

  private static final String NUMBER = "D-1' <b>";

  private static final String SKU = "D-BACK <b>";
  private static final String OVERSOLD = "D-OVER <b>";

  @Inject BatchLedger ledger;
  @Inject StockIntake stock;
  @Inject DataSource database;

  @TestHTTPResource("/desk")
  private URL desk;

  private ManyFeedsResource.RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void an_order_in_doubt_is_named_with_the_call_that_settles_it() throws Exception {
    monolith.answers(502, "text/html", "<h1>Bad</h1>".getBytes(StandardCharsets.US_ASCII));
    byte[] call =
        bytes(
            "sales_order.create",
            with(
                order(NUMBER, item("1", "D-OLD", "1")), "created_at", text("2026-11-20 12:00:00")));
    assertEquals(502, given().body(call).post("/behind").statusCode());
    monolith.next();

    SeenPage page = SeenPage.open(desk.toString(), "desk-doubts");

    String settling =
        desk.toString().replaceFirst("/desk$", "/strangling/doubts/shop/D-1%27%20%3Cb%3E");
    String progress = page.text("progress");
    assertTrue(progress.contains("ours; the monolith still has"), progress);
    assertTrue(progress.contains("A SKU that is in no wave is the monolith\u2019s."), progress);
    String wrong = page.text("wrong");
    assertTrue(wrong.contains("Nobody knows whether the monolith has"), wrong);
    String doubts = page.text("doubts");
    assertTrue(doubts.contains("shop D-1' &lt;b&gt;"), doubts);
    assertTrue(doubts.contains("HTTP 502 with no answer that can be read"), doubts);
    assertTrue(doubts.contains("curl -X POST '" + settling + "'"), doubts);
    assertEquals(List.of(), page.complaints());

    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body("{\"monolith_has_it\":true,\"by\":\"your name\",\"reason\":\"why\"}")
        .post(settling)
        .then()
        .statusCode(204);
  }

  @Test
  void what_the_monolith_is_to_give_back_is_named_with_the_call_that_notes_it() throws Exception {
    report(SKU, "10");
    despatched(SKU, 3);
    report(SKU, "7");
    ledger.heldNow(new ReturnedUnits("shop", SKU, 1, 0), 1, "c").orElseThrow();

    SeenPage page = SeenPage.open(desk.toString(), "desk-to-give-back");

    String noting =
        desk.toString().replaceFirst("/desk$", "/stock/to-give-back/shop%3AD-BACK%20%3Cb%3E");
    String wrong = page.text("wrong");
    assertTrue(wrong.contains("The monolith keeps units of 1 SKU for lines of ours"), wrong);
    assertTrue(wrong.contains("curl -X POST '" + noting + "'"), wrong);
    assertEquals(List.of(), page.complaints());

    String body = "{\"units\":2,\"givenBackBefore\":0,\"by\":\"your name\",\"reason\":\"why\"}";
    assertTrue(wrong.contains(body), wrong);
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body(body)
        .post(noting)
        .then()
        .statusCode(204);
    given()
        .get("/stock/to-give-back")
        .then()
        .contentType("application/json")
        .body(at("$.batches", hasSize(0)));
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body(body)
        .post(noting)
        .then()
        .statusCode(409)
        .body(at("$.field", is("givenBackBefore")))
        .body(at("$.units", is(0)))
        .body(at("$.givenBackBefore", is(2)));
  }

  @Test
  void what_has_left_and_the_monolith_lacks_is_named_with_what_to_do() throws Exception {
    report(OVERSOLD, "4");
    despatched(OVERSOLD, 4);
    report(OVERSOLD, "-2");

    SeenPage page = SeenPage.open(desk.toString(), "desk-oversold");

    String wrong = page.text("wrong");
    assertTrue(
        wrong.contains("Of 1 SKU the monolith has promised units to others, or lacks them"), wrong);
    assertTrue(wrong.contains("2 of D-OVER &lt;b&gt;"), wrong);
    assertTrue(wrong.contains("Its next figure ends this."), wrong);
    assertEquals(List.of(), page.complaints());
    report(OVERSOLD, "0");
    given()
        .get("/stock/oversold")
        .then()
        .contentType("application/json")
        .body(at("$.batches", hasSize(0)));
  }

  private void report(String sku, String figure) {
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, sku, figure, null);
    ReportSource call = new ReportSource.ByCall(TestShop.arrival("call"), "");
    stock.take(List.of(stock.report(written, "shop", TestShop.RULES, call))).confirmed().join();
  }

  /** A line has left with so many units, of which the monolith is informed. */
  private void despatched(String sku, int units) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement line =
            connection.prepareStatement(
                "insert into informed_line (source, sku, orderid, lineid, units)"
                    + " values ('shop', ?, 'o', '', ?)")) {
      line.setString(1, sku);
      line.setInt(2, units);
      line.executeUpdate();
    }
  }
}
