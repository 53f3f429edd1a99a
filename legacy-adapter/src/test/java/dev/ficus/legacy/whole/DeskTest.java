package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk, as the people of the migration open it. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class DeskTest {

  private static final String HOSTILE = "<script>document.title='taken'</script><img src=x>";
  private static final String SHOWN = "&lt;script&gt;document.title='taken'&lt;/script&gt;";

  @Inject DataSource database;

  @TestHTTPResource("/desk")
  private URL desk;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void the_page_and_what_it_loads_may_do_nothing_but_ask_the_adapter() {
    for (String file :
        List.of(
            "",
            "/desk.css",
            "/desk.js",
            "/ask.js",
            "/certificates.js",
            "/checks.js",
            "/comparing.js",
            "/deeds.js",
            "/dialog.js",
            "/findings.js",
            "/leaks.js",
            "/me.js",
            "/page.js",
            "/parity.js",
            "/reconciliation.js",
            "/running.js",
            "/icon.svg")) {
      given()
          .get("/desk" + file)
          .then()
          .statusCode(200)
          .header(
              "Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
          .header("Content-Security-Policy", containsString("require-trusted-types-for 'script'"))
          .header("X-Content-Type-Options", "nosniff")
          .header("Cache-Control", "no-cache");
    }
    given().get("/desk").then().contentType("text/html");
    given().get("/desk/desk.js").then().contentType("text/javascript");
    given().get("/desk/none.js").then().statusCode(404);
    given().get("/desk/..%2Fapplication.properties").then().statusCode(404);
  }

  @Test
  void what_the_broker_has_not_confirmed_is_counted() {
    given()
        .get("/commands/unconfirmed")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.orders", greaterThanOrEqualTo(0)))
        .body(at("$.held", greaterThanOrEqualTo(0)));
  }

  @Test
  void a_wave_is_found_that_is_not_among_the_first_thousand() throws Exception {
    put(
        "insert into wave (name) select 'd-many-' || n from generate_series(1, 1000) as each (n)"
            + " union all select 'z-Sought'");
    try {
      SeenPage page = SeenPage.open(desk + "#find=z-sought", "desk-found");
      assertEquals(List.of(), page.complaints());
      assertTrue(page.text("waves").contains("z-Sought"), page::html);
      assertTrue(page.text("waves").contains("1 wave"), page::html);
      assertFalse(page.text("waves").contains("d-many-"), page::html);
    } finally {
      put("delete from wave where name like 'd-many-%' or name = 'z-Sought'");
    }
  }

  private void put(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void what_is_going_on_and_what_is_wrong_is_read_in_a_browser() throws Exception {
    given()
        .contentType(ContentType.JSON)
        .body(List.of(HOSTILE, "D-1", "D-2"))
        .put("/strangling/waves/desk")
        .then()
        .statusCode(200);
    given()
        .body(bytes("sales_order.create", order("<b>D-77</b>", item("1", HOSTILE, "2.5"))))
        .post("/api/xmlrpc")
        .then()
        .statusCode(200);

    SeenPage page = SeenPage.open(desk + "#wave=desk", "desk");

    assertEquals(List.of(), page.complaints());
    assertTrue(
        Pattern.compile("are ours; the monolith (has no|still has \\d+) open lines?\\.")
            .matcher(page.text("progress"))
            .find(),
        page::html);
    assertFalse(page.text("wrong").contains("is not answered"), page::html);
    assertTrue(page.text("wrong").contains("the quantity is no whole number"), page::html);
    assertTrue(page.text("waves").contains("SKUs of wave desk"), page::html);
    assertTrue(page.text("waves").contains("D-2"), page::html);
    assertTrue(page.section("waves").contains(SHOWN), page::html);
    assertTrue(page.section("quarantine").contains(SHOWN), page::html);
    assertTrue(page.section("quarantine").contains("&lt;b&gt;D-77&lt;/b&gt;"), page::html);
    assertTrue(page.text("quarantine").contains("unreadable_quantity"), page::html);
    assertTrue(page.text("log").contains("Wave desk was stored: 3 SKUs"), page::html);
    assertFalse(page.html().contains("Asking \u2026"), page::html);
    assertTrue(page.html().contains("<title>Ficus desk</title>"), page::html);
  }
}
