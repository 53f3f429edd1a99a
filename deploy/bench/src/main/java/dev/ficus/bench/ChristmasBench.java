package dev.ficus.bench;

import dev.ficus.bench.ChristmasOptions.Routes;
import dev.ficus.journeys.ChristmasDay;
import dev.ficus.journeys.ChristmasDay.Entrance;
import dev.ficus.journeys.ChristmasDay.Passage;
import dev.ficus.journeys.ChristmasDay.ShopUpdates;
import dev.ficus.journeys.ChristmasDay.UpdateRate;
import dev.ficus.journeys.ChristmasProof;
import dev.ficus.journeys.ChristmasShop;
import dev.ficus.journeys.DemoException;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.local.Database;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;

/**
 * One Christmas day's orders, end to end (P8), and the figures sent back to the shop (P12). No time
 * is right or wrong here: only what does not add up is.
 */
public final class ChristmasBench {
  private static final List<String> SHOP_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx512m");
  private static final Duration ASKED_EVERY = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ORDERS_PARSED = 500;
  private static final int FLOOR_SECONDS = 5;
  private static final int MOST_COMPLAINTS = 20;
  private static final double GOAL_SECONDS = 60;

  private final ChristmasOptions options;
  private final List<String> complaints = new ArrayList<>();
  private boolean introduced;

  private ChristmasBench(ChristmasOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ChristmasOptions())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Returns the status with which the program ends: 1 when something was wrong. */
  static int run(ChristmasOptions options) throws Exception {
    ChristmasBench bench = new ChristmasBench(options);
    for (Entrance entrance : options.entrances()) {
      switch (options.routes()) {
        case NONE, STORED -> bench.run(entrance, options.routes());
        case BOTH -> bench.compare(entrance);
      }
    }
    bench.complaints.stream()
        .limit(MOST_COMPLAINTS)
        .forEach(complaint -> System.out.println("WRONG: " + complaint));
    if (bench.complaints.size() > MOST_COMPLAINTS) {
      System.out.printf("WRONG: and %,d more%n", bench.complaints.size() - MOST_COMPLAINTS);
    }
    return bench.complaints.isEmpty() ? 0 : 1;
  }

  /** Days on which every SKU has a route, each beside one on which none has. */
  private void compare(Entrance entrance) throws Exception {
    List<Pair<MeasuredDay>> pairs =
        Pair.alternating(
                options.pairs(),
                round -> run(entrance, Routes.STORED),
                round -> run(entrance, Routes.NONE))
            .stream()
            .filter(pair -> pair.ours() != null && pair.floor() != null)
            .toList();
    if (!pairs.isEmpty()) {
      System.out.printf(
          "%nChristmas by %s with routes, by that without; %d pairs: %s; %s (P13, goal 1.03)%n",
          name(entrance),
          pairs.size(),
          ratio("time until all is visible", pairs, MeasuredDay::seconds),
          ratio("CPU-ms per line", pairs, MeasuredDay::millis));
    }
  }

  private static String ratio(
      String what, List<Pair<MeasuredDay>> pairs, ToDoubleFunction<MeasuredDay> figure) {
    Spread spread =
        Spread.of(
            pairs.stream()
                .map(pair -> figure.applyAsDouble(pair.ours()) / figure.applyAsDouble(pair.floor()))
                .toList());
    return String.format(
        Locale.ROOT, "%s %.3f (%.3f to %.3f)", what, spread.median(), spread.low(), spread.high());
  }

  /**
   * What a day came to.
   *
   * @param seconds until all was visible
   * @param millis of processor time for a line, without the shop
   */
  private record MeasuredDay(double seconds, double millis) {}

  /** Null when the day did not come to its end. */
  private MeasuredDay run(Entrance entrance, Routes routes) throws Exception {
    try (Installation installation =
        new Installation(
            Path.of(System.getProperty("ficus.postgres")), Map.of(), options.services())) {
      if (!introduced) {
        introduced = true;
        System.out.println(installation.description());
      }
      installation.startRelay();
      Database views = installation.startAvailability();
      ChristmasShop shop =
          ChristmasShop.start(
              installation.launcher(),
              Project.here().orders(),
              options.orders(),
              options.variants(),
              SHOP_OPTIONS,
              List.of("--columns", "few"));
      Map<String, String> settings =
          new HashMap<>(
              ChristmasDay.adapterSettings(
                  shop, installation.availability().url(""), entrance, ASKED_EVERY));
      Optional<SimulatedMonolith> monolith = Optional.empty();
      if (routes == Routes.STORED) {
        monolith =
            Optional.of(
                SimulatedMonolith.start(
                    installation.launcher(), Project.here().orders(), SHOP_OPTIONS, List.of()));
        settings.put("FICUS_LEGACY_ROUTING_DEFAULT_ROUTE", "legacy");
        settings.put(
            "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM", monolith.orElseThrow().address().toString());
      }
      Database ledger = installation.startLegacyAdapter(settings);
      ChristmasDay.Site site =
          new ChristmasDay.Site(
              installation.orders(),
              views,
              ledger,
              installation.allocation().url(""),
              installation.legacyAdapter().url(""));
      try (ChristmasDay day = new ChristmasDay(shop, site)) {
        MeasuredDay measured = measure(entrance, routes, day, shop, installation);
        if (monolith.isPresent() && !monolith.get().lines().isEmpty()) {
          complaints.add("the monolith has lines of SKUs that are ours");
        }
        return measured;
      }
    }
  }

