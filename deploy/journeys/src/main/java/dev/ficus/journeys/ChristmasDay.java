package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The way of one Christmas day's orders from the old shop through the three services and, as stock
 * figures, back to it. The services may be killed and started again meanwhile.
 */
public final class ChristmasDay implements AutoCloseable {
  /** From one round of stock updates to the next. */
  public static final Duration ROUND_EVERY = Duration.ofSeconds(1);

  private static final String FEED = "christmas";
  private static final String MONOLITH_WAVE = "shadowed";
  private static final int MONOLITH_FIGURE = 1_000_000;
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 50;
  private static final long LOOKING_ONE_IN = 20;

  private final ChristmasShop shop;
  private final Site site;
  private final ShopRules rules;
  private final MigrationTeam team;
  private final Set<String> monolithSkus;

  /** Of all orders the lines that are ours. */
  private final Recount recount;

  private final int monolithLines;
  private final Query ledger;
  private final Query stock;
  private final Query views;
  private final List<StockPlan.PlannedBatch> purchased = new ArrayList<>();
  private Map<String, ChristmasShop.Stock> before = Map.of();
  private Instant begun;

  /** By which way the orders come in. */
  public enum Entrance {
    /** The adapter asks the shop. */
    PULL,
    /** The shop sends them to the adapter. */
    SERVE
  }

  /** Where the services and their tables are. */
  public record Site(
      Database allocation,
      Database availability,
      Database legacy,
      URI allocationUrl,
      URI legacyUrl) {}

  /**
   * How long it took from the beginning until all lines were that far.
   *
   * @param confirmed in the ledger, each command confirmed by the broker
   * @param decided allocated or backordered
   * @param visible in availability-service's view
   */
  public record Passage(Duration confirmed, Duration decided, Duration visible) {}

  /**
   * How the shop was updated.
   *
   * @param all from the beginning of the day until its figures were those of the view
   * @param sinceLastEvent the same from the last event of allocation-service
   * @param skus how many had an update
   * @param updates how many times
   * @param repeats how many of these changed nothing
   * @param most updates of one SKU
   * @param rounds how many rounds of updates had begun
   * @param comments states of orders it received
   */
  public record ShopUpdates(
      Duration all,
      Duration sinceLastEvent,
      int skus,
      long updates,
      long repeats,
      int most,
      long rounds,
      long comments) {}

  /** So many updates were made in this time. */
  public record UpdateRate(long updates, Duration took) {}

  /** Counts the shop's orders, all of which are ours; nothing else happens yet. */
  public ChristmasDay(ChristmasShop shop, Site site) throws IOException, SQLException {
    this(shop, site, Set.of());
  }

  /**
   * Counts the shop's orders; nothing else happens yet.
   *
   * @param monolithSkus whose lines are not ours
   */
  public ChristmasDay(ChristmasShop shop, Site site, Set<String> monolithSkus)
      throws IOException, SQLException {
    this.shop = shop;
    this.site = site;
    this.rules = ShopRules.read(Project.here().adapterConfiguration());
    this.team = new MigrationTeam(site.legacyUrl());
    this.monolithSkus = Set.copyOf(monolithSkus);
    Recount all = shop.recount();
    this.recount = all.without(this.monolithSkus);
    this.monolithLines = all.lines() - recount.lines();
    this.ledger = new Query(site.legacy());
    this.stock = new Query(site.allocation());
    this.views = new Query(site.availability());
  }

  /**
   * How the adapter knows this shop, as environment variables: it sends it what is in stock and, if
   * that is the entrance, asks it for its orders.
   *
   * @param every how often the shop is asked for what has changed
   */
  public static Map<String, String> adapterSettings(
      ChristmasShop shop, URI availability, Entrance entrance, Duration every) {
    String name = ShopRules.read(Project.here().adapterConfiguration()).shop();
    Map<String, String> settings = new HashMap<>();
    settings.put("FICUS_LEGACY_PUSHING_AVAILABILITY", availability.toString());
    String push = "FICUS_LEGACY_PUSHING_SHOPS_%s_".formatted(name.toUpperCase(Locale.ROOT));
    account(settings, push, shop);
    settings.put(push + "WINDOW", ROUND_EVERY.toString());
    if (entrance == Entrance.PULL) {
      String pull = "FICUS_LEGACY_PULLING_FEEDS_%s_".formatted(FEED.toUpperCase(Locale.ROOT));
      account(settings, pull, shop);
      settings.put(pull + "SHOP", name);
      settings.put(pull + "EVERY", every.toString());
    }
    return settings;
  }

