package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.journeys.ComparedWorld.StockReporting;
import dev.ficus.local.Background;
import dev.ficus.oldworld.wire.XmlRpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A wave of products of which the monolith names batches, and says in its answers to orders alone
 * what it has promised of them. As long as that is not known, the cut-over is refused by the check
 * of that name: while nobody learns it from answers, of orders from before, after an answer that
 * was lost, and while goods have left and the shop was not told. Then the wave is compared, passes
 * the gate, and goes over while orders flow; and of each batch exactly what is left is sold, by us
 * and, when the wave has gone back, by the monolith.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
class AnsweredBatchesJourneyIT {
  private static final String WAVE = "answered";
  private static final String NOT_KNOWN = "named_batches";
  private static final int PRODUCTS_OF_ORDERS = 30;
  private static final int STOCK = 150;
  private static final int SKUS = 3;
  private static final int COMPARED = 40;
  private static final int MEANWHILE = 60;
  private static final int DESPATCHED = 6;

  private final Random random = new Random(20261202);
  private final Map<String, OneLine> bought = new ConcurrentSkipListMap<>();
  private final Set<String> cancelled = new TreeSet<>();
  private ComparedWorld world;
  private List<String> skus;

  /** All that the shop wants by an order. */
  private record OneLine(String sku, int units) {}

  /** What allocation-service has of a batch. */
  private record OurBatch(int units, int allocated) {}

  @BeforeEach
  void start() throws Exception {
    Path folder = Files.createDirectories(Project.here().journeyLogs("answered-batches"));
    Path orders = RealOrders.first(PRODUCTS_OF_ORDERS).write(folder.resolve("orders.csv"));
    world = new ComparedWorld("answered-batches", orders, STOCK, StockReporting.BATCHES, Map.of());
    Set<String> notStock = ShopRules.read(Project.here().adapterConfiguration()).notStock();
    skus =
        world.monolithsStock().entrySet().stream()
            .filter(each -> !notStock.contains(each.getKey()))
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .limit(SKUS)
            .toList();
  }

  @AfterEach
  void end() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void named_batches_go_over_once_answers_say_what_is_promised_of_them() throws Exception {
    untilAnswersAreReadItIsRefused();
    world.shadow(WAVE, skus);
    for (int order = 0; order < COMPARED; order++) {
      buy(skus.get(random.nextInt(SKUS)), 1 + random.nextInt(3));
    }
    cancelSome();
    afterALostAnswerItIsRefusedUntilTheShopSendsItsOrderAgain();
    whileGoodsHaveLeftAndTheShopWasNotToldItIsRefused();
    passTheGate();
    goOverWhileOrdersFlow();
    for (String sku : skus) {
      buy(sku, 2);
    }
    assertEachOrderHasOneOwner();
    assertOurBatchesAreWhatIsLeft();
    Map<String, OurBatch> before = ourBatches();
    theMonolithsGoodsLeave();
    assertOurBatchesAreWhatIsLeft();
    assertEquals(before, ourBatches(), "what leaves for the monolith's lines changes no batch");
    sellOut(skus.get(0));
    assertNothingDiffers(1);
    goBack();
    sellOutAtTheMonolith(skus.get(1));
    assertNothingDiffers(2);
  }

  /** First nobody reads them, and then they were not read of an order from before. */
  private void untilAnswersAreReadItIsRefused() throws Exception {
    for (String sku : skus) {
      world.monolithDoes("batches?reference=new-%s&sku=%s&qty=5".formatted(sku, sku));
    }
    world.put(WAVE, skus);
    String early = buy(skus.get(0), 2);
    assertRefused(NOT_KNOWN, "its source lists no promises");
    world.learnPromises("");
    assertRefused(NOT_KNOWN, "no answer since its last change was read");
    assertRefused("orders_read", "");
    send(early);
    awaitKnown();
    world.learnPromises("ficus.legacy.answered-promises.shop.older-orders-are-done=true\n");
    world.await(() -> !world.red(WAVE).containsKey("orders_read"), "older orders are done");
    awaitKnown();
  }

  private void afterALostAnswerItIsRefusedUntilTheShopSendsItsOrderAgain() throws Exception {
    world.monolithDoes("mischief?truncated=1&method=sales_order.create");
    String lost = numbered(skus.get(1), 1);
    try {
      XmlRpc.Answer answer = PatientShop.call(world.feed(), call(lost, false));
      assertFalse(answer instanceof XmlRpc.Success, "it has come whole");
    } catch (XMLStreamException broken) {
      // As the monolith has written it.
    }
    world.monolithDoes("mischief");
    assertRefused(NOT_KNOWN, "no answer since its last change was read");
    send(lost);
    awaitKnown();
  }

  private void whileGoodsHaveLeftAndTheShopWasNotToldItIsRefused() throws Exception {
    String order = inTheWarehouse().get(0);
    world.monolithDoes("orders/%s/despatch".formatted(order));
    assertRefused(NOT_KNOWN, "a quantity has fallen");
    shopIsTold(order);
    awaitKnown();
  }

