package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Real orders with Ficus in front of the monolith. First everything is the monolith's, then the
 * same orders come again for products that nobody has seen, of which every twentieth is ours, while
 * the adapter is killed and answers of the monolith are lost. By day it is the first orders, by
 * night two whole days; {@code -Dficus.seed=} repeats the kills of a run that failed.
 */
class StranglingJourneyIT {
  private static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");
  private static final int ORDERS_LEGACY = NIGHTLY ? Integer.MAX_VALUE : 15;
  private static final int ORDERS_OF_BOTH = NIGHTLY ? Integer.MAX_VALUE : 40;
  private static final int KILLS = NIGHTLY ? 10 : 1;
  private static final int ONE_OF = 20;
  private static final Shop.Pace ONE_BY_ONE = new Shop.Pace(1, 0);
  private static final Shop.Pace AT_ONCE = new Shop.Pace(4, 0);
  private static final String AGAIN = "-2";
  private static final List<String> SMALL =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path folder = Project.here().journeyLogs("strangling");
  private final ShopRules rules = ShopRules.read(Project.here().adapterConfiguration());
  private final Terminal silent = Terminal.silent();
  private final ExecutorService sender = Executors.newSingleThreadExecutor();
  private final PortClaim monolithsPort = PortClaim.any();
  private final List<Launcher> launchers = new ArrayList<>();
  private final List<OwnerBooks> earlier = new ArrayList<>();
  private final List<Gate.Held> kills = new ArrayList<>();
  private Path recordedWithout;
  private Path recordedWith;
  private OldWorldProcess monolithWithout;
  private OldWorldProcess monolith;
  private OldWorldProcess products;
  private Gate gate;
  private AllServices services;

  @AfterEach
  void end_all() throws IOException {
    sender.shutdownNow();
    if (services != null) {
      services.close();
    }
    if (gate != null) {
      gate.close();
    }
    launchers.forEach(Launcher::close);
    monolithsPort.close();
  }

  @Test
  void each_line_has_one_owner_and_the_sums_over_both_worlds_hold() throws Exception {
    Files.createDirectories(folder);
    RealOrders legacy = RealOrders.first(ORDERS_LEGACY);
    RealOrders ofBoth = RealOrders.first(ORDERS_OF_BOTH).once(AGAIN, rules.notStock());
    Path legacyFile = legacy.write(file("legacy.csv"));
    Path ofBothFile = ofBoth.write(file("of-both.csv"));
    Path all = legacy.and(ofBoth).write(file("all.csv"));
    start(all);

    Sale first = everythingIsTheMonoliths(legacyFile);
    Sale second = everyTwentiethIsOurs(ofBothFile);
    Recount recount = Recount.of(Feed.read(all), rules);
    StranglingReckoning.Outcome outcome = reckon(recount, first.and(second));
    Files.writeString(
        file("outcome.txt"),
        "%d orders, %d lines, seed %d, killed %s: %s%n"
            .formatted(recount.orders(), recount.lines(), SEED, kills, outcome));
    assertEquals(List.of(), outcome.differences(), "seed " + SEED);
    assertEquals(List.of(), outcome.exceptions(), "seed " + SEED);
    assertTrue(
        outcome.forwarded() > 0 && outcome.split() > 0 && outcome.taken() > 0, outcome::toString);
  }

  /** The monolith cannot see that Ficus is there, and its answers are those it gave without. */
  private Sale everythingIsTheMonoliths(Path file) throws Exception {
    Recount recount = Recount.of(Feed.read(file), rules);
    Shop shop = Shop.open(launcher("legacy-shop"), file, 0);
    shop.sell(monolithWithout.api(), recount.orders(), ONE_BY_ONE, silent);
    Sale sale =
        shop.sell(services.adapter().url(rules.path()), recount.orders(), ONE_BY_ONE, silent);

    assertIterableEquals(OrderDocument.read(recordedWithout), OrderDocument.read(recordedWith));
    assertEquals(recount.orders(), sale.orders(), sale::toString);
    StranglingReckoning.Outcome outcome = reckon(recount, sale);
    assertEquals(List.of(), outcome.differences());
    assertEquals(recount.lines(), outcome.theirs());
    return sale;
  }

  private Sale everyTwentiethIsOurs(Path file) throws Exception {
    Recount recount = Recount.of(Feed.read(file), rules);
    putWave(everyTwentieth(recount));
    monolith.act("figures?all=yes");
    Shop shop = Shop.open(launcher("shop-of-both"), file, 0);
    shop.sell(monolithWithout.api(), recount.orders(), AT_ONCE, silent);
    monolith.act("mischief?cut=12&truncated=15&method=sales_order.create");
    URI adapter = services.adapter().url(rules.path());
    Future<Sale> selling =
        sender.submit(() -> shop.sell(adapter, recount.orders(), AT_ONCE, silent));
    Random random = new Random(SEED);
    List<Integer> moments =
        random.ints(KILLS, 1, recount.orders() * 2 / 3).sorted().boxed().toList();
    for (int moment : moments) {
      Waiting.until(() -> selling.isDone() || shop.accepted() >= moment, LIMIT);
      killInTheMiddle(Gate.Held.values()[random.nextInt(Gate.Held.values().length)], selling);
    }
    Sale sale = selling.get();
    monolith.act("mischief");
    return sale;
  }