  private static void account(Map<String, String> settings, String keys, ChristmasShop shop) {
    settings.put(keys + "URL", shop.address().toString());
    settings.put(keys + "USER", ChristmasShop.USER);
    settings.put(keys + "KEY", ChristmasShop.KEY);
  }

  public int orders() {
    return recount.orders();
  }

  /** How many lines are ours. */
  public int lines() {
    return recount.lines();
  }

  /** How many lines are the monolith's. */
  public int monolithLines() {
    return monolithLines;
  }

  /** How many products the shop sells. */
  public int skus() throws IOException {
    return shop.stock().size();
  }

  /** What the shop answers when it is asked for its first orders in one call, byte for byte. */
  public byte[] answer(int orders) throws IOException {
    return shop.answer(recount.numbers(orders));
  }

  /**
   * Gives every SKU that is not the monolith's a route of its own, by which it is ours; to be done
   * before anything of it is seen. Returns when the broker has confirmed that the products are to
   * be open.
   */
  public void route(Duration limit) throws Exception {
    required(
        Http.put(
            site.legacyUrl().resolve("/strangling/waves/christmas?route=new"),
            "text/csv",
            "sku\n" + String.join("\n", ourSkus()),
            ANSWER_LIMIT));
    await(
        Instant.now().plus(limit),
        "products are not known to be open",
        0,
        () -> -ledger.countNow("select count(*) from sku_openness where not confirmed"));
  }

  /** Puts the monolith's SKUs in a wave; of each it has more units than are ordered. */
  public void putMonolithWave(SimulatedMonolith monolith) throws IOException {
    StringBuilder figures = new StringBuilder("batchref,sku,qty,eta\n");
    for (String sku : monolithSkus) {
      monolith.receive("of-" + sku, sku, MONOLITH_FIGURE);
      figures.append(",%s,%d,\n".formatted(sku, MONOLITH_FIGURE));
      purchased.add(
          new StockPlan.PlannedBatch(rules.shop() + ":" + sku, sku, MONOLITH_FIGURE, null));
    }
    required(
        Http.post(
            site.legacyUrl().resolve("/stock/openings/file/" + rules.shop()),
            "text/csv",
            figures.toString(),
            ANSWER_LIMIT));
    team.put(MONOLITH_WAVE, List.copyOf(monolithSkus));
  }

  /**
   * Returns when a shadow has the stock of the monolith's SKUs, to decide about their lines too.
   */
  public void shadow(Duration limit) throws Exception {
    team.shadow(MONOLITH_WAVE);
    await(
        Instant.now().plus(limit),
        "SKUs are based in the shadow",
        monolithSkus.size(),
        () -> ledger.countNow("select count(*) from shadow_sku where state = 'based'"));
  }

  /**
   * Returns when what the shadow has decided about the monolith's lines is judged.
   *
   * @return about how many both decide the same
   * @throws DemoException when it is not by then
   */
  public long awaitJudged(Duration limit) throws Exception {
    await(
        Instant.now().plus(limit),
        "lines are judged",
        monolithLines,
        () ->
            ledger.countNow(
                "select coalesce(sum(n), 0) from verdict_total where aspect = 'taken'"));
    return ledger.countNow(
        "select coalesce(sum(n), 0) from verdict_total where aspect = 'outcome' and verdict = 'same'");
  }

  private static void required(Http.Response answer) throws IOException {
    if (answer.status() / 100 != 2) {
      throw new IOException("answered by %s".formatted(answer));
    }
  }

  /** The SKUs that are not the monolith's, in order. */
  private Set<String> ourSkus() throws IOException {
    Set<String> skus = new TreeSet<>(shop.stock().keySet());
    skus.removeAll(monolithSkus);
    return skus;
  }