  private void passTheGate() throws Exception {
    world.awaitJudged();
    world.writeDifferences(WAVE);
    Map<String, Long> totals = world.totals(WAVE);
    assertNoneIsWorse(totals);
    assertTrue(totals.get("outcome same") >= COMPARED / 2, totals::toString);
    assertEquals(Map.of("rehearsed", "never"), world.red(WAVE));
    Http.Response rehearsed = world.post("/strangling/waves/" + WAVE + "/rehearsal");
    assertEquals(200, rehearsed.status(), rehearsed.body());
    assertEquals(Map.of(), world.red(WAVE));
  }

  private static void assertNoneIsWorse(Map<String, Long> totals) {
    assertTrue(
        totals.keySet().stream()
            .noneMatch(each -> each.matches(".* (worse|better|unjudged|follow_on)")),
        totals::toString);
  }

  private void goOverWhileOrdersFlow() throws Exception {
    CompletableFuture<Void> selling =
        Background.run(
            () -> {
              for (int order = 0; order < MEANWHILE; order++) {
                buy(skus.get(order % SKUS), 1);
              }
            });
    new MigrationTeam(world.adapter().url(""))
        .take(WAVE, MigrationTeam.Way.CUT_OVER, 0, "the journey's proof");
    selling.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Some that it had when the wave went over. */
  private void theMonolithsGoodsLeave() throws Exception {
    List<String> orders = inTheWarehouse();
    for (String order : orders.subList(0, Math.min(DESPATCHED, orders.size()))) {
      world.monolithDoes("orders/%s/despatch".formatted(order));
      shopIsTold(order);
    }
  }

  /** The shop's orders that the monolith has promised from the warehouse. */
  private List<String> inTheWarehouse() throws Exception {
    Set<String> there =
        world.monolithsBatches().stream()
            .filter(row -> row.get("eta").isEmpty())
            .map(row -> row.get("reference"))
            .collect(Collectors.toSet());
    return world.monolithsLines().stream()
        .filter(row -> row.get("state").equals("promised") && there.contains(row.get("batch")))
        .map(row -> row.get("order"))
        .toList();
  }

  private void assertRefused(String check, String why) throws Exception {
    world.await(
        () -> world.red(WAVE).containsKey(check) && world.red(WAVE).get(check).contains(why),
        check + " is red: " + why);
    Http.Response refused =
        world.post("/strangling/waves/" + WAVE + "/cut-over", Map.of("expect_epoch", 0));
    assertEquals(409, refused.status(), refused.body());
    assertTrue(refused.body().contains("\"" + check + "\""), refused.body());
  }

  private void awaitKnown() {
    world.await(() -> !world.red(WAVE).containsKey(NOT_KNOWN), "it is known what is promised");
  }

  private String buy(String sku, int units) {
    String number = numbered(sku, units);
    send(number);
    return number;
  }

  private String numbered(String sku, int units) {
    synchronized (bought) {
      String number = "A%05d".formatted(bought.size());
      bought.put(number, new OneLine(sku, units));
      return number;
    }
  }

  /** The shop shows an order, once more perhaps. */
  private void send(String number) {
    PatientShop.callUntilDone(world.feed(), call(number, false));
  }

  private void shopIsTold(String number) {
    PatientShop.callUntilDone(world.feed(), call(number, true));
  }

  private void cancelSome() {
    List<String> numbers = new ArrayList<>(bought.keySet());
    for (int some = 1; some <= 3; some++) {
      String number = numbers.get(numbers.size() - some);
      PatientShop.callUntilDone(world.feed(), XmlRpc.call("sales_order.cancel", number));
      cancelled.add(number);
    }
  }

  private byte[] call(String number, boolean shipped) {
    OneLine line = bought.get(number);
    Map<String, Object> item =
        new TreeMap<>(
            Map.of("item_id", "7", "sku", line.sku(), "qty_ordered", line.units() + ".0000"));
    if (shipped) {
      item.put("qty_shipped", line.units() + ".0000");
    }
    return XmlRpc.call(
        "sales_order.create",
        Map.of(
            "increment_id", number, "created_at", "2010-12-01 10:00:00", "items", List.of(item)));
  }

  /** With the monolith or with us; after the cut-over some are with us. */
  private void assertEachOrderHasOneOwner() {
    Set<String> wanted = new TreeSet<>(bought.keySet());
    wanted.removeAll(cancelled);
    world.await(
        () -> {
          List<String> theirs = theirs();
          List<String> ours = ours();
          return ours.size() >= SKUS
              && wanted.size() == theirs.size() + ours.size()
              && Stream.concat(theirs.stream(), ours.stream())
                  .collect(Collectors.toSet())
                  .equals(wanted);
        },
        "each order is with the monolith or with us");
  }

  /** The orders of the lines that the monolith has. */
  private List<String> theirs() {
    try {
      return world.monolithsLines().stream()
          .filter(row -> !row.get("state").equals("cancelled"))
          .map(row -> row.get("order"))
          .toList();
    } catch (Exception away) {
      throw new AssertionError(away);
    }
  }

  /** The orders of the lines that allocation-service has. */
  private List<String> ours() {
    try (Query stock = world.allocations()) {
      return stock.list(
          "select split_part(orderid, ':', 2) from order_line", row -> row.getString(1));
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private Map<String, OurBatch> ourBatches() {
    Map<String, OurBatch> batches = new TreeMap<>();
    try (Query stock = world.allocations()) {
      stock.list(
          "select batchref, qty, allocated from batch where sku in ('%s')"
              .formatted(String.join("', '", skus)),
          row -> batches.put(row.getString(1), new OurBatch(row.getInt(2), row.getInt(3))));
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
    return batches;
  }

  /** Of each batch we have what the monolith has and has not promised. */
  private void assertOurBatchesAreWhatIsLeft() {
    world.await(
        () -> {
          Map<String, Integer> ours = new HashMap<>();
          ourBatches().forEach((reference, batch) -> ours.put(reference, batch.units()));
          return ours.equals(left());
        },
        "our batches are what is left of the monolith's");
  }

  private Map<String, Integer> left() {
    Map<String, Integer> left = new HashMap<>();
    try {
      for (CSVRecord row : world.monolithsBatches()) {
        if (skus.contains(row.get("sku"))) {
          left.put(
              row.get("reference"),
              OldWorldProcess.number(row, "qty") - OldWorldProcess.number(row, "promised"));
        }
      }
    } catch (Exception away) {
      throw new AssertionError(away);
    }
    return left;
  }

  /** What is left of a SKU is sold, and not one unit more. */
  private void sellOut(String sku) throws Exception {
    Set<String> references =
        world.monolithsBatches().stream()
            .filter(row -> row.get("sku").equals(sku))
            .map(row -> row.get("reference"))
            .collect(Collectors.toSet());
    int free = free(references);
    assertTrue(free > 0, "it is sold out already");
    for (int unit = 0; unit < free + 2; unit++) {
      buy(sku, 1);
    }
    world.await(() -> free(references) == 0, "all units are sold");
    assertOurBatchesAreWhatIsLeft();
    assertEachOrderHasOneOwner();
  }

  private int free(Set<String> references) {
    return ourBatches().entrySet().stream()
        .filter(each -> references.contains(each.getKey()))
        .mapToInt(each -> each.getValue().units() - each.getValue().allocated())
        .sum();
  }

  /** The monolith sets aside what our lines hold of each batch, and no batch of ours changes. */
  private void goBack() throws Exception {
    Map<String, OurBatch> before = ourBatches();
    new MigrationTeam(world.adapter().url(""))
        .take(WAVE, MigrationTeam.Way.ROLL_BACK, 1, "the journey's proof");
    Map<String, Long> held = new TreeMap<>();
    before.forEach((reference, batch) -> held.put(reference, (long) batch.allocated()));
    held.values().removeIf(units -> units == 0);
    assertEquals(held, world.setAside());
    assertEquals(before, ourBatches(), "the way back changes no batch");
    assertOurBatchesAreWhatIsLeft();
  }

  /** What the monolith has neither promised nor set aside it sells, and not one unit more. */
  private void sellOutAtTheMonolith(String sku) throws Exception {
    int free = atTheMonolith(sku);
    assertTrue(free > 0, "it is sold out already");
    for (int unit = 0; unit < free + 2; unit++) {
      buy(sku, 1);
    }
    assertEquals(0, atTheMonolith(sku));
    assertEachOrderHasOneOwner();
  }

  private int atTheMonolith(String sku) throws Exception {
    Map<String, Long> aside = world.setAside();
    return world.monolithsBatches().stream()
        .filter(row -> row.get("sku").equals(sku))
        .map(row -> row.get("reference"))
        .mapToInt(batch -> left().get(batch) - aside.getOrDefault(batch, 0L).intValue())
        .sum();
  }

  private void assertNothingDiffers(int switches) throws Exception {
    world.await(
        () -> {
          post("/strangling/reconciliation");
          JsonNode found = world.json("/strangling/reconciliation");
          return found.path("stocks").asInt() > 0 && found.path("differ").asInt() == 0;
        },
        "list, ledger and allocation-service have the same");
    JsonNode chain = world.json("/strangling/certificates/verify");
    assertTrue(chain.path("whole").asBoolean(), chain::toString);
    assertEquals(switches, chain.path("certificates").asInt());
    assertEquals(0, world.json("/strangling/leaks").path("leaks").size());
    world.awaitJudged();
    assertNoneIsWorse(world.totals(WAVE));
    try (Query ledger = world.tables()) {
      SwitchedWorld.assertListsAreTheLedgers(ledger);
    }
  }

  private void post(String path) {
    try {
      world.post(path);
    } catch (Exception away) {
      throw new AssertionError(away);
    }
  }
}
