package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each service is replaced while orders, allocations and questions come in: another instance starts
 * beside it, and when that is ready the first is asked to stop, with a call in hand. Nobody is
 * answered anything else than usual, or asked to come again; in the end every line is there once.
 * By day all three are replaced once, at the same time; by night also one after the other, again
 * and again.
 */
class RollingRestartJourneyIT {
  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final int ROUNDS = BY_NIGHT ? 5 : 0;
  private static final int ORDERS_A_SECOND = BY_NIGHT ? 200 : 100;
  private static final int ALLOCATIONS_A_SECOND = BY_NIGHT ? 50 : 25;
  private static final int QUESTIONS_A_SECOND = BY_NIGHT ? 50 : 25;
  private static final int SKUS = 10;
  private static final int PURCHASED = 1_000_000;
  private static final int SEND_AGAIN = -32500;
  private static final int TERMINATED = 128 + 15;
  private static final String DRAINING = "Waiting for HTTP requests to complete";

  /** Long enough for one to end that does not wait, and well within the time for which it waits. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launcher launcher;
  private final VirtualHost broker = LocalStack.shared().createVirtualHost("rolling");
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, ReadyInstances> services = new EnumMap<>(Service.class);
  private final Map<Service, List<PackagedService>> running = new EnumMap<>(Service.class);
  private final List<PackagedService> all = new ArrayList<>();
  private int held;
  private int orders;
  private int allocations;

  RollingRestartJourneyIT() throws IOException {
    launcher = new Launcher(Files.createDirectories(Project.here().journeyLogs("rolling")));
    for (Service service : Service.values()) {
      String name = "rolling-" + service.name().toLowerCase(Locale.ROOT);
      databases.put(service, LocalStack.shared().createDatabase(name));
      services.put(service, new ReadyInstances());
      running.put(service, new ArrayList<>());
    }
  }

  @BeforeEach
  void start_one_of_each() throws IOException {
    startAnother(Service.values());
    for (int sku = 0; sku < SKUS; sku++) {
      String batch =
          "{\"batchref\":\"batch-%1$d\",\"sku\":\"%2$s\",\"qty\":%3$d}"
              .formatted(sku, sku(sku), PURCHASED);
      URI batches = services.get(Service.ALLOCATION).next("/batches");
      assertEquals(201, status(SocketCall.answer(batches, "application/json", batch)));
      URI question = services.get(Service.AVAILABILITY).next("/availability/" + sku(sku));
      AllServices.awaitAnswer(question, answer -> answer.status() == 200);
    }
  }

  @AfterEach
  void end_all() {
    services.values().forEach(ReadyInstances::close);
    all.forEach(PackagedService::close);
    launcher.close();
  }

  @Test
  void a_rolling_restart_under_load_loses_nothing_doubles_nothing_and_is_noticed_by_nobody()
      throws Exception {
    try (SteadyCalls ordering = new SteadyCalls("orders", ORDERS_A_SECOND, this::order);
        SteadyCalls allocating =
            new SteadyCalls("allocations", ALLOCATIONS_A_SECOND, this::allocate);
        SteadyCalls asking = new SteadyCalls("questions", QUESTIONS_A_SECOND, this::ask)) {
      Map<Service, PackagedService> first = new EnumMap<>(Service.class);
      running.forEach((service, instances) -> first.put(service, instances.get(0)));
      startAnother(Service.values());
      stop(first);
      for (int round = 0; round < ROUNDS; round++) {
        for (Service service : Service.values()) {
          startAnother(service);
          stop(Map.of(service, running.get(service).get(0)));
        }
      }
      int before = ordering.done();
      assertTrue(Waiting.until(() -> ordering.done() > before, LIMIT), "orders go on");
      orders += ordering.finish();
      allocations += allocating.finish();
      asking.finish();
    }
    assertAllIsThereOnce();
  }

  /** Starts an instance of each of these; returns when they are sent calls. */
  private void startAnother(Service... kinds) throws IOException {
    Map<Service, PackagedService> starting = new EnumMap<>(Service.class);
    for (Service service : kinds) {
      String name = service.module() + "-" + all.size();
      PackagedService instance =
          PackagedService.small(launcher, name, service)
              .with(databases.get(service), broker)
              .with(settings());
      all.add(instance);
      starting.put(service, instance.start());
    }
    for (Map.Entry<Service, PackagedService> each : starting.entrySet()) {
      services.get(each.getKey()).add(each.getValue().awaitReady());
      running.get(each.getKey()).add(each.getValue());
    }
  }

