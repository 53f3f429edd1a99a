package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.StranglingApi.awaitStep;
import static dev.ficus.legacy.whole.StranglingApi.begin;
import static dev.ficus.legacy.whole.StranglingApi.halt;
import static dev.ficus.legacy.whole.StranglingApi.row;
import static dev.ficus.legacy.whole.StranglingApi.sent;
import static dev.ficus.legacy.whole.StranglingApi.wave;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes of waves, changed at the desk by clicking. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class DeskSwitchingTest {

  private static final Value DONE = new Value.Bool(true);
  private static final String MARKED = "DS-2 <b>";

  private static BrowserTab tab;

  @Inject DataSource database;
  @Inject CommandProbe commands;

  @TestHTTPResource("/desk")
  private URL desk;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeAll
  static void browser() throws Exception {
    tab = BrowserTab.open("desk-switching");
  }

  @AfterAll
  static void noBrowser() throws Exception {
    if (tab != null) {
      tab.close();
    }
  }

  @BeforeEach
  void ready() throws Exception {
    Readiness.await();
    monolithAnswers(DONE);
  }

  @Test
  void a_wave_is_made_looked_at_and_cut_over_by_clicking_to_its_certificate() throws Exception {
    assertEquals(new Answer.Result(DONE), sent("7501", MARKED));
    reported("DS-1", 7);
    allocation.waits("DS-1", "Market");
    open("ds-clicked");

    tab.click("[data-deed=make-wave]");
    tab.write("#field-wave", "ds-clicked");
    tab.write("#field-skus", "DS-1\n" + MARKED + "\nDS-1\n\nDS-3");
    tab.click("#dialog .confirm");
    tab.awaitText("#told", "Wave ds-clicked has 3 SKUs; nobody has shown 1 of them yet");
    assertEquals("waves", tab.focused());
    tab.awaitText("#waves table", "SKUs without a figure of the monolith: DS-2 <b> (and 1 more)");

    tab.click("[data-deed=cut-over][data-of=ds-clicked]");
    tab.awaitText("#dialog .said", "1 check does not hold: it cannot begin.");
    tab.awaitText("#dialog .checks", "The monolith has reported no figure of these SKUs");
    tab.awaitText("#dialog .checks", "Waiting commands of other teams: 1 (1 of Market)");
    assertFalse(
        tab.value("document.querySelector('#dialog .confirm').checkVisibility()").asBoolean());
    pictures("red");

    reported(MARKED, 5);
    tab.click("#dialog .again");
    tab.awaitText("#dialog .said", "1 thing you have to accept");
    tab.awaitText("#dialog .accepts", "1 waiting command of other teams is taken up");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "the first wave");
    pictures("dry-run");
    tab.click("#dialog .confirm");
    tab.await("document.activeElement.name === 'accept_waiting'");

    moveEpoch("DS-1");
    tab.press(" ");
    tab.await("document.activeElement.checked");
    tab.click("#dialog .confirm");
    tab.awaitText(
        "#dialog .alarm", "have changed): 2, where 0 was expected. What you have written is kept");
    tab.awaitText("#dialog .said", "1 thing you have to accept");
    assertEquals(
        "the first wave", tab.value("document.querySelector('#field-reason').value").asText());
    monolith.answers(500, "text/plain", new byte[0]);
    tab.click("#dialog .confirm");
    tab.awaitText("#running .card", "It waits for the monolith's list");
    assertEquals("running", tab.focused());
    tab.awaitText("#step", "The cut-over of wave ds-clicked is at step 3 of 8, count.");
    tab.awaitText("#running .card", "an instance of the adapter, whose lease ends");
    tab.awaitText("#waves table", "on its way, at step count");
    pictures("running");

    monolithAnswers(list(row("DS-1", 7), row(MARKED, 5)));
    tab.awaitText("#running table", "open lines of the monolith of 1 SKUs");
    tab.awaitText("#step", "The last one, ds-clicked, is ours.");
    monolithAnswers(DONE);
    assertEquals(OldShop.taken("7502"), sent("7502", "DS-1"));
    tab.awaitText("#holds", MARKED);
    tab.awaitText("#certificates table", "ds-clicked");
    tab.awaitText("#chain", "certificate");
    tab.click("#certificates tbody a");
    tab.awaitText("#certificate pre", "Wave ds-clicked: 3 SKUs, which the monolith fulfilled");
    tab.awaitText("#certificate pre", "Asked for by Ada: the first wave");
    pictures("certificate");
    tab.awaitText(
        "#log", "has switched: the routes have changed (wave ds-clicked): the first wave");
    given().body(bytes("sales_order.cancel", text("7501"))).post("/behind").then().statusCode(200);
    assertEquals(List.of(), unexpected());
  }

  @Test
  void what_is_on_its_way_is_halted_goes_on_and_is_aborted_and_nothing_typed_is_lost()
      throws Exception {
    wave("ds-held", "DS-7");
    reported("DS-7", 4);
    monolith.answers(500, "text/plain", new byte[0]);
    long id = begin("ds-held", 0);
    open("ds-held");

    tab.click("[data-deed=halt]");
    tab.write("#field-by", "Ben");
    tab.write("#field-reason", "orders are late");
    tab.offline(true);
    tab.click("#dialog .confirm");
    tab.awaitText("#dialog .alarm", "Nobody has answered");
    tab.offline(false);
    tab.press("Escape");
    tab.await("document.querySelector('#dialog').open === false");
    assertEquals("halt all", tab.focused());
    tab.press("Enter");
    tab.await("document.querySelector('#dialog').open");
    assertEquals(
        "orders are late", tab.value("document.querySelector('#field-reason').value").asText());
    tab.click("#dialog .confirm");
    tab.awaitText("#running .card", "Paused by the halt: nothing is frozen");
    tab.awaitText("#wrong", "Changes of routes are halted by Ben");
    pictures("halted");
    monolithAnswers(DONE);
    assertEquals(new Answer.Result(DONE), sent("7511", "DS-7"));
    monolith.answers(500, "text/plain", new byte[0]);

    tab.click("#running [data-deed=resume]");
    tab.write("#field-reason", "they are not");
    tab.press("Enter");
    tab.awaitText("#running .card", "It waits for the monolith's list");
    halt("/strangling/resume").statusCode(409);

    tab.click("[data-deed=abort]");
    tab.awaitText("#dialog", "everything is as it was before");
    tab.write("#field-reason", "not today");
    tab.click("#dialog .confirm");
    tab.awaitText("#step", "The last one, ds-held, aborted before its switch.");
    tab.awaitText("#log", "was aborted (wave ds-held): not today");
    given()
        .get("/strangling/cut-overs/" + id)
        .then()
        .body(at("$.cut_over.outcome", equalTo("aborted")))
        .body(at("$.cut_over.why", equalTo("not today")));
    given().get("/strangling/log").then().body(at("$.entries[*].by", hasItem("Ben")));
    monolithAnswers(DONE);
    given().body(bytes("sales_order.cancel", text("7511"))).post("/behind").then().statusCode(200);
    assertEquals(List.of(), unexpected());
  }

  @Test
  void a_wave_is_rolled_back_by_clicking_when_what_stays_behind_is_accepted() throws Exception {
    wave("ds-back", "DS-8");
    reported("DS-8", 7);
    monolithAnswers(list(row("DS-8", 7)));
    awaitStep(begin("ds-back", 0), "settle");
    monolithAnswers(DONE);
    assertTrue(commands.briefs("DS-8", 2).contains("open_product DS-8/ @1"));
    allocation.has("DS-8", "shop:DS-8", 7, 2);
    allocation.hasToo("DS-8", "BOUGHT-8", 4);
    open("ds-back");
    tab.awaitText("#waves table", "Free units in batches of our own: 4. Accept them if that is");

    tab.click("[data-deed=roll-back][data-of=ds-back]");
    tab.awaitText("#dialog .said", "1 thing you have to accept");
    tab.awaitText("#dialog .content", "Units that the monolith has to set aside (1)");
    tab.awaitText("#dialog .content", "7 \u2192 5");
    tab.awaitText("#dialog .content", "BOUGHT-8");
    tab.click("[name=accept_own_stock]");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "too many complaints");
    pictures("back");
    monolithAnswers(list(row("DS-8", 5)));
    tab.click("#dialog .confirm");
    tab.awaitText("#running .card", "It waits for allocation-service to close 1 products");
    tab.awaitText("#step", "The rollback of wave ds-back is at step 4 of 9, tell.");
    pictures("back-running");
    allocation.closes("DS-8", 2);
    tab.awaitText("#step", "The last one, ds-back, is the monolith\u2019s again.");
    monolithAnswers(DONE);
    tab.awaitText("#certificates table", "rolled back");
    tab.awaitText("#waves table", "Cut over ds-back");
    given().get("/strangling/routes/DS-8").then().body(at("$.route", equalTo("legacy")));
    assertEquals(List.of(), unexpected());
  }

  /** Only this wave is looked at: others of this database are no business of these tests. */
  private void open(String wave) {
    tab.go("about:blank");
    tab.await("location.href === 'about:blank'");
    tab.go(desk + "#find=" + wave);
    tab.await("document.querySelector('#age')?.textContent.startsWith('Answered')");
  }

  /** Answers that refuse are in the browser's console as well. */
  private static List<String> unexpected() {
    return tab.complaints().stream()
        .filter(text -> !text.contains("status of 409") && !text.contains("ERR_INTERNET"))
        .toList();
  }

  private static void pictures(String name) throws IOException {
    tab.picture(name);
    if (Boolean.getBoolean("ficus.pictures")) {
      tab.size(1280, 1000, true);
      tab.picture(name + "-dark");
      tab.size(390, 844, false);
      tab.picture(name + "-narrow");
      tab.size(1280, 1000, false);
    }
  }

  /** Somebody has cut it over and rolled it back. */
  private void moveEpoch(String sku) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String route : List.of("new", "legacy")) {
        statement.executeUpdate(
            "update sku_route set route = '%s', epoch = epoch + 1 where sku = '%s'"
                .formatted(route, sku));
      }
    }
  }

  private void reported(String sku, int figure) {
    StranglingApi.reported(allocation, sku, figure);
  }

  private void monolithAnswers(Value result) {
    StranglingApi.monolithAnswers(monolith, result);
  }
}
