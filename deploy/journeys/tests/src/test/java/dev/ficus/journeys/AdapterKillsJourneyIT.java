package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.WebClient;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The adapter is killed at named steps of what it does, and started again. By night, with {@code
 * -Dficus.kills=1}; by day {@link SplitOrdersJourneyIT} stops it at steps of a call, and {@link
 * ChristmasJourneyIT} kills it while it pulls and pushes.
 */
@EnabledIfSystemProperty(named = "ficus.kills", matches = "[1-9][0-9]*")
class AdapterKillsJourneyIT {
  private static final int PURCHASED = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder = Project.here().journeyLogs("adapter-kills");
  private final Database database = LocalStack.shared().createDatabase("adapter-kills");
  private final Map<String, String> settings = new HashMap<>();
  private VirtualHost broker;
  private Launcher launcher;
  private AskedShop shop;
  private StoppableService adapter;
  private int started;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(Files.createDirectories(folder));
    shop = new AskedShop(8);
    // What a crash has left is to be mended by whoever comes again, not by time.
    settings.put("FICUS_LEGACY_RESEND_EVERY", "off");
  }

  @AfterEach
  void end_all() {
    if (adapter != null) {
      adapter.close();
    }
    shop.close();
    launcher.close();
  }

  @Test
  void killed_at_any_step_of_a_call_it_takes_the_retry_and_nothing_is_lost_or_doubled()
      throws Exception {
    broker = LocalStack.shared().createVirtualHost("adapter-kills-served");
    SortedMap<String, SortedMap<String, Integer>> expected = new TreeMap<>();
    int changes = 0;
    ExecutorService sender = Executors.newSingleThreadExecutor();
    start();
    try (CommandsHeard commands = new CommandsHeard(broker)) {
      for (AdapterKillPoint point : AdapterKillPoint.OF_A_CALL) {
        // The order before is seen with less of one line and without the other.
        List<Map<String, Object>> orders = new ArrayList<>();
        if (!expected.isEmpty()) {
          String before = expected.lastKey();
          orders.add(order(before, Map.of("RUG/1", 2)));
          expected.put(before, new TreeMap<>(Map.of("RUG/1", 2)));
        }
        String number = "shop:S-%02d".formatted(point.ordinal());
        Map<String, Integer> lines = Map.of("RUG/1", 3, "TABLE/2", 1);
        orders.add(order(number, lines));
        expected.put(number, new TreeMap<>(lines));
        changes += 2 * orders.size();

        adapter.stopAt(point.mark());
        Future<Object> answer = sender.submit(() -> send(orders));
        awaitReached(point);
        adapter.kill();
        assertThrows(ExecutionException.class, answer::get, "answered at " + point);
        start();
        assertEquals(taken(orders), send(orders));
        awaitHeard(commands, expected, changes, point);
      }
    } finally {
      sender.shutdown();
    }
  }

  @Test
  void killed_at_any_step_of_a_pull_it_goes_on_where_it_was_and_nothing_is_lost_or_doubled()
      throws Exception {
    broker = LocalStack.shared().createVirtualHost("adapter-kills-pulled");
    String feed = "FICUS_LEGACY_PULLING_FEEDS_OLD_";
    settings.put(feed + "URL", shop.api().toString());
    settings.put(feed + "USER", "adapter");
    settings.put(feed + "KEY", "secret");
    settings.put(feed + "SHOP", AskedShop.NAME);
    settings.put(feed + "EVERY", "1h");
    // Two orders change at different times, and are fetched by different calls.
    settings.put(feed + "OVERLAP", "1s");
    settings.put(feed + "ORDERS_PER_CALL", "1");
    // The shop's clock is put forward at each step.
    settings.put(feed + "CLOCK_AHEAD", "1d");
    String sku = shop.skus().get(0);
    List<String> placed = new ArrayList<>(List.of(shop.order(sku, 5), shop.order(sku, 5)));
    int changes = shop.wanted().values().stream().mapToInt(SortedMap::size).sum();
    start();
    try (CommandsHeard commands = new CommandsHeard(broker)) {
      awaitHeard(commands, shop.wanted(), changes, "the start");
      awaitPulled();
      for (AdapterKillPoint point : AdapterKillPoint.OF_A_PULL) {
        shop.later(1);
        placed.add(shop.order(sku, 5));
        shop.cancel(placed.remove(0));
        shop.later(1);
        placed.add(shop.order(sku, 5));
        shop.change(placed.remove(0), 3);
        changes += 4;

        adapter.stopAt(point.mark());
        URI run = adapter.url("/pulling/old/run");
        assertEquals(202, Http.post(run, "text/plain", "", CLOCK_LIMIT).status());
        awaitReached(point);
        adapter.kill();
        start();
        awaitHeard(commands, shop.wanted(), changes, point);
        awaitPulled();
      }
    }
  }

  @Test
  void killed_at_any_step_of_sending_the_shop_its_stock_the_shop_ends_with_what_there_is()
      throws Exception {
    List<String> skus = shop.skus();
    int next = 0;
    BothServices services = BothServices.start(launcher);
    broker = services.broker();
    String push = "FICUS_LEGACY_PUSHING_SHOPS_SHOP_";
    settings.put("FICUS_LEGACY_PUSHING_AVAILABILITY", services.availability().toString());
    settings.put(push + "URL", shop.api().toString());
    settings.put(push + "USER", "adapter");
    settings.put(push + "KEY", "secret");
    settings.put(push + "WINDOW", "200ms");
    start();
    for (AdapterKillPoint point : AdapterKillPoint.OF_A_PUSH) {
      String there = skus.get(next++);
      String other = skus.get(next++);
      services.purchase("first-" + there, there, PURCHASED, null);
      services.purchase("first-" + other, other, PURCHASED, null);
      awaitFigure(there, PURCHASED, point);
      awaitFigure(other, PURCHASED, point);

      Mark mark = point.mark().about(there);
      adapter.stopAt(mark);
      services.order("taken-" + there, there, 4);
      assertTrue(adapter.awaitReached(mark, LIMIT), point + " was not reached");
      adapter.kill();
      // So there are as many as the shop was sent before, whatever it was sent since.
      services.purchase("second-" + there, there, 4, null);
      services.order("taken-" + other, other, 1);
      start();
      awaitFigure(other, PURCHASED - 1, point);
      awaitFigure(there, PURCHASED, point);
    }
  }

  private void start() throws IOException {
    adapter =
        new StoppableService(
            Service.LEGACY, "adapter-" + ++started, launcher, database, broker, settings);
    adapter.awaitReady();
  }

  private void awaitReached(AdapterKillPoint point) throws InterruptedException {
    assertTrue(adapter.awaitReached(point.mark(), LIMIT), point + " was not reached");
  }

  /** What was ordered is wanted still, and it took so many commands to say so. */
  private static void awaitHeard(
      CommandsHeard commands,
      SortedMap<String, SortedMap<String, Integer>> expected,
      int changes,
      Object where) {
    Waiting.until(() -> commands.count() >= changes && commands.wanted().equals(expected), LIMIT);
    assertEquals(expected, commands.wanted(), "after " + where);
    assertEquals(changes, commands.count(), "commands after " + where);
    commands.assertNoContradictions();
  }

  /** The round with which it began is over. */
  private void awaitPulled() {
    assertTrue(Waiting.until(() -> pulling().path("lagSeconds").isNumber(), LIMIT));
    assertTrue(Waiting.until(() -> !pulling().path("running").asBoolean(true), LIMIT));
  }

  private JsonNode pulling() {
    try {
      return JSON.readTree(Http.get(adapter.url("/pulling"), CLOCK_LIMIT).body()).at("/feeds/0");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitFigure(String sku, long units, AdapterKillPoint point) throws IOException {
    Waiting.until(() -> figure(sku) == units, LIMIT);
    assertEquals(units, figure(sku), sku + " in the shop, at " + point);
  }

  private long figure(String sku) {
    try {
      return shop.figure(sku);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends orders in one call; returns what it is answered, if it is. */
  private Object send(List<Map<String, Object>> orders) throws Exception {
    List<Map<String, Object>> calls = new ArrayList<>();
    for (Map<String, Object> order : orders) {
      calls.add(Map.of("methodName", "sales_order.create", "params", List.of(order)));
    }
    byte[] answer =
        new WebClient(adapter.url("/api/xmlrpc"), Optional.empty())
            .post(XmlRpc.call("system.multicall", calls))
            .body();
    return assertInstanceOf(XmlRpc.Success.class, XmlRpc.readAnswer(answer)).value();
  }

  private static Object taken(List<Map<String, Object>> orders) {
    return orders.stream().map(order -> List.of(order.get("increment_id"))).toList();
  }

  /** An order as Magento writes it. */
  private static Map<String, Object> order(String orderid, Map<String, Integer> lines) {
    List<Object> items = new ArrayList<>();
    for (Map.Entry<String, Integer> line : new TreeMap<>(lines).entrySet()) {
      String[] names = line.getKey().split("/");
      String units = line.getValue() + ".0000";
      items.add(Map.of("item_id", names[1], "sku", names[0], "qty_ordered", units));
    }
    return Map.of("increment_id", orderid.split(":")[1], "items", items);
  }
}
