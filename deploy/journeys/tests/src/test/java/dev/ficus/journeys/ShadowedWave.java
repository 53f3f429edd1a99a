package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.csv.CSVRecord;

/**
 * A wave that is all there is in the shadow of a world, what a shop buys of it, and whether the
 * shadow has what the monolith has. As long as it is open, the monolith tells its figures several
 * times a second, where they have changed.
 */
final class ShadowedWave implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WAVE = "shadowed";
  private static final int FIGURES_EVERY_MILLIS = 200;

  private final ComparedWorld world;
  private final List<String> skus;
  private final List<String> inTheWave;
  private final boolean named;
  private final int receivedBefore;
  private final SortedMap<String, String> sent = new TreeMap<>();
  private final ScheduledExecutorService figures = Executors.newSingleThreadScheduledExecutor();

  /**
   * Returns when the monolith's stock of these SKUs is known.
   *
   * @param skus of which the shop buys, and nobody else; all but the last are in the wave
   * @param named whether the monolith names batches
   */
  ShadowedWave(ComparedWorld world, List<String> skus, boolean named) throws Exception {
    this.world = world;
    this.skus = skus;
    this.inTheWave = skus.subList(0, skus.size() - 1);
    this.named = named;
    this.receivedBefore = world.received().size();
    world.monolithDoes("figures?all=yes");
    String known =
        "select count(*) from %s in %s"
            .formatted(
                named
                    ? "looked_sku where clear_at is not null and sku"
                    : "reported_figure where sku",
                inSql());
    world.await(
        () -> rows(world::tables, known, row -> row.getInt(1)).get(0) == skus.size(),
        "the monolith's stock is known");
    figures.scheduleWithFixedDelay(
        this::tellChangedFigures, 0, FIGURES_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tellChangedFigures() {
    try {
      world.monolithDoes("figures");
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  private String inSql() {
    return "('%s')".formatted(String.join("', '", skus));
  }

  List<String> skus() {
    return skus;
  }

  /** How many SKUs are in the wave. */
  int size() {
    return inTheWave.size();
  }

  /** Has the SKUs of the wave shadowed, once more where they are. */
  void base() throws IOException {
    world.put(WAVE, inTheWave);
    world.await(this::isBased, "the wave is shadowed");
  }

  /** Not while it cannot be told what is left of its batches. */
  private boolean isBased() throws IOException {
    Http.Response answer = world.post("/strangling/waves/" + WAVE + "/shadow");
    if (answer.status() == 409 && answer.body().contains("batches_unclear")) {
      return false;
    }
    assertEquals(200, answer.status(), answer.body());
    assertEquals(size(), JSON.readTree(answer.body()).path("skus").asInt());
    return true;
  }

  /** The shop shows an order, once. */
  void order(String number, Map<String, Integer> lines) {
    Map<String, Integer> items = new TreeMap<>();
    lines.forEach((sku, units) -> items.put(sku + "/" + (skus.indexOf(sku) + 1), units));
    send(number, WantedOrder.of(number, items).call());
  }

  /** The shop cancels one. */
  void cancel(String number) {
    send(number, XmlRpc.call("sales_order.cancel", number));
  }

  private void send(String number, byte[] call) {
    PatientShop.callUntilDone(world.feed(), call);
    sent.put(number, new String(call, StandardCharsets.UTF_8));
  }

  /** The same call of the shop is answered at once, by the monolith. */
  void orderAtOnce(String number, String sku, int units) throws Exception {
    byte[] call = WantedOrder.of(number, Map.of(sku + "/" + (skus.indexOf(sku) + 1), units)).call();
    XmlRpc.Answer answer = PatientShop.call(world.feed(), call);
    assertEquals(XmlRpc.readAnswer(world.monolith().ask(call)), answer, number);
    sent.put(number, new String(call, StandardCharsets.UTF_8));
  }

  /** The monolith tells its figures once more: also those by which others hide each other. */
  private void tellFigures() {
    try {
      for (String sku : inTheWave) {
        world.monolithDoes("stock/" + sku);
      }
    } catch (IOException away) {
      throw new AssertionError(away);
    }
  }

  /**
   * At rest the shadow has free what the monolith has, and holds exactly the lines that it was
   * given since it was based; the monolith has received each document as the shop wrote it, and
   * allocation-service nothing.
   */
  void assertShadows(String where) throws Exception {
    AtomicReference<String> last = new AtomicReference<>();
    assertTrue(
        Waiting.until(
            () -> {
              if (!named) {
                tellFigures();
              }
              JsonNode now = world.state();
              Map<String, Long> free = free();
              Map<String, Long> monoliths = monolithsFree();
              last.set(now + " free " + free + " monolith " + monoliths);
              return now.path("skus").path("based").asInt() == size()
                  && now.path("waiting").asInt(-1) == 0
                  && now.path("undecided").asInt(-1) == 0
                  && free.equals(monoliths);
            },
            LIMIT),
        () -> where + ": " + last.get());
    Set<String> fed = fed();
    assertEquals(monolithsLines(fed), shadowsLines(fed), where);
    assertEquals(
        List.of(),
        rows(
            world::shadowsAllocations,
            "select message_id from inbox where state = 'PARKED'",
            row -> row.getString(1)),
        where);
    assertEquals(
        List.of(),
        rows(world::allocations, "select orderid from order_line", row -> row.getString(1)),
        where);
    assertEachDocumentIsAsItWasSent(where);
  }

  private void assertEachDocumentIsAsItWasSent(String where) throws IOException {
    SortedMap<String, String> received = new TreeMap<>();
    List<Recording.Exchange> all = world.received();
    for (Recording.Exchange exchange : all.subList(receivedBefore, all.size())) {
      String document =
          new String(Message.parse(exchange.request()).body(), StandardCharsets.UTF_8);
      sent.keySet().stream()
          .filter(number -> document.contains(">" + number + "<"))
          .forEach(number -> received.put(number, document));
    }
    assertEquals(sent, received, where);
  }

  /** By SKU; of named batches by reference. */
  private Map<String, Long> free() {
    Map<String, Long> free = new TreeMap<>();
    rows(
        world::shadowsAllocations,
        "select %1$s, sum(qty - allocated) from batch where sku in %2$s group by %1$s"
            .formatted(named ? "batchref" : "sku", inSql()),
        row -> free.put(row.getString(1), row.getLong(2)));
    return free;
  }

  private Map<String, Long> monolithsFree() {
    Map<String, Long> free = new TreeMap<>();
    try {
      if (named) {
        for (CSVRecord row : world.monolithsBatches()) {
          if (inTheWave.contains(row.get("sku"))) {
            free.put(
                row.get("reference"),
                (long)
                    (OldWorldProcess.number(row, "qty") - OldWorldProcess.number(row, "promised")));
          }
        }
        return free;
      }
      world.figures(inTheWave).forEach((sku, figure) -> free.put(sku, (long) figure));
    } catch (IOException away) {
      throw new AssertionError(away);
    }
    return free;
  }

  /** The lines that the shadow was fed since it was based. */
  private Set<String> fed() {
    return Set.copyOf(
        rows(
            world::tables,
            """
            select number || ' ' || sku from shadow_line join shadow_sku using (sku, basing)
            where sku in %s
            """
                .formatted(inSql()),
            row -> row.getString(1)));
  }

  /** Those of orders that the shop has sent since, and not cancelled. */
  private SortedMap<String, Integer> monolithsLines(Set<String> fed) throws IOException {
    SortedMap<String, Integer> lines = new TreeMap<>();
    for (CSVRecord row : world.monolithsLines()) {
      String line = row.get("order") + " " + row.get("sku");
      if (fed.contains(line) && !row.get("state").equals("cancelled")) {
        lines.put(line, OldWorldProcess.number(row, "qty"));
      }
    }
    return lines;
  }

  /** Those that hold units, and of the ones that were fed those whose goods have left. */
  private SortedMap<String, Integer> shadowsLines(Set<String> fed) {
    SortedMap<String, Integer> lines = new TreeMap<>();
    rows(
        world::shadowsAllocations,
        """
        select substring(orderid from 'shop:(.*)') || ' ' || sku, qty, state from order_line
        where state in ('ALLOCATED', 'DESPATCHED') and sku in %s
        """
            .formatted(inSql()),
        row ->
            row.getString(3).equals("ALLOCATED") || fed.contains(row.getString(1))
                ? lines.put(row.getString(1), row.getInt(2))
                : null);
    return lines;
  }

  private interface AskedTables {
    Query open() throws SQLException;
  }

  private static <T> List<T> rows(AskedTables tables, String sql, Query.Reader<T> reader) {
    try (Query query = tables.open()) {
      return query.list(sql, reader);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    figures.shutdownNow();
  }
}