  /** And the only product of some order, so that one is wholly ours. */
  private static Set<String> everyTwentieth(Recount recount) {
    List<String> all =
        recount.stock().stream().map(Recount.StockLine::sku).distinct().sorted().toList();
    Set<String> ours = new TreeSet<>();
    for (int i = 0; i < all.size(); i += ONE_OF) {
      ours.add(all.get(i));
    }
    recount.stock().stream()
        .collect(Collectors.groupingBy(Recount.StockLine::order, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(lines -> lines.size() == 1)
        .findFirst()
        .ifPresent(lines -> ours.add(lines.get(0).sku()));
    return ours;
  }

  /** With a request under way to the monolith, an answer on its way back, or anywhere else. */
  private void killInTheMiddle(Gate.Held held, Future<Sale> selling) throws Exception {
    gate.hold(held);
    Waiting.until(() -> held == Gate.Held.NOTHING || selling.isDone() || gate.isHolding(), LIMIT);
    services.adapter().kill();
    kills.add(held);
    gate.hold(Gate.Held.NOTHING);
    earlier.add(OwnerBooks.read(services.database(Service.LEGACY)));
    services.adapter().start().awaitReady();
  }

  /** When everything has arrived where it should, and the figures are the last. */
  private StranglingReckoning.Outcome reckon(Recount recount, Sale sale) throws Exception {
    settle();
    monolith.act("figures");
    settle();
    Waiting.until(
        () -> StranglingReckoning.lagging(recount, sale, rules, worlds()).isEmpty(), LIMIT);
    StranglingReckoning.Outcome outcome =
        StranglingReckoning.of(
            recount,
            sale,
            rules,
            worlds(),
            new DocumentReckoning.Documents(
                OrderDocument.read(recordedWithout), OrderDocument.read(recordedWith)),
            SwitchedStock.NONE,
            earlier);
    earlier.add(OwnerBooks.read(services.database(Service.LEGACY)));
    return outcome;
  }

  private void settle() throws InterruptedException {
    Settling.UnderWay left =
        new Settling(
                services.database(Service.ALLOCATION),
                services.database(Service.AVAILABILITY),
                services.database(Service.LEGACY))
            .await();
    assertTrue(left.isNothing(), left::toString);
  }

  private TwoWorlds worlds() {
    try {
      return new TwoWorlds(
          Books.read(
              services.database(Service.ALLOCATION),
              services.database(Service.AVAILABILITY),
              services.database(Service.LEGACY)),
          OwnerBooks.read(services.database(Service.LEGACY)),
          StockSnapshot.read(services.allocation().url("")),
          OldBooks.read(monolith, products));
    } catch (IOException | SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private void putWave(Set<String> skus) throws IOException {
    String list = skus.stream().map(sku -> '"' + sku + '"').collect(Collectors.joining(","));
    Http.Response answer =
        Http.put(
            services.adapter().url("/strangling/waves/ours"),
            "application/json",
            "{\"skus\": [%s], \"route\": \"new\"}".formatted(list),
            LIMIT);
    assertEquals(200, answer.status(), answer.body());
  }

  private Map<String, String> ofAdapter(AllServices addresses) {
    Map<String, String> settings =
        new InFront(
                "http://127.0.0.1:" + gate.port() + "/api/xmlrpc",
                products.api(),
                addresses.availability().url(""),
                rules.shop())
            .adapter();
    settings.put("FICUS_LEGACY_ALLOCATION_URL", addresses.allocation().url("").toString());
    return settings;
  }

  private void start(Path orders) throws IOException {
    recordedWithout = file("without.recording");
    recordedWith = file("with.recording");
    monolithWithout = monolith("monolith-without", orders, recordedWithout, List.of());
    products = OldWorldProcess.products(launcher("products"), SMALL, orders);
    gate = new Gate(monolithsPort.port());
    services =
        new AllServices(Files.createDirectories(file("services")), Map.of(), this::ofAdapter);
    List<String> options = new ArrayList<>(List.of("--port", String.valueOf(monolithsPort.port())));
    options.addAll(InFront.reporting(services.adapter().url(""), 1_000));
    monolith = monolith("monolith", orders, recordedWith, options);
  }

  private OldWorldProcess monolith(String name, Path orders, Path recording, List<String> more)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders", orders.toString(),
                "--named-batches", "no",
                "--record", recording.toString()));
    options.addAll(more);
    return OldWorldProcess.monolith(launcher(name), SMALL, options);
  }

  /** Of each program several run at once. */
  private Launcher launcher(String name) throws IOException {
    Launcher launcher = new Launcher(Files.createDirectories(file(name)));
    launchers.add(launcher);
    return launcher;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
