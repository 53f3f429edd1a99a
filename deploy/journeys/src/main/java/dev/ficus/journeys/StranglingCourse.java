package dev.ficus.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.journeys.MigrationTeam.Way;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Two days with Ficus in front of the monolith. In the morning everything is the monolith's, and
 * two waves are shadowed. While the shop's orders come in, a wave passes the gate and is cut over,
 * rolled back and cut over again. A second wave is kept back by a fault of the monolith, and
 * follows when that is mended; at the end the sums over both worlds are compared.
 */
final class StranglingCourse implements DemoCourse {
  private static final List<String> SMALL =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * Of the orders; while each of them comes in there is one step, but not in the first and last.
   */
  private static final int PARTS = 6;

  /** So slowly that orders come in as long as a step takes. */
  private static final Shop.Pace FLOWING = new Shop.Pace(2, 200);

  private static final Shop.Pace AT_ONCE = new Shop.Pace(4, 0);
  private static final int REPORTED_EVERY_MILLIS = 500;

  /** Of fewer too few would be about a wave to be compared before it is cut over. */
  private static final int FEWEST_ORDERS = 60;

  /** So many calls about a wave have to be compared before it is cut over. */
  private static final int SAMPLE = 5;

  /** One line of so many is promised later by the monolith than it could be. */
  private static final int ONE_IS_LATE_OF = 2;

  private static final int SHOWN = 3;

  /** How long the last figures may be under way. */
  private static final Duration LAG = Duration.ofMinutes(2);

  private final ShopRules rules;
  private final Path logs;
  private final Terminal terminal;
  private final Recount recount;
  private final List<RealOrders> parts;
  private final List<PlannedWave> waves;
  private final List<OwnerBooks> readings = new ArrayList<>();
  private final Path orders;
  private final Path recordedWithout;
  private final Path recordedWith;
  private Ficus ficus;
  private OldWorldProcess products;
  private OldWorldProcess without;
  private OldWorldProcess monolith;
  private MigrationTeam team;
  private Sale sale = new Sale(0, 0, Set.of(), 0, List.of());
  private int part;

  /**
   * Counts the orders and plans the waves; nothing else happens yet.
   *
   * @param logs the folder for logs, and for what is compared
   * @throws DemoException when the feed cannot be used
   */
  StranglingCourse(Path feed, ShopRules rules, Path logs, Terminal terminal) {
    this.rules = rules;
    this.logs = logs;
    this.terminal = terminal;
    this.recount = Recount.of(Feed.read(feed), rules);
    this.waves = PlannedWave.two(recount);
    this.orders = feed.toAbsolutePath();
    this.recordedWithout = logs.resolve("monolith-without.recording");
    this.recordedWith = logs.resolve("monolith.recording");
    if (recount.orders() < FEWEST_ORDERS) {
      throw new DemoException("at least %d orders are needed".formatted(FEWEST_ORDERS));
    }
    try {
      this.parts = RealOrders.read(feed).parts(PARTS);
    } catch (IOException failure) {
      throw new DemoException("cannot read " + feed, failure);
    }
  }

  @Override
  public Map<String, String> prepare(Ficus ficus) {
    this.ficus = ficus;
    this.team = new MigrationTeam(ficus.url(Service.LEGACY));
    try {
      products = OldWorldProcess.products(ficus.launcher("products"), SMALL, orders);
      without = monolith("monolith-without", recordedWithout, List.of());
      monolith =
          monolith(
              "monolith",
              recordedWith,
              InFront.reporting(ficus.url(Service.LEGACY), REPORTED_EVERY_MILLIS));
    } catch (IOException failure) {
      throw new DemoException("the old world cannot be started: " + failure.getMessage(), failure);
    }
    terminal.say("The monolith runs, and a shop that has its products");
    Map<String, String> settings =
        new InFront(
                monolith.api().toString(),
                products.api(),
                ficus.url(Service.AVAILABILITY),
                rules.shop())
            .switchingAdapter();
    // On a busy machine figures may be under way for longer than the default allows.
    settings.put("FICUS_LEGACY_SWITCHING_SECOND_LOOK", "1m");
    settings.putAll(ficus.startShadow());
    terminal.say("A second allocation-service runs, which decides in shadow");
    settings.putAll(gate());
    return settings;
  }

