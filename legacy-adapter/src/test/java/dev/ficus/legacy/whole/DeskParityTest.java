package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.StranglingApi.row;
import static dev.ficus.legacy.whole.StranglingApi.sentAs;
import static dev.ficus.legacy.whole.StranglingApi.wave;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.BrowserTab;
import dev.ficus.local.Chromium;
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

/** What was compared before a wave is cut over, what leaks and what differs, seen at the desk. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class DeskParityTest {

  private static final Value DONE = new Value.Bool(true);
  private static final String MARKED = "DP-2 <b>";

  /** A shadow that is there: the tests have none. */
  private static final String SHADOW =
      """
      {"configured": true, "address": "amqp://broker/shadow", "connected": true,
       "skus": {"based": 2, "lost": 1, "ended": 0}, "waiting": 3, "waiting_seconds": 7,
       "undecided": 0, "undecided_seconds": 0, "lost": [{"sku": "DP-9", "wave": "dp-seen",
       "why": "more changes waited than are kept", "since": "2026-11-30T02:00:00Z"}]}
      """;

  /** A wave that the gate keeps back. */
  private static final String RED =
      """
      {"wave": "dp-gate", "direction": "cut_over", "skus": 2, "checks": [
        {"check": "epoch", "value": "0", "limit": "0"},
        {"check": "compared", "value": "2 of 2 SKUs, 1042 calls", "limit": "all SKUs, and a call at least",
         "since": "2026-11-27T02:00:00Z"},
        {"check": "in_shadow", "value": "2 days", "limit": "3 days", "hint": "wait",
         "since": "2026-11-28T02:00:00Z"},
        {"check": "worse", "value": "2", "limit": "0", "hint": "GET /strangling/parity/verdicts",
         "since": "2026-11-30T01:00:00Z"},
        {"check": "better", "value": "day 4, outcome 1 more than the 3 acknowledged (DP-5, DP-6)",
         "limit": "none", "hint": "POST /acknowledge"},
        {"check": "unjudged", "value": "3 of 1045", "limit": "1 %"},
        {"check": "rehearsed", "value": "never", "limit": "passed, 1 day",
         "hint": "POST /rehearsal"}]}
      """;

  private static BrowserTab tab;
  private static DeskPage page;

  @Inject DataSource database;

  @TestHTTPResource("/desk")
  private URL desk;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeAll
  static void browser() throws Exception {
    tab = Chromium.shared().tab(SeenPage.pictures("desk-parity"));
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
    StranglingApi.monolithAnswers(monolith, DONE);
  }

  @Test
  void without_a_shadow_one_sentence_is_all_there_is() throws Exception {
    wave("dp-none", "DP-0");
    open("of=dp-none");
    awaitAnswered("#parity .body", "No shadow is configured: nothing is compared");
    assertEquals(
        "Parity Of all that is in shadow wave dp-none No shadow is configured: nothing is compared"
            + " before a cut-over.",
        tab.text("#parity").replaceAll("(wave (?!dp-none)\\S+ )+", "").trim());
    assertFalse(tab.value("document.querySelector('#parity .what').checkVisibility()").asBoolean());
    assertEquals(List.of(), unexpected());
  }

  @Test
  void parity_is_read_in_bars_and_words_down_to_both_sides_and_rules_are_written()
      throws Exception {
    shadowed("dp-seen", "DP-1", MARKED);
    try (AutoCloseable there = tab.pretends("/strangling/shadow", SHADOW)) {
      open("of=dp-seen");
      awaitAnswered("#parity .body", "2 SKUs are in shadow, 1 is lost there; 3 changes wait");
      awaitAnswered(
          "#parity .aspect",
          "Of 1,000 comparisons 2 are worse and 1 better, which nothing explains: 0.3 %, below the"
              + " noise floor of 0.6 %.");
      awaitAnswered("#parity .aspect", "3 calls are unjudged (0.3 %), which is no agreement.");
      awaitAnswered("#parity .body", "Nothing was compared yet: taken, day, despatch, figure.");
      awaitAnswered("#parity .body", "that differ from themselves: 1 of 500");
      assertEquals(
          "Outcome: worse 0.2 %, better 0.1 %, unjudged 0.3 %, race 0.4 %, same 99 %;"
              + " the noise floor is 0.6 %",
          tab.value("document.querySelector('.rates').ariaLabel.replaceAll('\\u00a0', ' ')")
              .asText());
      awaitAnswered("#parity table", "more changes waited than are kept");
      awaitAnswered("#parity table", "the shadow has not decided");
      assertEquals("unjudged, outcome", firstCause());
      tab.click("[data-order=units]");
      tab.await("document.querySelector('[data-order=units]').ariaPressed === 'true'");
      assertEquals("worse, outcome", firstCause());
      assertEquals("order units", tab.focused());
      pictures("parity", "#parity");

      tab.click("[data-key='pairs outcome worse']");
      tab.awaitText("#pairs table", MARKED);
      tab.awaitText("#pairs table", "has stock on 2026-12-01");
      tab.awaitText("#pairs table", "for 84 ms");
      assertEquals("pairs", tab.focused());
      pictures("pairs", "#pairs");

      tab.click("#pairs [data-deed=rule]");
      tab.awaitText("#dialog", "what was judged before stays as it is");
      assertEquals(
          "outcome worse dp-seen " + MARKED,
          tab.value(
                  "['aspect', 'verdict', 'wave', 'sku'].map(each => document.querySelector('#field-'"
                      + " + each).value).join(' ')")
              .asText());
      tab.write("#field-expires_at", "31");
      tab.write("#field-by", "Ada");
      tab.write("#field-reason", "counted twice until Friday");
      confirm();
      tab.await("document.querySelector('#field-expires_at:invalid')");
      tab.write("#field-expires_at", "30");
      pictures("rule", "#dialog");
      confirm();
      tab.awaitText("#told", "is in force.");
      awaitAnswered("#parity table", "worse in outcome, wave dp-seen, SKU DP-2 <b>");
      awaitAnswered("#parity table", "counted twice until Friday");
      tab.click("[data-deed=end-rule]");
      tab.write("#field-reason", "it was not");
      confirm();
      awaitAnswered("#parity table", "ended by Ada");

      tab.click("[data-deed=acknowledge]");
      tab.awaitText("#dialog .content", "waits");
      tab.write("#field-reason", "it is what we are here for");
      tab.press("Enter");
      tab.awaitText("#told", "1 better in outcome: acknowledged.");
      awaitAnswered("#log", "What is better was acknowledged (wave dp-seen)");

      tab.click("#parity [data-deed=shadow]");
      tab.awaitText("#dialog .said", "2 of 2 SKUs are in shadow now, 0 lost.");
      tab.write("#field-reason", "once more");
      confirm();
      tab.awaitText("#dialog .alarm", "It was not done: there is no shadow");
      tab.press("Escape");
      tab.await("!document.querySelector('#dialog').open");
      tab.click("#parity [data-deed=rehearse]");
      tab.write("#field-reason", "before Monday");
      confirm();
      tab.awaitText("#told", "The way back was rehearsed");
      if (tab.value("document.querySelector('#dialog').open").asBoolean()) {
        tab.awaitText("#dialog", "The way back of wave dp-seen is not open");
        tab.click("#dialog .leave");
      }
      tab.click("#parity [data-deed=unshadow]");
      tab.awaitText("#dialog .said", "2 of 2 SKUs are in shadow now, 0 lost.");
      tab.write("#field-reason", "done with it");
      confirm();
      tab.awaitText("#told", "The shadow of 2 SKUs has ended.");
      tab.value("location.hash = 'shadowed=dp-seen'");
      tab.awaitText("#shadowed table", "ended");
    }
    assertEquals(List.of(), unexpected());
  }

  @Test
  void the_lamps_of_the_gate_say_what_to_do_and_where_and_only_what_the_role_allows()
      throws Exception {
    wave("dp-gate", "DP-5", "DP-6");
    String readiness = "/strangling/waves/dp-gate/readiness";
    try (AutoCloseable red = tab.pretends(readiness, RED);
        AutoCloseable there = tab.pretends("/strangling/shadow", SHADOW)) {
      open("wave=dp-gate");
      tab.awaitText("#wave .checks", "Comparisons in which we are worse: 2 (has to be 0), since");
      tab.awaitText("#wave .checks", "Then shadow the wave once more");
      tab.awaitText("#wave .checks", "Time in shadow: 2 days (has to be 3 days)");
      tab.awaitText("#wave .checks", "Acknowledge day");
      tab.awaitText("#wave .checks", "Acknowledge outcome");
      tab.awaitText("#wave .checks", "3 checks hold");
      tab.value("document.querySelector('#find').value = 'dp-gate'");
      tab.value("document.querySelector('#find').dispatchEvent(new Event('input'))");
      awaitAnswered("#waves .body table", "Time in shadow: 2 days (and 3 more). Wait.");
      pictures("gate", "#wave");
      tab.click("#wave [data-deed=rehearse]");
      tab.awaitText("#dialog", "Nothing is changed, and nobody is told anything");
      tab.press("Escape");
      tab.click("#wave .checks a[href*='verdict=worse']");
      tab.awaitText("#pairs", "There is none any more");
      try (AutoCloseable reader =
          tab.pretends("/desk/me", "{\"name\": \"Ron\", \"roles\": [\"reader\"]}")) {
        open("of=dp-gate");
        tab.awaitText("#me", "Ron (reader)");
        awaitAnswered("#parity .body", "Nothing was compared yet, which is no agreement.");
        assertEquals(
            0, tab.value("document.querySelectorAll('[data-deed]:not([hidden])').length").asInt());
        assertFalse(tab.value("document.querySelector('#compare').checkVisibility()").asBoolean());
      }
    }
    assertEquals(List.of(), unexpected());
  }

  @Test
  void a_leak_is_seen_with_its_units_and_settled() throws Exception {
    execute(
        """
        insert into figure_movement (sku, source, epoch, wave, figure_before, figure, told, looked_at,
          placed, leaked)
        values ('DP-7 <b>', 'shop', 1, 'dp-leak', 12, 7, 0, now(), 2, 3)
        """);
    open("leaks");
    awaitAnswered("#leaks table", "DP-7 <b>");
    awaitAnswered("#leaks table", "12 \u2192 7");
    awaitAnswered("#leaks table", "2 its own lines have taken");
    awaitAnswered("#wrong", "of ours left the monolith\u2019s figures by another door");
    pictures("leaks", "#leaks");
    tab.click("[data-deed=settle-leak][aria-label*='DP-7']");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "sold at the counter");
    confirm();
    tab.awaitText("#told", "It is settled.");
    tab.await("!document.querySelector('#leaks').innerText.includes('DP-7')");
    given()
        .get("/strangling/leaks?wave=dp-leak")
        .then()
        .body(at("$.leaks[*].settled_for", contains("sold at the counter")));
    assertEquals(List.of(), unexpected());
  }

  @Test
  void what_differs_is_compared_planned_read_and_applied() throws Exception {
    wave("dp-differs", "DP-8");
    StranglingApi.reported(allocation, "DP-8", 9);
    StranglingApi.monolithAnswers(monolith, list(row("DP-8", 5)));
    open("reconciliation");
    tab.click("#compare");
    tab.awaitText("#told", "It was compared.");
    tab.awaitText("#reconciliation table", "DP-8");
    tab.click("#compare");
    tab.click("[data-deed=make-plan]");
    tab.write("#field-by", "Ada");
    tab.write("#field-reason", "reports were lost");
    confirm();
    tab.awaitText("#plan table", "take in the figure of its list");
    tab.awaitText("#plan", "Applied: not yet.");
    pictures("plan", "#reconciliation");
    tab.click("#plan [data-deed=apply-plan]");
    tab.awaitText("#dialog .said", "left to you.");
    allocation.has("DP-8", "shop:DP-8", 8);
    tab.write("#field-reason", "read it");
    confirm();
    tab.awaitText("#dialog .alarm", "it is another stock now than the plan was made from");
    allocation.has("DP-8", "shop:DP-8", 9);
    confirm();
    tab.awaitText("#told", "was applied.");
    tab.awaitText("#plan", "by Ada: read it.");
    given().get("/stock/batches/shop:DP-8").then().body(at("$.qty", equalTo(5)));
    assertEquals(List.of(), unexpected());
  }

  @Test
  void skus_that_are_ordered_together_are_added_to_a_wave() throws Exception {
    wave("dp-affine", "DP-10");
    for (String number : List.of("7591", "7592")) {
      Value[] both = {item("1", "DP-10", "1"), item("2", "DP-11", "1")};
      assertEquals(new Answer.Result(DONE), sentAs(number, both));
    }
    open("affinity=dp-affine");
    tab.awaitText("#affinity table", "DP-11");
    pictures("affinity", "#affinity");
    int place =
        tab.value(
                "[...document.querySelectorAll('#affinity tbody tr')].findIndex(each =>"
                    + " each.innerText.includes('DP-11'))")
            .asInt();
    tab.click("#affinity [data-deed=add-skus]");
    tab.awaitText("#dialog .said", "would be split as it is");
    tab.write("#field-count", String.valueOf(place + 1));
    confirm();
    tab.awaitText("#told", "added to wave dp-affine");
    given()
        .get("/strangling/waves/dp-affine")
        .then()
        .body(at("$.routes[*].sku", hasItem("DP-11")))
        .body(at("$.routes[*].sku", hasItem("DP-10")));
    assertEquals(List.of(), unexpected());
  }

  /** A wave of which a thousand calls were compared, and their noise. */
  private void shadowed(String wave, String sku, String marked) throws SQLException {
    wave(wave, sku, marked);
    for (String each : List.of(sku, marked)) {
      execute(
          """
          insert into shadow_sku
            (sku, basing, state, wave, figure_at_base, figure, done_by, reason)
          values ('%s', 2, 'based', '%s', 5, 5, 'Ann', 'first')
          """,
          each, wave);
    }
    execute(
        """
        insert into verdict_total (sku, basing, aspect, verdict, n) values
          ('%1$s', 1, 'outcome', 'worse', 7), ('%1$s', 2, 'outcome', 'same', 990),
          ('%1$s', 2, 'outcome', 'unjudged', 3), ('%1$s', 2, 'outcome', 'race', 4),
          ('%2$s', 2, 'outcome', 'same', 3), ('%2$s', 2, 'outcome', 'worse', 2),
          ('%2$s', 2, 'outcome', 'better', 1)
        """,
        sku, marked);
    execute(
        "insert into noise_run (calls, differences, done_by, reason) values (500, 1, 'Ann', 'r')");
    worse(marked, wave, 1);
    worse(marked, wave, 2);
    verdict(marked, wave, 3, "better", "waits", "has stock", "");
    for (int call = 4; call <= 6; call++) {
      verdict(sku, wave, call, "unjudged", "has stock", "not seen", "the shadow has not decided");
    }
    execute(
        """
        insert into judged_call (sku, id, basing, kind, shop, number, lineid, revision, qty, state,
          received_at, judged_at)
        select sku, call, basing, 'line', shop, number, lineid, revision,
          case verdict when 'worse' then 8 else 2 end, 'ordered', now(), now()
        from verdict where wave = '%s'
        """,
        wave);
  }

  private void worse(String sku, String wave, int call) throws SQLException {
    verdict(sku, wave, call, "worse", "has stock on 2026-12-01", "waits", "");
  }

  private void verdict(
      String sku, String wave, int call, String verdict, String theirs, String ours, String why)
      throws SQLException {
    execute(
        """
        insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,
          verdict, theirs, ours, why, began_at, ended_at, looked_at)
        values ('%s', %d, 2, '%s', 'shop', '10000000%d', '7', 1, 'outcome', '%s', '%s', '%s', '%s',
          now(), now() + interval '84 milliseconds', now())
        """,
        sku, call, wave, call, verdict, theirs, ours, why);
  }

  /** Nothing can be pressed while it is looked. */
  private static void confirm() {
    tab.await("!document.querySelector('#dialog .confirm').disabled");
    tab.click("#dialog .confirm");
  }

  private static String firstCause() {
    return tab.value(
            "[...document.querySelectorAll('#parity caption')].find(each =>"
                + " each.innerText.startsWith('What differs')).parentElement.querySelector('tbody"
                + " th').innerText")
        .asText();
  }

  private void open(String hash) {
    page.open(desk, hash);
  }

  private static void awaitAnswered(String selector, String text) {
    page.awaitAnswered(selector, text);
  }

  private static List<String> unexpected() {
    return page.unexpected();
  }

  private static void pictures(String name, String selector) throws IOException {
    if (Boolean.getBoolean("ficus.pictures")) {
      String show = "document.querySelector('%s').scrollIntoView()".formatted(selector);
      tab.value(show);
      tab.picture(name);
      tab.size(1280, 1000, true);
      tab.value(show);
      tab.picture(name + "-dark");
      tab.size(390, 844, false);
      tab.value(show);
      tab.picture(name + "-narrow");
      tab.size(1280, 1000, false);
    }
  }

  private void execute(String sql, Object... with) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql.formatted(with));
    }
  }
}