  private Map<String, String> settings() {
    String allocation = services.get(Service.ALLOCATION).url().toString();
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_SHUTDOWN_DELAY", "5s");
    // On a busy machine a first connection may take longer than a call should wait for one.
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s");
    settings.put("FICUS_AVAILABILITY_ALLOCATION_URL", allocation);
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation);
    return settings;
  }

  /** As an operator does, while each has a call in hand; returns when they have ended. */
  private void stop(Map<Service, PackagedService> leaving) throws Exception {
    Map<PackagedService, SocketCall> inHand = new HashMap<>();
    for (Map.Entry<Service, PackagedService> each : leaving.entrySet()) {
      inHand.put(each.getValue(), begun(each.getKey(), each.getValue()));
      each.getValue().beginEnd();
    }
    for (PackagedService instance : leaving.values()) {
      assertTrue(
          Waiting.until(() -> !instance.isAlive() || isDraining(instance), LIMIT),
          () -> instance.failure("does not stop").getMessage());
    }
    assertFalse(
        Waiting.until(() -> !leaving.values().stream().allMatch(PackagedService::isAlive), LOOK),
        "ended with a call in hand");
    for (Map.Entry<Service, PackagedService> each : leaving.entrySet()) {
      PackagedService instance = each.getValue();
      try (SocketCall call = inHand.get(instance)) {
        assertIsCarriedOut(each.getKey(), call.finish());
      }
      assertEquals(TERMINATED, instance.awaitEnd(), instance.name());
      services.get(each.getKey()).remove(instance);
      running.get(each.getKey()).remove(instance);
      instance.close();
    }
  }

  private boolean isDraining(PackagedService instance) {
    Path log = launcher.log(instance.name());
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).contains(DRAINING);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private SocketCall begun(Service service, PackagedService instance) throws IOException {
    String id = "held-" + held++;
    switch (service) {
      case ALLOCATION -> {
        allocations++;
        return SocketCall.begun(instance.url("/allocations"), "application/json", line(id, 0));
      }
      case AVAILABILITY -> {
        String basket = "{\"items\":[{\"sku\":\"%s\",\"qty\":1}]}".formatted(sku(0));
        return SocketCall.begun(instance.url("/availability"), "application/json", basket);
      }
      default -> {
        orders++;
        return SocketCall.begun(instance.url("/api/xmlrpc"), "text/xml", document(id, 0));
      }
    }
  }

  private static void assertIsCarriedOut(Service service, Message answer) throws IOException {
    assertEquals(2, status(answer) / 100, () -> service + ": " + answer.text());
    if (service == Service.LEGACY) {
      assertInstanceOf(XmlRpc.Success.class, said(answer));
    }
  }

  private boolean order(int number) throws IOException {
    URI feed = services.get(Service.LEGACY).next("/api/xmlrpc");
    Message answer = SocketCall.answer(feed, "text/xml", document("order-" + number, number));
    if (asksToComeAgain(answer)) {
      return false;
    }
    XmlRpc.Answer said = said(answer);
    if (said instanceof XmlRpc.Fault fault && fault.code() == SEND_AGAIN) {
      return false;
    }
    assertInstanceOf(XmlRpc.Success.class, said);
    return true;
  }

  private static XmlRpc.Answer said(Message answer) throws IOException {
    try {
      return XmlRpc.readAnswer(answer.body());
    } catch (XMLStreamException broken) {
      throw new IOException(answer.text(), broken);
    }
  }

  private boolean allocate(int number) throws IOException {
    URI lines = services.get(Service.ALLOCATION).next("/allocations");
    String line = line("line-" + number, number);
    return isCarriedOut(SocketCall.answer(lines, "application/json", line));
  }

  private boolean ask(int number) throws IOException {
    String path = "/availability/" + sku(number);
    return isCarriedOut(SocketCall.answer(services.get(Service.AVAILABILITY).next(path)));
  }

  private static boolean isCarriedOut(Message answer) {
    if (asksToComeAgain(answer)) {
      return false;
    }
    assertEquals(2, status(answer) / 100, answer::text);
    return true;
  }

  private static boolean asksToComeAgain(Message answer) {
    return status(answer) == 503 && answer.header("Retry-After").isPresent();
  }

  private static int status(Message answer) {
    return Integer.parseInt(answer.startLine().split(" ")[1]);
  }

  private static String sku(int number) {
    return "SKU-" + number % SKUS;
  }

  private static String line(String orderid, int number) {
    return "{\"orderid\":\"%s\",\"sku\":\"%s\",\"qty\":1}".formatted(orderid, sku(number));
  }

  private static String document(String order, int number) {
    Map<String, Object> item = Map.of("item_id", "1", "sku", sku(number), "qty_ordered", "1.0000");
    byte[] call =
        XmlRpc.call("sales_order.create", Map.of("increment_id", order, "items", List.of(item)));
    return new String(call, StandardCharsets.UTF_8);
  }

  private void assertAllIsThereOnce() throws SQLException {
    long lines = orders + allocations;
    assertTrue(lines > 0, "something was ordered");
    try (Query ledger = new Query(databases.get(Service.LEGACY))) {
      String confirmed =
          """
          select count(*) from ledger_order join ledger_line using (shop, number)
          where owner = 'new' and sent_with <= confirmed
          """;
      awaitCount(ledger, orders, confirmed);
      assertEquals(orders, ledger.countNow("select count(*) from ledger_order"), "orders");
    }
    SortedMap<String, Long> free;
    try (Query stock = new Query(databases.get(Service.ALLOCATION))) {
      awaitCount(stock, lines, "select count(*) from order_line");
      awaitCount(stock, 0, "select count(*) from outbox where published_at is null");
    }
    try (Query stock = new Query(databases.get(Service.ALLOCATION))) {
      assertEquals(List.of(), stock.equation().differences(lines));
      assertEquals(lines, stock.equation().allocated(), "allocated");
      assertEquals(orders, stock.count("select count(*) from inbox"), "commands, each once");
      assertEquals(0, stock.count("select count(*) from inbox where state <> 'APPLIED'"));
      free = bySku(stock, "select sku, sum(qty - allocated) from batch group by sku");
    }
    try (Query views = new Query(databases.get(Service.AVAILABILITY))) {
      String stored = "select sku, sum(available) from batch_view group by sku";
      assertTrue(Waiting.until(() -> free.equals(bySkuNow(views, stored)), LIMIT), free::toString);
    }
    free.forEach(
        (sku, units) ->
            AllServices.awaitAnswer(
                services.get(Service.AVAILABILITY).next("/availability/" + sku),
                answer -> inStock(answer) == units));
  }

  private static long inStock(Http.Response answer) {
    try {
      JsonNode said = JSON.readTree(answer.body());
      return said.path("in_stock").asLong(-1);
    } catch (IOException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }

  private static void awaitCount(Query query, long expected, String sql) throws SQLException {
    Waiting.until(
        () -> {
          try {
            return query.countNow(sql) == expected;
          } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
          }
        },
        LIMIT);
    assertEquals(expected, query.countNow(sql), sql);
  }

  private static SortedMap<String, Long> bySku(Query query, String sql) throws SQLException {
    SortedMap<String, Long> units = new TreeMap<>();
    query
        .listNow(sql, row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(each -> units.put(each.getKey(), each.getValue()));
    return units;
  }

  private static SortedMap<String, Long> bySkuNow(Query query, String sql) {
    try {
      return bySku(query, sql);
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }
}