  private MeasuredDay measure(
      Entrance entrance,
      Routes routes,
      ChristmasDay day,
      ChristmasShop shop,
      Installation installation)
      throws Exception {
    System.out.printf(
        "%nChristmas by %s%s: %,d orders, %,d lines, %,d SKUs%n",
        name(entrance),
        routes == Routes.STORED ? " with routes" : "",
        day.orders(),
        day.lines(),
        day.skus());
    if (routes == Routes.STORED) {
      day.route(LIMIT);
    }
    day.purchase(LIMIT);
    installation.postgres().checkpoint();
    ChristmasCost before = ChristmasCost.now(shop, installation);
    day.begin(entrance, options.atOnce());
    Passage passage;
    try {
      passage = day.awaitVisible(Duration.ofMinutes(options.minutes()));
    } catch (DemoException givenUp) {
      complaints.add("after %d minutes %s".formatted(options.minutes(), givenUp.getMessage()));
      System.out.println(ChristmasCost.now(shop, installation).since(before).table(day.lines()));
      return null;
    }
    ChristmasCost cost = ChristmasCost.now(shop, installation).since(before);
    ShopUpdates updates = day.awaitShopUpToDate(LIMIT);
    stages(day, passage, updates);
    System.out.println(cost.table(day.lines()));
    pushedBack(updates);
    if (entrance == Entrance.SERVE) {
      check(shop.sending());
    }
    ChristmasProof proof = day.proof();
    complaints.addAll(proof.differences());
    System.out.println("It adds up: " + (proof.holds() ? "yes. " : "NO. ") + proof);
    pushedBack(day.updateAll(LIMIT));
    floors(day, installation);
    return new MeasuredDay(passage.visible().toMillis() / 1e3, cost.whole().work() / day.lines());
  }

  private static String name(Entrance entrance) {
    return entrance.name().toLowerCase(Locale.ROOT);
  }

  private static void stages(ChristmasDay day, Passage passage, ShopUpdates updates) {
    System.out.printf("%-30s %9s %9s %9s%n", "", "seconds", "orders/s", "lines/s");
    stage("read, translated, confirmed", passage.confirmed(), day);
    stage("decided", passage.decided(), day);
    stage("visible (P8, goal %.0f s)".formatted(GOAL_SECONDS), passage.visible(), day);
    stage("the shop up to date", updates.all(), day);
  }

  private static void stage(String name, Duration took, ChristmasDay day) {
    double seconds = took.toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%-30s %9.1f %,9.0f %,9.0f%n",
        name,
        seconds,
        day.orders() / seconds,
        day.lines() / seconds);
  }

  private static void pushedBack(ShopUpdates updates) {
    System.out.printf(
        Locale.ROOT,
        "P12: the shop's figures were the view's %.1f s after the last event (goal 10); %,d updates"
            + " of %,d SKUs in %d rounds, one every %.0f s, at most %d of one SKU; %,d changed nothing;"
            + " by then %,d comments on orders%n",
        updates.sinceLastEvent().toMillis() / 1e3,
        updates.updates(),
        updates.skus(),
        updates.rounds(),
        ChristmasDay.ROUND_EVERY.toMillis() / 1e3,
        updates.most(),
        updates.repeats(),
        updates.comments());
  }

  private static void pushedBack(UpdateRate all) {
    double seconds = all.took().toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "P12: all SKUs at once: %,d updates in %.1f s, %,.0f a second (goal 5,000)%n",
        all.updates(),
        seconds,
        all.updates() / seconds);
  }

  private static void floors(ChristmasDay day, Installation installation) throws Exception {
    int orders = Math.min(ORDERS_PARSED, day.orders());
    byte[] answer = day.answer(orders);
    double parsed = orders * passesPerSecond(answer);
    Floor.prepare(installation.postgres());
    Outcome written = Floor.FIFTY_LINES.run(installation.postgres(), FLOOR_SECONDS);
    System.out.printf(
        Locale.ROOT,
        "Floors: the bare parser %,.0f orders/s, of %,d bytes each; pgbench, 50 lines a call, %,.0f"
            + " lines/s%n",
        parsed,
        answer.length / orders,
        written.accepted() / written.seconds());
  }

  private void check(ChristmasShop.Sending sending) {
    if (sending.accepted() != options.orders() || sending.refused() > 0) {
      complaints.add("the shop's orders were not all accepted: " + sending);
    }
  }

  /** How often a second the parser alone goes through a document, every text asked for. */
  private static double passesPerSecond(byte[] document) throws Exception {
    BareParser parser = new BareParser();
    long passes = 0;
    long begin = 0;
    long now = System.nanoTime();
    long warm = now + Duration.ofSeconds(FLOOR_SECONDS).toNanos();
    long end = warm + Duration.ofSeconds(FLOOR_SECONDS).toNanos();
    while (now < end) {
      parser.walk(new ByteArrayInputStream(document), true);
      now = System.nanoTime();
      if (now < warm) {
        begin = now;
      } else {
        passes++;
      }
    }
    return passes / ((now - begin) / 1e9);
  }
}