  /** Purchases stock, of some SKUs too little, and returns when the shop knows. */
  public void purchase(Duration limit) throws Exception {
    purchase(StockPlan.of(recount, LocalDate.now()));
    awaitShopKnows(limit);
    before = shop.stock();
  }

  private void purchase(List<StockPlan.PlannedBatch> batches) {
    Purchase.of(batches, site.allocationUrl());
    purchased.addAll(batches);
  }

  /**
   * The day begins: the orders are there, and come in.
   *
   * @param atOnce how many calls the shop makes at the same time, where it is the one to call
   */
  public void begin(Entrance entrance, int atOnce) throws IOException {
    shop.open();
    begun = Instant.now();
    switch (entrance) {
      case PULL -> ask("/pulling/" + FEED + "/run");
      case SERVE -> shop.send(site.legacyUrl().resolve(rules.path()), atOnce);
    }
  }

  /**
   * Returns when so many orders are with the broker.
   *
   * @throws DemoException when they are not by then
   */
  void awaitConfirmed(long orders, Duration limit) throws Exception {
    await(begun.plus(limit), "orders are with the broker", orders, this::confirmed);
  }

  private long confirmed() throws SQLException {
    return ledger.countNow("select count(*) from ledger_order where confirmed = changes");
  }

  /**
   * Returns when all lines are decided and can be seen.
   *
   * @throws DemoException when they are not by then
   */
  public Passage awaitVisible(Duration limit) throws Exception {
    Instant end = begun.plus(limit);
    awaitConfirmed(orders(), limit);
    Duration confirmed = sinceBegin(Instant.now());
    await(end, "lines are decided", lines(), this::decided);
    Instant decided = lastEvent();
    awaitView(end);
    return new Passage(confirmed, sinceBegin(decided), sinceBegin(Instant.now()));
  }

  /**
   * Returns when the shop's figures are those of the view.
   *
   * @throws DemoException when they are not by then
   */
  public ShopUpdates awaitShopUpToDate(Duration limit) throws Exception {
    awaitShopKnows(limit);
    Instant now = Instant.now();
    int skus = 0;
    long updates = 0;
    long repeats = 0;
    int most = 0;
    for (Map.Entry<String, ChristmasShop.Stock> entry : shop.stock().entrySet()) {
      ChristmasShop.Stock earlier = before.get(entry.getKey());
      int more = entry.getValue().updates() - earlier.updates();
      skus += more > 0 ? 1 : 0;
      updates += more;
      repeats += entry.getValue().repeats() - earlier.repeats();
      most = Math.max(most, more);
    }
    Duration all = sinceBegin(now);
    return new ShopUpdates(
        all,
        Duration.between(lastEvent(), now),
        skus,
        updates,
        repeats,
        most,
        all.dividedBy(ROUND_EVERY) + 1,
        shop.comments());
  }

  /**
   * Changes the figure of every SKU of ours while nothing is sent to the shop, and then lets all be
   * sent at once.
   */
  public UpdateRate updateAll(Duration limit) throws Exception {
    long earlier = shop.updates();
    ask("/pushing/" + rules.shop() + "/pause");
    List<StockPlan.PlannedBatch> more = new ArrayList<>();
    for (String sku : ourSkus()) {
      more.add(new StockPlan.PlannedBatch("more-" + more.size(), sku, 100_000, null));
    }
    purchase(more);
    Instant end = Instant.now().plus(limit);
    awaitView(end);
    Instant from = Instant.now();
    ask("/pushing/" + rules.shop() + "/resume");
    await(end, "updates have come", earlier + more.size(), shop::updates);
    Duration took = Duration.between(from, Instant.now());
    awaitShopKnows(limit);
    return new UpdateRate(shop.updates() - earlier, took);
  }

  /**
   * The goods of the first orders are despatched; returns when allocation-service knows.
   *
   * @throws DemoException when it does not by then
   */
  void despatch(int orders, Duration limit) throws Exception {
    Set<String> gone = new TreeSet<>(recount.numbers(orders));
    for (String order : gone) {
      shop.despatch(order);
    }
    shop.open();
    long lines = recount.stock().stream().filter(line -> gone.contains(line.order())).count();
    await(Instant.now().plus(limit), "lines are despatched", lines, this::despatched);
  }

