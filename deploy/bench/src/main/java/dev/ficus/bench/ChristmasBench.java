package dev.ficus.bench;

import dev.ficus.bench.ChristmasOptions.Kind;
import dev.ficus.bench.ChristmasOptions.Plan;
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
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private static final int ONE_SKU_IN = 10;
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
    Plan plan = options.plan();
    for (Entrance entrance : options.entrances()) {
      if (plan.floor() == null) {
        bench.run(entrance, plan.kind());
      } else {
        bench.compare(entrance, plan);
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

  /** Days of one kind, each beside one of the other. */
  private void compare(Entrance entrance, Plan plan) throws Exception {
    List<Pair<MeasuredDay>> pairs =
        Pair.alternating(
                options.pairs(),
                round -> run(entrance, plan.kind()),
                round -> run(entrance, plan.floor()))
            .stream()
            .filter(pair -> pair.ours() != null && pair.floor() != null)
            .toList();
    if (!pairs.isEmpty()) {
      System.out.printf(
          "%nChristmas by %s with %s, by that without; %d pairs: %s; %s (%s)%n",
          name(entrance),
          plan.kind().title(),
          pairs.size(),
          ratio("time until all is visible", pairs, MeasuredDay::seconds),
          ratio("CPU-ms per line", pairs, MeasuredDay::millis),
          plan.kind().isShadowed() ? "goal 1.05" : "P13, goal 1.03");
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
   * @param millis of processor time for a line of ours, without the shop and the monolith
   */
  private record MeasuredDay(double seconds, double millis) {}

  /** Null when the day did not come to its end. */
  private MeasuredDay run(Entrance entrance, Kind kind) throws Exception {
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
      if (kind.isRouted()) {
        monolith =
            Optional.of(
                SimulatedMonolith.start(
                    installation.launcher(), Project.here().orders(), SHOP_OPTIONS, List.of()));
        settings.put("FICUS_LEGACY_ROUTING_DEFAULT_ROUTE", "legacy");
        settings.put(
            "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM", monolith.orElseThrow().address().toString());
      }
      if (kind.isShadowed()) {
        settings.putAll(installation.startShadow());
      }
      Database ledger = installation.startLegacyAdapter(settings);
      ChristmasDay.Site site =
          new ChristmasDay.Site(
              installation.orders(),
              views,
              ledger,
              installation.allocation().url(""),
              installation.legacyAdapter().url(""));
      Set<String> monolithSkus = kind.isTenthLeft() ? tenth(shop.stock().keySet()) : Set.of();
      try (ChristmasDay day = new ChristmasDay(shop, site, monolithSkus)) {
        MeasuredDay measured = measure(entrance, kind, day, shop, monolith, installation);
        if (monolith.isPresent() && monolith.get().lines().size() != day.monolithLines()) {
          complaints.add(
              "the monolith has %,d lines, of its SKUs there are %,d"
                  .formatted(monolith.get().lines().size(), day.monolithLines()));
        }
        return measured;
      }
    }
  }

  private static Set<String> tenth(Set<String> skus) {
    List<String> all = skus.stream().sorted().toList();
    return IntStream.range(0, all.size())
        .filter(at -> at % ONE_SKU_IN == 0)
        .mapToObj(all::get)
        .collect(Collectors.toSet());
  }

  private MeasuredDay measure(
      Entrance entrance,
      Kind kind,
      ChristmasDay day,
      ChristmasShop shop,
      Optional<SimulatedMonolith> monolith,
      Installation installation)
      throws Exception {
    System.out.printf(
        "%nChristmas by %s%s: %,d orders, %,d lines of ours, %,d of the monolith, %,d SKUs%n",
        name(entrance),
        kind.title().isEmpty() ? "" : " with " + kind.title(),
        day.orders(),
        day.lines(),
        day.monolithLines(),
        day.skus());
    if (kind.isRouted()) {
      day.route(LIMIT);
    }
    if (kind.isTenthLeft()) {
      day.putMonolithWave(monolith.orElseThrow());
    }
    if (kind.isShadowed()) {
      day.shadow(LIMIT);
    }
    day.purchase(LIMIT);
    installation.postgres().checkpoint();
    ChristmasCost before = ChristmasCost.now(shop, monolith, installation);
    day.begin(entrance, options.atOnce());
    Passage passage;
    try {
      passage = day.awaitVisible(Duration.ofMinutes(options.minutes()));
    } catch (DemoException givenUp) {
      complaints.add("after %d minutes %s".formatted(options.minutes(), givenUp.getMessage()));
      System.out.println(
          ChristmasCost.now(shop, monolith, installation).since(before).table(day.lines()));
      return null;
    }
    ChristmasCost cost = ChristmasCost.now(shop, monolith, installation).since(before);
    if (kind.isShadowed()) {
      System.out.printf(
          "The shadow decides as the monolith about %,d of its %,d lines%n",
          day.awaitJudged(LIMIT), day.monolithLines());
    }
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
