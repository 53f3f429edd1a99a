package dev.ficus.journeys;

import static java.util.Comparator.comparing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.journeys.ParityReckoning.MonolithSays;
import dev.ficus.journeys.ParityReckoning.ReckonedLine;
import dev.ficus.journeys.TwiceDecided.FedCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the monolith decides and what the shadow decides, compared: alike where both have the same
 * rule, whoever is faster; by number what was planted where they have not; and nothing that was not
 * compared turns a lamp green. By day it is the first orders, by night two whole days, and what has
 * to be waited for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ParityJourney {
  private static final List<String> ASPECTS =
      List.of("taken", "outcome", "day", "despatch", "figure");

  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");
  private static final int REPLAYED_ONE_OF = NIGHTLY ? 1 : 3;
  private static final int PLANTED_ORDERS = NIGHTLY ? 1_000 : 60;
  private static final Shop.Pace EIGHT_AT_ONCE = new Shop.Pace(8, 0);
  private static final String ALIKE = "alike";
  private static final String PLANTED = "planted";
  private static final String LATER = "later";

  private final Random random = new Random(20261130);
  private ComparedWorld world;
  private Recount recount;
  private List<String> plantedSkus;
  private List<String> laterSkus;

  /** The one it takes place in. */
  abstract ComparedWorld world();

  /** The file of real orders. */
  abstract Path orders();

  /** SKUs of which the monolith has some, and that are in none of the real orders. */
  abstract List<String> others();

  @BeforeAll
  void begin() throws Exception {
    world = world();
    recount =
        Recount.of(Feed.read(orders()), ShopRules.read(Project.here().adapterConfiguration()));
    plantedSkus = others().subList(0, 6);
    laterSkus = others().subList(6, others().size());
  }

  @AfterAll
  void end() throws Exception {
    world.endShadowing();
  }

  @Test
  @Order(1)
  void with_one_rule_on_both_sides_what_remains_is_a_race_and_what_follows_from_it()
      throws Exception {
    List<String> skus =
        recount.stock().stream().map(Recount.StockLine::sku).distinct().sorted().toList();
    world.shadow(ALIKE, skus);
    assertEquals(recount.orders(), sell().orders());
    world.monolithDoes("figures");
    world.awaitJudged();
    Map<String, Long> totals = world.totals(ALIKE);
    Files.writeString(
        Project.here().journeyLogs("shadow").resolve("alike.txt"), totals + System.lineSeparator());
    world.writeDifferences(ALIKE);
    for (String aspect : ASPECTS) {
      for (String verdict : List.of("better", "worse", "unjudged")) {
        assertFalse(totals.containsKey(aspect + " " + verdict), totals::toString);
      }
    }
    assertTrue(totals.get("outcome same") > recount.stock().size() / 2, totals::toString);
    assertTrue(totals.getOrDefault("figure same", 0L) > skus.size() / 2, totals::toString);
    assertEquals(0, differencesOfTwoReplays());
    assertEquals(0, world.json("/strangling/parity").at("/noise/differences").asInt(-1));
    assertEquals(Map.of("rehearsed", "never"), world.red(ALIKE));
    assertEquals(200, world.post("/strangling/waves/" + ALIKE + "/rehearsal").status());
    assertEquals(Map.of(), world.red(ALIKE));
  }

  /**
   * By a launcher of its own: in the world's there is a shop already, the one with the products.
   */
  private Sale sell() throws Exception {
    Path folder = Files.createDirectories(Project.here().journeyLogs("parity-sender"));
    try (Launcher launcher = new Launcher(folder)) {
      Shop shop = Shop.open(launcher, orders(), 0);
      return shop.sell(world.feed(), recount.orders(), EIGHT_AT_ONCE, Terminal.silent());
    }
  }

  /**
   * What the shadow was fed, by day of some of the SKUs, decided twice more by the same
   * allocation-service.
   */
  private int differencesOfTwoReplays() throws Exception {
    List<FedCall> fed;
    try (Query tables = world.tables()) {
      fed =
          tables.list(
              """
              select * from judged_call
              where (kind = 'line' or basing = 1) and abs(hashtext(sku)::bigint) %% %d = 0
              order by id, kind desc
              """
                  .formatted(REPLAYED_ONE_OF),
              row ->
                  row.getString("kind").equals("batch")
                      ? new FedCall(row.getString("sku"), "", "", row.getInt("qty"), 0)
                      : new FedCall(
                          row.getString("sku"),
                          row.getString("number") + "-" + row.getString("lineid"),
                          row.getString("state"),
                          row.getInt("qty"),
                          row.getInt("revision")));
    }
    TwiceDecided decided = new TwiceDecided(world.shadow().url(""));
    List<String> once = decided.decisions("one:", fed);
    List<String> again = decided.decisions("two:", fed);
    int differences = 0;
    for (int at = 0; at < once.size(); at++) {
      differences += once.get(at).equals(again.get(at)) ? 0 : 1;
    }
    Http.Response noted =
        world.post("/strangling/noise", Map.of("calls", once.size(), "differences", differences));
    assertEquals(204, noted.status(), noted.body());
    assertTrue(once.size() >= recount.stock().size() / (2 * REPLAYED_ONE_OF));
    return differences;
  }

  @Test
  @Order(2)
  void planted_faults_are_found_by_number_none_more_and_none_less() throws Exception {
    world.shadow(PLANTED, plantedSkus);
    world.monolithDoes("policy?preference=ours&late=5&line-refused=11&batch-ignored=13");
    Map<String, Integer> stock = world.figures(plantedSkus);
    Map<String, WantedOrder> sent = new TreeMap<>();
    for (int at = 0; at < PLANTED_ORDERS; at++) {
      String number = "9%08d".formatted(at);
      String sku = plantedSkus.get(random.nextInt(plantedSkus.size()));
      String item = sku + "/" + (100 + random.nextInt(1_000));
      WantedOrder order = WantedOrder.of(number, Map.of(item, 1 + random.nextInt(3)));
      sent.put(number, order);
      PatientShop.callUntilDone(world.feed(), order.call());
    }
    world.awaitJudged();
    SortedMap<String, List<String>> expected =
        ParityReckoning.of(stock, asTheMonolithDecided(sent));
    world.writeDifferences(PLANTED);
    assertEquals(expected, verdicts(PLANTED));
    Map<String, Long> counted = new TreeMap<>();
    expected.values().stream()
        .flatMap(List::stream)
        .forEach(each -> counted.merge(each, 1L, Long::sum));
    assertEquals(counted, world.totals(PLANTED));
    assertTrue(
        counted.containsKey("taken better")
            && counted.containsKey("day better")
            && counted.containsKey("outcome better"),
        counted::toString);
    assertTrue(world.red(PLANTED).containsKey("better"), () -> world.red(PLANTED).toString());
    world.monolithDoes("policy?preference=ours");
  }

  /** In the order in which they were sent: by number. */
  private List<ReckonedLine> asTheMonolithDecided(Map<String, WantedOrder> sent) throws Exception {
    Map<String, CSVRecord> decided = new HashMap<>();
    for (CSVRecord row : world.monolithsLines()) {
      decided.put(row.get("order"), row);
    }
    List<ReckonedLine> lines = new ArrayList<>();
    for (String number : sent.keySet()) {
      CSVRecord row = decided.get(number);
      MonolithSays says =
          switch (row.get("state")) {
            case "promised" ->
                LocalDate.parse(row.get("day")).isAfter(LocalDate.now())
                    ? MonolithSays.HAS_STOCK_LATER
                    : MonolithSays.HAS_STOCK;
            case "to-buy" -> MonolithSays.WAITS;
            case "refused" -> MonolithSays.REFUSES;
            default -> throw new AssertionError(row.toString());
          };
      lines.add(new ReckonedLine(number, row.get("sku"), OldWorldProcess.number(row, "qty"), says));
    }
    return lines;
  }

  /** Those that count, by order number. */
  private SortedMap<String, List<String>> verdicts(String wave) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    String after = "0";
    while (!after.isEmpty()) {
      JsonNode page =
          world.json(
              "/strangling/parity/verdicts?limit=1000&current=true&wave="
                  + wave
                  + "&after="
                  + after);
      for (JsonNode each : page.path("verdicts")) {
        found
            .computeIfAbsent(
                each.path("order").asText().replace("shop:", ""), any -> new ArrayList<>())
            .add(each.path("aspect").asText() + " " + each.path("verdict").asText());
      }
      after = page.path("next").asText("");
    }
    // Of two calls about a line either may be judged first.
    found
        .values()
        .forEach(each -> each.sort(comparing(verdict -> ASPECTS.indexOf(verdict.split(" ")[0]))));
    return found;
  }

  @Test
  @Order(3)
  void what_the_monolith_tells_later_and_what_has_left_is_compared_too() throws Exception {
    world.shadow(LATER, laterSkus);
    world.monolithDoes("policy?preference=ours&unsaid=1");
    WantedOrder told = later(0);
    world.monolithDoes("orders/%s/tell?by=comment".formatted(told.number()));
    world.monolithDoes("orders/%s/despatch".formatted(told.number()));
    PatientShop.callUntilDone(world.feed(), told.shippedCall());
    WantedOrder shipped = later(1);
    world.monolithDoes("orders/%s/despatch?item=%s".formatted(shipped.number(), shipped.number()));
    world.monolithDoes("policy?preference=ours&unsaid=1&batch-ignored=1");
    WantedOrder held = later(2);
    world.monolithDoes("orders/%s/tell?by=hold".formatted(held.number()));
    world.monolithDoes("policy?preference=ours");
    world.monolithDoes("figures");
    world.awaitJudged();
    assertEquals(
        Map.of(
            told.number(),
            List.of("taken same", "outcome same", "despatch same"),
            shipped.number(),
            List.of("taken same", "outcome same"),
            held.number(),
            List.of("taken same", "outcome better"),
            "",
            List.of("figure same", "figure same")),
        verdicts(LATER));
  }

  /** An order of two units of one of the SKUs, by a number that is its item's id too. */
  private WantedOrder later(int at) {
    String number = "6%02d".formatted(at);
    WantedOrder order = WantedOrder.of(number, Map.of(laterSkus.get(at) + "/" + number, 2));
    PatientShop.callUntilDone(world.feed(), order.call());
    return order;
  }

  /** A line waits and nobody says so: its outcome is unjudged, and the next figure shows it. */
  @Test
  @Order(4)
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void a_figure_shows_what_the_monolith_never_says() throws Exception {
    world.shadow(LATER, laterSkus);
    String sku = laterSkus.get(0);
    world.monolithDoes("policy?preference=ours&unsaid=1&batch-ignored=1");
    PatientShop.callUntilDone(world.feed(), WantedOrder.of("650", Map.of(sku + "/7", 3)).call());
    world.monolithDoes("policy?preference=ours");
    PatientShop.callUntilDone(world.feed(), WantedOrder.of("651", Map.of(sku + "/7", 1)).call());
    world.monolithDoes("figures");
    world.awaitJudged();
    assertEquals(
        Map.of(
            "650",
            List.of("taken same", "outcome unjudged"),
            "651",
            List.of("taken same", "outcome same", "day same"),
            "",
            List.of("figure better")),
        verdicts(LATER));
    assertTrue(world.red(LATER).containsKey("better"), () -> world.red(LATER).toString());
  }

  @Test
  @Order(5)
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void what_is_worse_keeps_a_wave_back_by_its_number_and_a_rule_that_is_over_ignores_nothing()
      throws Exception {
    List<String> skus = plantedSkus.subList(0, 2);
    world.shadow(PLANTED, plantedSkus);
    String known = skus.get(0);
    Http.Response made =
        world.post(
            "/strangling/rules",
            Map.of(
                "aspect",
                "outcome",
                "verdict",
                "worse",
                "sku",
                known,
                "expires_at",
                Instant.now().plusSeconds(15).toString()));
    assertEquals(201, made.status(), made.body());
    // Goods are found in the warehouse, and nobody says so.
    for (String sku : skus) {
      world.monolithDoes("stock/%s/count?qty=500".formatted(sku));
      PatientShop.callUntilDone(
          world.feed(),
          WantedOrder.of("8" + plantedSkus.indexOf(sku), Map.of(sku + "/7", 200)).call());
    }
    world.awaitJudged();
    SortedMap<String, List<String>> found = verdicts(PLANTED);
    assertEquals(List.of("taken same", "outcome worse"), found.get("81"));
    assertEquals("outcome", found.get("80").get(1).split(" ")[0]);
    assertTrue(world.red(PLANTED).containsKey("worse"));
    world.await(
        () -> "2".equals(world.red(PLANTED).get("worse")),
        "what the rule has ignored counts when it is over");
    Http.Response refused =
        world.post("/strangling/waves/" + PLANTED + "/cut-over", Map.of("expect_epoch", 0));
    assertEquals(409, refused.status(), refused.body());
    assertTrue(refused.body().contains("\"worse\""), refused.body());
  }

  @Test
  @Order(6)
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void what_a_dead_shadow_or_a_killed_judge_did_not_compare_is_unjudged_and_nothing_turns_green()
      throws Exception {
    world.shadow(PLANTED, plantedSkus);
    assertTrue(world.red(PLANTED).containsKey("unjudged"), "nothing was compared");
    world.shadow().kill();
    world.adapter().kill();
    world.adapter().start().awaitReady();
    PatientShop.callUntilDone(
        world.feed(), WantedOrder.of("70", Map.of(plantedSkus.get(0) + "/7", 1)).call());
    world.await(
        () -> world.totals(PLANTED).getOrDefault("taken unjudged", 0L) == 1,
        "what the shadow has not decided is unjudged");
    assertTrue(world.red(PLANTED).keySet().containsAll(List.of("compared", "sample", "unjudged")));
    world.shadow().start().awaitReady();
    world.shadow(PLANTED, plantedSkus);
    for (int at = 0; at < 10; at++) {
      PatientShop.callUntilDone(
          world.feed(),
          WantedOrder.of("7%02d".formatted(at), Map.of(plantedSkus.get(at % 3) + "/7", 1)).call());
    }
    world.awaitJudged();
    assertFalse(world.totals(PLANTED).containsKey("taken unjudged"));
    assertEquals(10, world.totals(PLANTED).get("outcome same"));
    assertEquals(Map.of("rehearsed", "never"), world.red(PLANTED));
  }
}
