package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Background;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVRecord;

/**
 * A generated history of a few SKUs of its own: orders, changes, cancellations, reopenings,
 * despatches of either owner, receipts, stock-takes, telephone sales; and one of them is cut over,
 * rolled back, and cut over again. Some calls come twice, at once. The same seed makes the same
 * history, except that goods only leave for lines that have units, which may be other ones.
 */
final class OrderHistory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final DateTimeFormatter SHOPS_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int MOST_LINES = 3;
  private static final int MOST_UNITS = 5;

  private final BothWorlds worlds;
  private final Random chance;
  private final String name;

  /** Sold and kept by the monolith. */
  private final List<String> theirs;

  /** Ours, and kept by the monolith, which sells it by telephone. */
  private final String shared;

  /** Ours, bought by us. */
  private final String own;

  /** Kept by the monolith, and sold by us while it is cut over. */
  private final String moving;

  /** Its lines that are ours for good: first seen while it was. */
  private final Set<String> movedLines = new HashSet<>();

  private boolean isMovedOver;
  private int epoch;

  private final Map<String, ShownOrder> orders = new LinkedHashMap<>();
  private final Map<String, Integer> received = new HashMap<>();
  private final Map<String, Integer> corrected = new HashMap<>();
  private int purchased;
  private int goneForUs;
  private int calls;
  private int items;

  /** An order as the shop showed it last. */
  private static final class ShownOrder {
    private final String number;
    private final SortedMap<String, Integer> lines = new TreeMap<>();

    /** What is gone is final, and such an order is left alone. */
    private boolean despatchedByUs;

    private boolean despatchedByThem;
    private SortedMap<String, Integer> before = new TreeMap<>();

    private ShownOrder(String number) {
      this.number = number;
    }

    private boolean mayChange() {
      return !lines.isEmpty() && !despatchedByUs && !despatchedByThem;
    }
  }

  /**
   * @param name in all its SKUs and order numbers
   */
  OrderHistory(BothWorlds worlds, long seed, String name) {
    this.worlds = worlds;
    this.chance = new Random(seed);
    this.name = name;
    this.theirs = List.of(name + "-TABLE", name + "-CHAIR");
    this.shared = name + "-LAMP";
    this.own = name + "-RUG";
    this.moving = name + "-SOFA";
  }

  /** Lets so many things happen. */
  void run(int steps) throws Exception {
    worlds.putWave(name, List.of(shared, own));
    worlds.putWaveOfTheMonolith(movingWave(), List.of(moving));
    receive(shared);
    receive(moving);
    for (String sku : theirs) {
      receive(sku);
    }
    purchase();
    for (int step = 0; step < steps; step++) {
      happen(chance.nextInt(108));
    }
  }

  private String movingWave() {
    return name + "-moving";
  }

  private void happen(int what) throws Exception {
    if (what < 30) {
      order();
    } else if (what < 45) {
      changeQuantity();
    } else if (what < 53) {
      addOrRemoveLine();
    } else if (what < 63) {
      cancelByNumber();
    } else if (what < 67) {
      cancelByStatus();
    } else if (what < 76) {
      reopen();
    } else if (what < 81) {
      receive(anyOfTheMonolith());
    } else if (what < 84) {
      purchase();
    } else if (what < 89) {
      sellByTelephone();
    } else if (what < 92) {
      takeStock(anyOfTheMonolith());
    } else if (what < 95) {
      despatchTheirs();
    } else if (what < 100) {
      despatchOurs();
    } else if (what < 104) {
      changeRoute();
    } else {
      giveBack();
    }
  }

  private String anyOfTheMonolith() {
    return List.of(shared, moving, theirs.get(0), theirs.get(1)).get(chance.nextInt(4));
  }

  private String anySku() {
    return List.of(theirs.get(0), theirs.get(1), shared, own, moving).get(chance.nextInt(5));
  }

  private boolean isOurs(String line) {
    String sku = WantedOrder.sku(line);
    return sku.equals(shared) || sku.equals(own) || movedLines.contains(line);
  }

  /** Whether it is ours, and would get no more units: the monolith has the product again. */
  private boolean isLeftBehind(String line) {
    return movedLines.contains(line) && !isMovedOver;
  }

  private void changeRoute() throws Exception {
    assertAtRest();
    MigrationTeam.Way way = isMovedOver ? MigrationTeam.Way.ROLL_BACK : MigrationTeam.Way.CUT_OVER;
    team().take(movingWave(), way, epoch++, "chance has it");
    isMovedOver = !isMovedOver;
  }

  /** A person has the monolith give back what it has set aside for lines that need it no more. */
  private void giveBack() throws Exception {
    assertAtRest();
    for (MigrationTeam.ToGiveBack each : team().toGiveBack()) {
      if (each.sku().equals(moving)) {
        worlds
            .monolith()
            .ask(XmlRpc.call("stock.give_back", moving, Math.toIntExact(each.units())));
        team().note(each);
      }
    }
    report(moving);
  }

  private MigrationTeam team() {
    return new MigrationTeam(worlds.adapter(""));
  }

  private void order() {
    String number = "%s-%03d".formatted(name, orders.size());
    ShownOrder order = new ShownOrder(number);
    for (int i = 1 + chance.nextInt(MOST_LINES); i > 0; i--) {
      order.lines.put(newLine(), units());
    }
    orders.put(number, order);
    show(number);
  }

  private String newLine() {
    String sku = anySku();
    String line = sku + "/" + ++items;
    if (sku.equals(moving) && isMovedOver) {
      movedLines.add(line);
    }
    return line;
  }

  private int units() {
    return 1 + chance.nextInt(MOST_UNITS);
  }

  /** One of the orders of this kind, by chance; null where there is none. */
  private String any(Predicate<ShownOrder> kind) {
    List<String> some =
        orders.entrySet().stream()
            .filter(order -> kind.test(order.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return some.isEmpty() ? null : some.get(chance.nextInt(some.size()));
  }

  private void changeQuantity() {
    String number = any(ShownOrder::mayChange);
    if (number == null) {
      return;
    }
    String line = anyLine(number);
    if (!isLeftBehind(line)) {
      orders.get(number).lines.put(line, units());
      show(number);
    }
  }

  private String anyLine(String number) {
    List<String> lines = List.copyOf(orders.get(number).lines.keySet());
    return lines.get(chance.nextInt(lines.size()));
  }

  private void addOrRemoveLine() {
    String number = any(ShownOrder::mayChange);
    if (number == null) {
      return;
    }
    SortedMap<String, Integer> lines = orders.get(number).lines;
    if (lines.size() > 1 && chance.nextBoolean()) {
      lines.remove(anyLine(number));
    } else {
      lines.put(newLine(), units());
    }
    show(number);
  }

  private void cancelByNumber() {
    String number = any(ShownOrder::mayChange);
    if (number != null) {
      cancelled(number);
      send(XmlRpc.call("sales_order.cancel", number));
    }
  }

  private void cancelByStatus() {
    String number = any(ShownOrder::mayChange);
    if (number != null) {
      byte[] call = call(number, "canceled");
      cancelled(number);
      send(call);
    }
  }

  private void cancelled(String number) {
    ShownOrder order = orders.get(number);
    order.before = new TreeMap<>(order.lines);
    order.lines.clear();
  }

  private void reopen() {
    String number =
        any(
            order ->
                order.lines.isEmpty()
                    && order.before.keySet().stream().noneMatch(this::isLeftBehind));
    if (number != null) {
      orders.get(number).lines.putAll(orders.get(number).before);
      show(number);
    }
  }

  private void show(String number) {
    send(call(number, "processing"));
  }

  private byte[] call(String number, String status) {
    ShownOrder order = orders.get(number);
    List<Object> rows = new ArrayList<>();
    order.lines.forEach(
        (line, units) ->
            rows.add(
                Map.of(
                    "item_id",
                    line.substring(line.indexOf('/') + 1),
                    "sku",
                    WantedOrder.sku(line),
                    "qty_ordered",
                    units + ".0000",
                    "qty_shipped",
                    (order.despatchedByUs && isOurs(line) ? units : 0) + ".0000")));
    return XmlRpc.call(
        "sales_order.create",
        Map.of(
            "increment_id",
            number,
            "status",
            status,
            "state",
            status,
            "created_at",
            SHOPS_TIME.format(BEGIN),
            "updated_at",
            SHOPS_TIME.format(BEGIN.plusSeconds(++calls)),
            "items",
            rows));
  }

  /** Sends a call by any adapter, or by all at once. */
  private void send(byte[] call) {
    List<URI> feeds = worlds.feeds();
    if (chance.nextInt(4) > 0) {
      PatientShop.callUntilDone(feeds.get(chance.nextInt(feeds.size())), call);
      return;
    }
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      URI feed = feeds.get(i % feeds.size());
      all.add(Background.run(() -> PatientShop.callUntilDone(feed, call)));
    }
    all.forEach(CompletableFuture::join);
  }

  private void receive(String sku) throws IOException {
    int units = 5 + chance.nextInt(20);
    received.merge(sku, units, Integer::sum);
    worlds
        .monolith()
        .act("batches?reference=%s-%d&sku=%s&qty=%d".formatted(sku, received.get(sku), sku, units));
  }

  private void purchase() throws IOException {
    int units = 5 + chance.nextInt(20);
    purchased += units;
    Map<String, Object> batch = Map.of("batchref", own + "-" + purchased, "sku", own, "qty", units);
    Http.Response answer =
        Http.post(
            worlds.allocation("/batches"),
            "application/json",
            JSON.writeValueAsString(batch),
            LIMIT);
    assertEquals(201, answer.status(), answer.body());
  }

  private void sellByTelephone() throws IOException {
    String sku = anyOfTheMonolith();
    worlds.monolith().act("telephone?sku=%s&qty=%d".formatted(sku, units()));
    mayReport(sku);
  }

  private void takeStock(String sku) throws IOException {
    int physical = stock(sku, "physical");
    int found = Math.max(0, physical + chance.nextInt(7) - 3);
    corrected.merge(sku, found - physical, Integer::sum);
    worlds.monolith().act("stock/%s/count?qty=%d".formatted(sku, found));
    mayReport(sku);
  }

  /** Sometimes at once, sometimes with a later report. */
  private void mayReport(String sku) throws IOException {
    if (chance.nextBoolean()) {
      report(sku);
    }
  }

  private void report(String sku) throws IOException {
    worlds.monolith().act("stock/" + sku);
  }

  /** What the monolith has promised of an order leaves. */
  private void despatchTheirs() throws IOException {
    List<String> promised =
        worlds.monolith().table("orders").stream()
            .filter(row -> row.get("state").equals("promised"))
            .map(row -> row.get("order"))
            .filter(number -> orders.containsKey(number) && orders.get(number).mayChange())
            .distinct()
            .toList();
    if (promised.isEmpty()) {
      return;
    }
    String number = promised.get(chance.nextInt(promised.size()));
    try {
      worlds.monolith().act("orders/" + number + "/despatch");
      orders.get(number).despatchedByThem = true;
    } catch (IOException nothing) {
      // A stock-take has found less than was promised.
      assertEquals(true, nothing.getMessage().contains("can be despatched"), nothing::getMessage);
    }
  }

  /** What we have allocated to an order leaves; the monolith books what it kept of that. */
  private void despatchOurs() throws Exception {
    assertAtRest();
    Set<String> placed = ordersWhollyPlaced();
    String number =
        any(
            order ->
                order.mayChange()
                    && order.lines.keySet().stream().anyMatch(this::isOurs)
                    && order.lines.keySet().stream().noneMatch(movedLines::contains)
                    && placed.contains(order.number));
    if (number == null) {
      return;
    }
    orders.get(number).despatchedByUs = true;
    show(number);
    for (Map.Entry<String, Integer> line : orders.get(number).lines.entrySet()) {
      if (WantedOrder.sku(line.getKey()).equals(shared)) {
        goneForUs += line.getValue();
        worlds.monolith().act("stock/%s/leave?qty=%d".formatted(shared, line.getValue()));
      }
    }
    report(shared);
  }

  /** Orders of whose lines the adapters know that all of ours are allocated. */
  private Set<String> ordersWhollyPlaced() throws Exception {
    try (Query ledger = worlds.ledger()) {
      return new HashSet<>(
          ledger.list(
              """
              select number from ledger_line
              where number like '%s-%%' and owner = 'new' and state = 'ordered'
              group by number having bool_and(placement = 'allocated' and placed = qty)
              """
                  .formatted(name),
              row -> row.getString(1)));
    }
  }

  private int stock(String sku, String column) throws IOException {
    for (CSVRecord row : worlds.monolith().table("stock")) {
      if (row.get("sku").equals(sku)) {
        return OldWorldProcess.number(row, column);
      }
    }
    throw new AssertionError("the monolith has no " + sku);
  }

  /** Nothing is under way any more, and everything adds up. */
  void assertAtRest() throws Exception {
    report(shared);
    report(moving);
    for (String sku : theirs) {
      report(sku);
    }
    Waiting.until(() -> differences().isEmpty(), LIMIT);
    assertEquals(List.of(), differences(), name);
  }

  /** After each rollback the monolith's figure was as much less as our lines held. */
  void assertFiguresAfterRollBacks() throws Exception {
    SwitchedStock all = worlds.switched();
    SwitchedStock own =
        new SwitchedStock(
            all.certified().stream().filter(each -> each.sku().equals(moving)).toList(),
            all.held(),
            all.moves());
    assertEquals(epoch, own.certified().size(), "certificates of " + moving);
    assertEquals(List.of(), RollBackReckoning.differences(own));
  }

  /** What does not add up, or not yet. */
  private List<String> differences() {
    try {
      return new Differences().found();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** One look at everything. */
  private final class Differences {
    private final List<String> found = new ArrayList<>();

    List<String> found() throws Exception {
      try (Query ledger = worlds.ledger();
          Query allocation = worlds.orders()) {
        linesAreWithTheirOwners(ledger, allocation);
        theMonolithsUnitsAreConserved();
        ourUnitsArePromisedOnce(ledger, allocation);
      }
      return found;
    }

    private void expect(Object expected, Object actual, String what) {
      if (!expected.equals(actual)) {
        found.add("%s: %s, not %s".formatted(what, actual, expected));
      }
    }

    private void linesAreWithTheirOwners(Query ledger, Query allocation) throws Exception {
      SortedMap<String, String> wanted = new TreeMap<>();
      SortedMap<String, Integer> ours = new TreeMap<>();
      SortedMap<String, Integer> others = new TreeMap<>();
      orders.forEach(
          (number, order) ->
              order.lines.forEach(
                  (line, units) -> {
                    String which = number + " " + line;
                    (isOurs(line) ? ours : others).put(which, units);
                    wanted.put(which, units + (isOurs(line) ? " new" : " monolith"));
                  }));
      SortedMap<String, String> known = new TreeMap<>();
      ledger.list(
          """
          select number, sku, lineid, qty, owner from ledger_line
          where number like '%s-%%' and state <> 'cancelled'
          """
              .formatted(name),
          row ->
              known.put(
                  row.getString(1) + " " + row.getString(2) + "/" + row.getString(3),
                  row.getInt(4) + " " + row.getString(5)));
      expect(wanted, known, "lines in the ledger");
      SortedMap<String, Integer> atTheMonolith = new TreeMap<>();
      for (CSVRecord row : worlds.monolith().table("orders")) {
        if (orders.containsKey(row.get("order"))) {
          atTheMonolith.put(
              "%s %s/%s".formatted(row.get("order"), row.get("sku"), row.get("item_id")),
              OldWorldProcess.number(row, "qty"));
        }
      }
      expect(others, atTheMonolith, "lines at the monolith");
      SortedMap<String, Integer> withUs = new TreeMap<>();
      allocation.list(
          """
          select substr(orderid, 6), sku, lineid, qty from order_line
          where sku like '%s-%%' and state <> 'CANCELLED'
          """
              .formatted(name),
          row ->
              withUs.put(
                  row.getString(1) + " " + row.getString(2) + "/" + row.getString(3),
                  row.getInt(4)));
      expect(ours, withUs, "lines in allocation-service");
      expect(
          0L,
          ledger.count(
              "select count(*) from quarantine_entry where number like '%s-%%'".formatted(name)),
          "lines in quarantine");
      expect(
          0L,
          allocation.count(
              "select count(*) from inbox where state <> 'APPLIED' and sku like '%s-%%'"
                  .formatted(name)),
          "commands that are not carried out");
    }

    /** Whatever came in and has not left is promised, set aside, or in the figure. */
    private void theMonolithsUnitsAreConserved() throws Exception {
      Map<String, Integer> promised = new HashMap<>();
      Map<String, Integer> left = new HashMap<>();
      for (CSVRecord row : worlds.monolith().table("orders")) {
        int units = OldWorldProcess.number(row, "qty");
        if (row.get("state").equals("promised")) {
          promised.merge(row.get("sku"), units, Integer::sum);
        } else if (row.get("state").equals("despatched")) {
          left.merge(row.get("sku"), units, Integer::sum);
        }
      }
      for (CSVRecord row : worlds.monolith().table("stock")) {
        String sku = row.get("sku");
        if (!received.containsKey(sku)) {
          continue;
        }
        int physical =
            received.get(sku)
                + corrected.getOrDefault(sku, 0)
                - left.getOrDefault(sku, 0)
                - (sku.equals(shared) ? goneForUs : 0);
        expect(physical, OldWorldProcess.number(row, "physical"), "units of " + sku);
        int aside = OldWorldProcess.number(row, "set_aside");
        expect(
            physical - promised.getOrDefault(sku, 0) - aside,
            OldWorldProcess.number(row, "figure"),
            "the figure of " + sku);
        if (!sku.equals(moving)) {
          expect(0, aside, "units set aside of " + sku);
        }
      }
    }

    private void ourUnitsArePromisedOnce(Query ledger, Query allocation) throws Exception {
      long setAside =
          stock(moving, "set_aside")
              - ledger.count(
                  "select coalesce(sum(to_give_back), 0) from source_stock where sku = '%s'"
                      .formatted(moving));
      for (String sku : List.of(theirs.get(0), theirs.get(1), shared, moving)) {
        // Units that are there and that no line of the monolith has, and those that left for ours,
        // or are set aside for them.
        long forOurs = sku.equals(shared) ? goneForUs : sku.equals(moving) ? setAside : 0;
        long free = Math.max(0, stock(sku, "figure") + forOurs);
        expect(
            List.of("shop:%s %d".formatted(sku, free)),
            allocation.list(
                "select batchref, qty from batch where sku = '%s'".formatted(sku),
                row -> row.getString(1) + " " + row.getInt(2)),
            "what allocation-service has of " + sku);
      }
      expect(
          (long) purchased,
          allocation.count(
              "select coalesce(sum(qty), 0) from batch where sku = '%s'".formatted(own)),
          "what we bought");
      expect(
          List.of(),
          allocation.list(
              """
              select sku, batchref, qty, allocated, given
              from batch left join (
                select sku, batchref, sum(qty) as given from allocation group by sku, batchref
              ) as lines using (sku, batchref)
              where sku like '%s-%%'
                and (allocated <> coalesce(given, 0) or allocated > qty)
              """
                  .formatted(name),
              row -> row.getString(2)),
          "batches that are promised twice");
      expect(
          List.of(),
          allocation.list(
              """
              select orderid, sku, lineid, state
              from order_line left join allocation using (orderid, sku, lineid)
              where sku like '%s-%%' and case when state in ('ALLOCATED', 'DESPATCHED')
                then allocation.qty is distinct from order_line.qty
                else allocation.qty is not null end
              """
                  .formatted(name),
              row -> row.getString(1) + " " + row.getString(2) + "/" + row.getString(3)),
          "lines that hold other units than they should");
      expect(
          List.of(),
          allocation.list(
              """
              select orderid, sku, lineid from order_line
              where sku like '%s-%%' and state = 'BACKORDERED' and exists (
                select from batch
                where batch.sku = order_line.sku and batch.qty - allocated >= order_line.qty)
                and not exists (
                  select from product where product.sku = order_line.sku and closed)
              """
                  .formatted(name),
              row -> row.getString(1) + " " + row.getString(2) + "/" + row.getString(3)),
          "lines that wait though there are units for them");
      expect(
          (long)
              orders.values().stream()
                  .filter(order -> order.despatchedByUs)
                  .flatMap(order -> order.lines.keySet().stream())
                  .filter(OrderHistory.this::isOurs)
                  .count(),
          allocation.count(
              "select count(*) from order_line where sku like '%s-%%' and state = 'DESPATCHED'"
                  .formatted(name)),
          "lines of ours that left");
      expect(
          isMovedOver
              ? List.of(theirs.get(1), theirs.get(0))
              : List.of(theirs.get(1), moving, theirs.get(0)),
          allocation.list(
              "select sku from product where sku like '%s-%%' and closed order by sku"
                  .formatted(name),
              row -> row.getString(1)),
          "closed products");
    }
  }
}
