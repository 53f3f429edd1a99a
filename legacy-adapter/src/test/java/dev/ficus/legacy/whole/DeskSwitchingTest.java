package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.StranglingApi.abort;
import static dev.ficus.legacy.whole.StranglingApi.awaitStep;
import static dev.ficus.legacy.whole.StranglingApi.awaitWaitsFor;
import static dev.ficus.legacy.whole.StranglingApi.begin;
import static dev.ficus.legacy.whole.StranglingApi.halt;
import static dev.ficus.legacy.whole.StranglingApi.rollBack;
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

import dev.ficus.legacy.postgres.SwitchProbe;
import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.TestCertificates;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.BrowserTab;
import dev.ficus.local.Chromium;
import dev.ficus.local.JsonPaths;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
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
  private static DeskPage page;

  @Inject DataSource database;
  @Inject CommandProbe commands;
  @Inject SwitchProbe probe;

  @TestHTTPResource("/desk")
  private URL desk;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeAll
  static void browser() throws Exception {
    tab = Chromium.shared().tab(SeenPage.pictures("desk-switching"));
    page = new DeskPage(tab);
  }

  @AfterAll
  static void noBrowser() throws Exception {
    if (tab != null) {
      tab.close();
    }
  }

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
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
    awaitAnswered("#waves table", "SKUs without a figure of the monolith: DS-2 <b> (and 1 more)");

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
    awaitAnswered("#waves table", "on its way, at step count");
    pictures("running");

    monolithAnswers(list(row("DS-1", 7), row(MARKED, 5)));
    awaitAnswered("#running table", "open lines of the monolith of 1 SKU");
    tab.awaitText("#step", "The last one, ds-clicked, is ours.");
    monolithAnswers(DONE);
    assertEquals(OldShop.taken("7502"), sent("7502", "DS-1"));
    awaitAnswered("#holds", MARKED);
    awaitAnswered("#certificates table", "ds-clicked");
    awaitAnswered("#chain", "certificate");
    tab.click("#certificates tbody a");
    tab.awaitText("#certificate pre", "Wave ds-clicked: 3 SKUs, which the monolith fulfilled");
    tab.awaitText("#certificate pre", "Asked for by Ada: the first wave");
    pictures("certificate");
    awaitAnswered(
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
    tab.await("document.activeElement?.dataset?.key === 'halt all'");
    tab.press("Enter");
    tab.await("document.querySelector('#dialog').open");
    assertEquals(
        "orders are late", tab.value("document.querySelector('#field-reason').value").asText());
    tab.write("#field-reason", "orders come late");
    assertEquals(
        "orders come late",
        tab.value(
                """
                document.querySelector('#dialog').close();
                document.querySelector('[data-deed=halt]').click();
                document.querySelector('#field-reason').value
                """)
            .asText(),
        "opened again before the page has heard that it was closed");
    tab.click("#dialog .confirm");
    tab.awaitText("#running .card", "Paused by the halt: nothing is frozen");
    awaitAnswered("#wrong", "Changes of routes are halted by Ben");
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
    awaitAnswered("#log", "was aborted (wave ds-held): not today");
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
    assertEquals(new Answer.Result(DONE), sent("7521", "DS-8"));
    reported("DS-8", 7);
    monolithAnswers(list(row("DS-8", 7)));
    long over = begin("ds-back", 0);
    awaitStep(over, "settle");
    monolithAnswers(DONE);
    assertTrue(commands.briefs("DS-8", 2).contains("open_product DS-8/ @1"));
    allocation.has("DS-8", "shop:DS-8", 7, 2);
    allocation.hasToo("DS-8", "BOUGHT-8", 4);
    open("ds-back");
    awaitAnswered("#waves table", "Free units in batches of our own: 4. Accept them if that is");

    tab.click("[data-deed=roll-back][data-of=ds-back]");
    tab.awaitText("#dialog .said", "1 thing you have to accept");
    tab.awaitText("#dialog .content", "Units that the monolith has to set aside (1)");
    tab.awaitText("#dialog .content", "7 \u2192 5");
    tab.awaitText("#dialog .content", "BOUGHT-8");
    tab.click("[name=accept_own_stock]");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "too many complaints");
    pictures("back");
    // It sets one more aside than it is told.
    monolithAnswers(list(row("DS-8", 4)));
    allocation.has("DS-8", "shop:DS-8", 6, 2);
    allocation.hasToo("DS-8", "BOUGHT-8", 4);
    tab.click("#dialog .confirm");
    tab.awaitText("#running .card", "It waits for allocation-service to close 1 product");
    tab.awaitText("#step", "The rollback of wave ds-back is at step 4 of 9, tell.");
    pictures("back-running");
    allocation.closes("DS-8", 2);
    tab.awaitText("#step", "The last one, ds-back, is the monolith\u2019s again.");
    monolithAnswers(DONE);
    awaitAnswered("#certificates table", "rolled back");
    awaitAnswered("#waves table", "Cut over ds-back");
    given().get("/strangling/routes/DS-8").then().body(at("$.route", equalTo("legacy")));
    awaitAnswered("#wrong", "figures of 1 SKU fell further than by what it was told");
    awaitAnswered("#running", "the routes of its SKUs have changed once more");
    given()
        .get("/strangling/cut-overs/" + over)
        .then()
        .body(at("$.cut_over.step", equalTo("ended")));
    int back =
        JsonPaths.<List<Integer>>read(
                given().get("/strangling/cut-overs").asString(),
                "$.cut_overs[?(@.wave == 'ds-back')].id")
            .get(0);
    tab.awaitText("#wrong a[href='#cut-over=" + back + "']", "What it was told");
    tab.click("#running a[href='#cut-over=" + back + "']");
    tab.awaitText("#cutover", "4, and was to be 5");
    pictures("back-told");
    given().body(bytes("sales_order.cancel", text("7521"))).post("/behind").then().statusCode(200);
    assertEquals(List.of(), unexpected());
  }

  @Test
  void the_stock_of_a_wave_is_kept_for_good_when_somebody_has_ticked_that_and_it_has_settled()
      throws Exception {
    assertEquals(new Answer.Result(DONE), sent("7531", "DS-9"));
    ours("ds-kept", "DS-9", 3);
    open("ds-kept");
    tab.click("[data-deed=keeper][data-of=ds-kept]");
    tab.awaitText("#dialog", "There is no way back: this wave can never be rolled back again.");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "purchasing has moved");
    tab.click("#dialog .confirm");
    tab.await("document.activeElement.name === 'for_good'");
    tab.click("[name=for_good]");
    tab.click("#dialog .confirm");
    tab.awaitText("#dialog .alarm", "SKUs of which the monolith has open lines: DS-9");
    pictures("keeper");

    given().body(bytes("sales_order.cancel", text("7531"))).post("/behind").then().statusCode(200);
    tab.await("document.querySelector('[name=for_good]').checked");
    tab.click("#dialog .confirm");
    tab.awaitText("#told", "It is done.");
    awaitAnswered("#waves table", "ours; we keep the stock");
    awaitAnswered("#waves table", "There is no way back.");
    awaitAnswered("#log", "We keep the stock (wave ds-kept): purchasing has moved");
    pictures("kept");
    given().get("/strangling/waves/ds-kept").then().body(at("$.kept", equalTo(1)));
    assertEquals(List.of(), unexpected());
  }

  @Test
  void what_the_monolith_may_have_set_aside_is_named_with_the_call_that_settles_it()
      throws Exception {
    ours("ds-told", "DS-10", 4);
    allocation.has("DS-10", "shop:DS-10", 4, 3);
    monolith.answers(500, "text/plain", new byte[0]);
    long id =
        JsonPaths.read(
            rollBack("ds-told", 1, "\"dry_run\": false", 202).extract().asString(),
            "$.id",
            Long.class);
    commands.briefs("DS-10", 3);
    allocation.closes("DS-10", 2);
    awaitWaitsFor(id, "the monolith's list");
    abort(id).statusCode(204);
    allocation.opens("DS-10");
    monolithAnswers(DONE);
    open("ds-told");
    awaitAnswered(
        "#wrong", "It is not known whether the monolith has set units of 1 SKU aside that a");
    awaitAnswered("#wrong", "3 of DS-10; its figure is 4");
    pictures("told");

    given()
        .contentType(ContentType.JSON)
        .body(
            "{\"counted_out\":false,\"units\":3,\"figure\":4,\"by\":\"Ada\",\"reason\":\"it has not\"}")
        .post("/stock/pending/shop:DS-10")
        .then()
        .statusCode(204);
    tab.click("#ask");
    awaitAnswered("#log", "The monolith has not set units aside: 3 units of shop:DS-10");
    tab.await("!document.querySelector('#wrong').innerText.includes('It is not known whether')");
    assertEquals(List.of(), unexpected());
  }

  @Test
  void newer_routes_are_adopted_when_somebody_has_ticked_how_many() throws Exception {
    wave("ds-older", "DS-11");
    open("ds-older");
    allocation.opened("DS-11", true, 3);
    try {
      awaitAnswered("#wrong", "allocation-service knows newer routes of 1 SKU than this database");
      awaitAnswered("#running", "Halted by legacy-adapter");
      assertEquals(
          "Adopt \u2026",
          tab.text("#wrong button"),
          "the halt is the adapter's own, and nobody can end it in another way");
      assertFalse(tab.value("document.querySelector('[data-deed=resume]') !== null").asBoolean());
      pictures("older");
      tab.click("[data-deed=adopt]");
      tab.awaitText("#dialog .content", "the monolith\u2019s, epoch 0");
      tab.awaitText("#dialog .content", "ours, epoch 3");
      tab.click("[name=skus]");
      tab.write("#field-by", "Ada");
      tab.write("#field-reason", "restored the backup of 02:00");
      pictures("adopt");
      tab.click("#dialog .confirm");
      awaitAnswered("#log", "Newer routes were adopted: restored the backup of 02:00 (1 SKU; ");
      tab.await("!document.querySelector('#wrong').innerText.includes('newer routes')");
      given().get("/strangling/routes/DS-11").then().body(at("$.epoch", equalTo(3)));
    } finally {
      // The other tests count the revisions of lines from 1.
      execute("update routing set lines_above = 0");
      execute("delete from older_route");
    }
    assertEquals(List.of(), unexpected());
  }

  @Test
  void a_chain_that_is_broken_is_the_first_thing_to_know() throws Exception {
    Certificate one =
        probe.switched(TestCertificates.content("ds-chain", Direction.CUT_OVER, 1, "DS-12"));
    open("ds-chain");
    awaitAnswered("#chain", "The chain is whole");
    String before = probe.replaceList(one.id(), "ledger", "DS-12\tshop:DS-12\t\t11\n");
    try {
      tab.click("#verify");
      awaitAnswered(
          "#chain", "The chain is broken at certificate " + one.id() + ": the list ledger");
      tab.awaitText("#wrong li", "Now The chain of certificates is broken at number " + one.id());
      tab.value("document.querySelector('#wrong').scrollIntoView()");
      pictures("broken");
    } finally {
      probe.replaceList(one.id(), "ledger", before);
    }
    tab.click("#verify");
    awaitAnswered("#chain", "The chain is whole");
    assertEquals(List.of(), unexpected());
  }

  /** A wave of one SKU that was cut over, with this figure. */
  private void ours(String wave, String sku, int figure) throws InterruptedException {
    wave(wave, sku);
    reported(sku, figure);
    monolithAnswers(list(row(sku, figure)));
    awaitStep(begin(wave, 0), "settle");
    monolithAnswers(DONE);
    assertTrue(commands.briefs(sku, 2).contains("open_product " + sku + "/ @1"));
  }

  private void open(String wave) {
    page.open(desk, "find=" + wave);
  }

  private static void awaitAnswered(String selector, String text) {
    page.awaitAnswered(selector, text);
  }

  /** A call that was made without a network is in the browser's console as well. */
  private static List<String> unexpected() {
    return page.unexpected().stream().filter(text -> !text.contains("ERR_INTERNET")).toList();
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
    for (String route : List.of("new", "legacy")) {
      execute(
          "update sku_route set route = '%s', epoch = epoch + 1 where sku = '%s'"
              .formatted(route, sku));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void reported(String sku, int figure) {
    StranglingApi.reported(allocation, sku, figure);
  }

  private void monolithAnswers(Value result) {
    StranglingApi.monolithAnswers(monolith, result);
  }
}