  /** All of it is asked for; two days are shorter than the weeks of a real migration. */
  private static Map<String, String> gate() {
    return Map.of(
        "FICUS_LEGACY_GATE_OFF", "",
        "FICUS_LEGACY_GATE_IN_SHADOW", "0s",
        "FICUS_LEGACY_GATE_SAMPLE", String.valueOf(SAMPLE),
        "FICUS_LEGACY_GATE_SPLIT_PERCENT", "100",
        "FICUS_LEGACY_GATE_OPEN_BACKORDERS", "1000000",
        "FICUS_LEGACY_GATE_LAG", "1h",
        "FICUS_LEGACY_RECONCILIATION_EVERY", "3s",
        "FICUS_LEGACY_RECONCILIATION_SECOND_LOOK", "2s",
        "FICUS_LEGACY_JUDGING_SECOND_LOOK", "2s");
  }

  private OldWorldProcess monolith(String name, Path recording, List<String> more)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders",
                orders.toString(),
                "--named-batches",
                "no",
                "--record",
                recording.toString()));
    options.addAll(more);
    return OldWorldProcess.monolith(ficus.launcher(name), SMALL, options);
  }

  @Override
  public boolean make(Ficus ficus) {
    long begin = System.nanoTime();
    ExecutorService sender = Executors.newSingleThreadExecutor();
    try {
      awaitFigures();
      PlannedWave first = waves.get(0);
      PlannedWave second = waves.get(1);
      team.put(first.name(), first.skus());
      team.put(second.name(), second.skus());
      shadow(first);
      shadow(second);
      terminal.say("Two days of orders in %d parts:".formatted(PARTS));
      sell(sender, () -> {});
      compare(first);
      compare(second);
      sell(sender, () -> take(first, Way.CUT_OVER, 0));
      sell(sender, () -> take(first, Way.ROLL_BACK, 1));
      settle();
      giveBack();
      shadow(first);
      sell(sender, () -> take(first, Way.CUT_OVER, 2));
      monolith.act("policy?late=" + ONE_IS_LATE_OF);
      sell(sender, () -> keptBack(second));
      monolith.act("policy?late=0");
      shadow(second);
      sell(sender, () -> take(second, Way.CUT_OVER, 0));
      awaitLastFigures();
      return reckon(begin);
    } catch (IOException | SQLException failure) {
      throw new DemoException("the story cannot go on: " + failure.getMessage(), failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interruption);
    } finally {
      sender.shutdownNow();
    }
  }

  private interface Step {
    void take() throws IOException, SQLException;
  }

  /** In the morning every product is the monolith's, and all that it has is known. */
  private void awaitFigures() throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    monolith.act("figures?all=yes");
    long goods =
        monolith.table("stock").stream()
            .filter(row -> !rules.notStock().contains(row.get("sku")))
            .count();
    String missing =
        """
        select (select count(*) from ledger_batch where confirmed < revision)
          + (select count(*) from sku_openness where not confirmed)
          + (select %d - count(*) from ledger_batch)
        """
            .formatted(goods);
    try (Query adapter = new Query(ficus.database(Service.LEGACY))) {
      if (!Waiting.until(() -> count(adapter, missing) == 0, LAG)) {
        throw new DemoException("the monolith's figures do not arrive");
      }
    }
    settle();
    terminal.say(
        String.format(
            Locale.ROOT,
            "In the morning everything is the monolith's: it has reported %,d products in %s",
            goods,
            Terminal.seconds(begin)));
  }

  private static long count(Query tables, String sql) {
    try {
      return tables.countNow(sql);
    } catch (SQLException away) {
      throw cannotRead(away);
    }
  }

  /** Lets the next part of the orders come in, and takes a step when half of it has. */
  private void sell(ExecutorService sender, Step step)
      throws IOException, SQLException, InterruptedException {
    Path file = parts.get(part).write(logs.resolve("orders-%d.csv".formatted(part + 1)));
    part++;
    int expected = Recount.of(Feed.read(file), rules).orders();
    try (Launcher launcher = new Launcher(logs)) {
      Shop shop = Shop.open(launcher, file, 0);
      shop.sell(without.api(), expected, AT_ONCE, Terminal.silent());
      URI feed = ficus.url(Service.LEGACY).resolve(rules.path());
      Future<Sale> selling =
          sender.submit(() -> shop.sell(feed, expected, FLOWING, Terminal.silent()));
      Waiting.until(() -> selling.isDone() || shop.accepted() * 2 >= expected, LAG);
      step.take();
      sale = sale.and(selling.get());
    } catch (ExecutionException failure) {
      throw new DemoException("the shop cannot sell: " + failure.getCause(), failure);
    }
    readings.add(reading());
    terminal.progress(
        "  orders",
        part,
        PARTS,
        String.format(
            Locale.ROOT,
            "%,d orders, %,d lines, %d cancelled",
            sale.orders(),
            sale.lines(),
            sale.cancelled().size()));
  }

  private void shadow(PlannedWave wave) throws IOException {
    team.shadow(wave.name());
    terminal.say(
        "  The %s wave is shadowed: its %d products are the monolith's, and we decide about them too, to be compared"
            .formatted(wave.name(), wave.skus().size()));
  }

  /** What has come in so far is judged. */
  private MigrationTeam.Parity compare(PlannedWave wave) {
    Waiting.until(() -> team.parity(wave.name()).waiting() == 0, LAG);
    MigrationTeam.Parity parity = team.parity(wave.name());
    String verdicts =
        parity.verdicts().entrySet().stream()
            .map(each -> "%,d %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
    terminal.say("  Compared in the %s wave: %s".formatted(wave.name(), verdicts));
    return parity;
  }

  /** A fault of the monolith shows, and nobody who does not look at it goes on. */
  private void keptBack(PlannedWave wave) throws IOException {
    team.rehearse(wave.name());
    if (!Waiting.until(() -> team.red(wave.name()).containsKey("better"), LAG)
        || !team.isRefused(wave.name(), 0)) {
      throw new DemoException(
          "the fault of the monolith does not keep the wave %s back: %s"
              .formatted(wave.name(), team.red(wave.name())));
    }
    terminal.say(
        "  The %s wave is kept back: the monolith promises later than we would, better: %s"
            .formatted(wave.name(), team.red(wave.name()).get("better")));
    team.verdicts(wave.name(), "better", SHOWN).forEach(each -> terminal.say("    " + each));
  }

  private void take(PlannedWave wave, Way way, int epoch) throws IOException, SQLException {
    if (way == Way.CUT_OVER) {
      team.rehearse(wave.name());
    }
    readings.add(reading());
    MigrationTeam.Switched switched = team.take(wave.name(), way, epoch, "the demo");
    readings.add(reading());
    String frozen =
        String.format(Locale.ROOT, "frozen for %.1f s", switched.frozen().toMillis() / 1e3);
    terminal.say(
        way == Way.CUT_OVER
            ? "  The %s wave is cut over: its %d products, %s, are ours"
                .formatted(wave.name(), wave.skus().size(), frozen)
            : "  The %s wave is rolled back: its %d products, %s, are the monolith's, which has set aside %s for our lines; %s without units"
                .formatted(
                    wave.name(),
                    wave.skus().size(),
                    frozen,
                    many(switched.told(), "unit", "units"),
                    many(switched.accepted(), "line waits", "lines wait")));
  }

  private static String many(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  /** What our cancelled lines have left is set free by a person, in the monolith and here. */
  private void giveBack() throws IOException {
    long units = 0;
    for (MigrationTeam.ToGiveBack each : team.toGiveBack()) {
      String reference = each.batchref() + "/" + each.before();
      monolith.ask(
          XmlRpc.call("stock.give_back", each.sku(), Math.toIntExact(each.units()), reference));
      team.note(each);
      units += each.units();
    }
    if (units > 0) {
      terminal.say(
          "  The monolith has given %s of cancelled lines back"
              .formatted(many(units, "unit", "units")));
    }
  }

  private void settle() throws InterruptedException {
    Settling.UnderWay left = new Settling(ficus).await();
    if (!left.isNothing()) {
      terminal.say("Nothing moves any more, but there are still " + left);
    }
  }

  /** What the shop is shown lags behind the stock, and the stock behind the monolith's figures. */
  private void awaitLastFigures() throws IOException, InterruptedException {
    terminal.done();
    terminal.say("All orders are in; waiting until nothing moves any more");
    settle();
    monolith.act("figures");
    settle();
    Waiting.until(
        () -> {
          try {
            giveBack();
            return StranglingReckoning.lagging(recount, sale, rules, worlds()).isEmpty();
          } catch (IOException | SQLException failure) {
            throw cannotRead(failure);
          }
        },
        LAG);
  }

  private OwnerBooks reading() throws SQLException {
    return OwnerBooks.read(ficus.database(Service.LEGACY));
  }

  private TwoWorlds worlds() throws IOException, SQLException {
    return new TwoWorlds(
        Books.read(
            ficus.database(Service.ALLOCATION),
            ficus.database(Service.AVAILABILITY),
            ficus.database(Service.LEGACY)),
        reading(),
        StockSnapshot.read(ficus.url(Service.ALLOCATION)),
        OldBooks.read(monolith, products));
  }

  private boolean reckon(long begin) throws IOException, SQLException {
    TwoWorlds worlds = worlds();
    StranglingReckoning.Outcome outcome =
        StranglingReckoning.of(
            recount,
            sale,
            rules,
            worlds,
            new DocumentReckoning.Documents(
                OrderDocument.read(recordedWithout), OrderDocument.read(recordedWith)),
            SwitchedStock.read(
                ficus.database(Service.LEGACY),
                ficus.database(Service.ALLOCATION),
                monolith,
                rules.shop()),
            readings);
    List<String> differences = new ArrayList<>(outcome.differences());
    terminal.say(summary(outcome, worlds));
    MigrationTeam.Chain chain = team.chain();
    chain.certificates().forEach(each -> terminal.say(certificate(each)));
    if (!chain.whole()) {
      differences.add("the chain of certificates is not whole: " + chain.why());
    }
    outcome.exceptions().forEach(each -> terminal.say("  until its next figure: " + each));
    if (differences.isEmpty()) {
      terminal.say(
          "It adds up after %s: every line is with one owner, no unit is promised twice, and the chain of certificates is whole."
              .formatted(Terminal.seconds(begin)));
      terminal.say("The desk: " + ficus.url(Service.LEGACY).resolve("/desk"));
      return true;
    }
    terminal.say("It does NOT add up (%d differences):".formatted(differences.size()));
    differences.forEach(difference -> terminal.say("  " + difference));
    return false;
  }

  private String summary(StranglingReckoning.Outcome outcome, TwoWorlds worlds) {
    long physical = 0;
    long promised = 0;
    for (OldBooks.OldStock stock : worlds.old().stock()) {
      physical += stock.physical();
      promised += stock.promised();
    }
    long held = 0;
    for (StockSnapshot.SnapshotProduct product : worlds.snapshot().products()) {
      held += product.held();
    }
    return row("orders sent", sale.orders())
        + row("  to the monolith, byte for byte", outcome.forwarded())
        + row("  to both", outcome.split())
        + row("  to us", outcome.taken())
        + row("orders cancelled", sale.cancelled().size())
        + row("lines sent", sale.lines())
        + row("  of the monolith", outcome.theirs())
        + row("  of ours", outcome.ours())
        + row("units in the warehouse", physical)
        + row("  promised by the monolith", promised)
        + row("  held for our lines", held)
        + row("  free", physical - promised - held).stripTrailing();
  }

  private static String row(String what, long number) {
    return String.format(Locale.ROOT, "  %-38s %,10d%n", what, number);
  }

  private static String certificate(JsonNode each) {
    JsonNode counted = each.path("lists").path("ledger");
    return String.format(
        Locale.ROOT,
        "  certificate %s  %-9s  %-6s  %,6d units of %,4d products, %,4d open lines drain  %.12s",
        each.path("id").asText(),
        each.path("direction").asText(),
        each.path("wave").asText(),
        counted.path("units").asLong(),
        counted.path("rows").asLong(),
        each.path("open_lines").asLong(),
        each.path("hash").asText());
  }

  private static DemoException cannotRead(Exception away) {
    return new DemoException("the books cannot be read: " + away.getMessage(), away);
  }
}