  /** One that is backordered leaves the books when it gets its units. */
  private long despatched() throws SQLException {
    return stock.countNow("select count(*) from order_line where despatched_revision is not null");
  }

  /** Whether it all adds up, when nothing moves any more. */
  public ChristmasProof proof() throws IOException, SQLException {
    Sale sale = new Sale(orders(), lines(), Set.of(), 0, List.of());
    Books books = Books.read(site.allocation(), site.availability(), site.legacy());
    Reckoning.Result result = Reckoning.of(recount, purchased, sale, rules, books);
    return ChristmasProof.of(recount, monolithLines, result, site, differencesOfShop());
  }

  private void awaitShopKnows(Duration limit) throws Exception {
    Instant end = Instant.now().plus(limit);
    awaitView(end);
    await(end, "lines are not known to be placed", 0, () -> -unplaced());
    await(end, "figures of the shop are wrong", 0, () -> -differencesOfShop().size());
  }

  private void awaitView(Instant end) throws Exception {
    await(end, "events are in the view", sequences(stock, "product"), this::viewed);
  }

  /**
   * SKUs of ours of which the shop believes to have something else than is free in the warehouse.
   */
  private List<String> differencesOfShop() throws IOException, SQLException {
    Map<String, Long> free = new HashMap<>();
    views.listNow(
        """
        select sku, coalesce(sum(available) filter (where eta is null), 0)
        from product_view join batch_view using (sku) group by sku
        """,
        row -> free.put(row.getString(1), row.getLong(2)));
    List<String> differences = new ArrayList<>();
    Map<String, ChristmasShop.Stock> ours = new TreeMap<>(shop.stock());
    ours.keySet().removeAll(monolithSkus);
    ours.forEach(
        (sku, shown) -> {
          long right = free.getOrDefault(sku, 0L);
          if (shown.quantity() != right) {
            differences.add(
                "the shop believes to have %d of %s, the view has %d"
                    .formatted(shown.quantity(), sku, right));
          }
        });
    return differences;
  }

  private long decided() throws SQLException {
    return stock.countNow(
        "select count(*) from order_line where state in ('ALLOCATED', 'BACKORDERED')");
  }

  private long unplaced() throws SQLException {
    return ledger.countNow(
        """
        select count(*) from ledger_line
        where owner = 'new' and sent_with > 0 and state <> 'cancelled'
          and placed is distinct from qty
        """);
  }

  private long viewed() throws SQLException {
    return sequences(views, "product_view");
  }

  private static long sequences(Query query, String table) throws SQLException {
    return query.countNow("select coalesce(sum(sequence), 0) from " + table);
  }

  private Instant lastEvent() throws SQLException {
    return stock
        .listNow(
            "select max(occurred_at) from outbox",
            row -> row.getObject(1, OffsetDateTime.class).toInstant())
        .get(0);
  }

  private Duration sinceBegin(Instant time) {
    return Duration.between(begun, time);
  }

  private interface Counting {
    long count() throws IOException, SQLException;
  }

  private static void await(Instant end, String what, long wanted, Counting counting)
      throws Exception {
    while (true) {
      long begin = System.nanoTime();
      long count = counting.count();
      if (count >= wanted) {
        return;
      }
      if (Instant.now().isAfter(end)) {
        throw new DemoException("%d %s instead of %d".formatted(Math.abs(count), what, wanted));
      }
      // Looking costs; not more than a small part of the time is spent on it.
      Thread.sleep(
          Math.max(PAUSE_MILLIS, LOOKING_ONE_IN * (System.nanoTime() - begin) / 1_000_000));
    }
  }

  private void ask(String path) throws IOException {
    Http.Response answer =
        Http.post(site.legacyUrl().resolve(path), "text/plain", "", ANSWER_LIMIT);
    if (answer.status() != 202) {
      throw new IOException("%s is answered by %d".formatted(path, answer.status()));
    }
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
    stock.close();
    views.close();
  }
}
