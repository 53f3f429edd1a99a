package dev.ficus.bench;

import dev.ficus.bench.Pair.Measurement;
import dev.ficus.journeys.InFront;
import dev.ficus.journeys.Launcher;
import dev.ficus.journeys.MigrationTeam;
import dev.ficus.journeys.MigrationTeam.Switched;
import dev.ficus.journeys.MigrationTeam.Way;
import dev.ficus.journeys.ProductShop;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.SimulatedMonolith;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a wave that is cut over and rolled back again and again while orders come in: how
 * long its products are frozen (P13).
 */
final class FrozenBench {
  private static final String SHOP = "shop";
  private static final String WAVE = "wave";

  /** So much that no SKU is ever sold out. */
  private static final String STOCK = "1000000";

  private static final int REPORTED_EVERY_MILLIS = 500;

  /** More than orders of frozen products that come in before any goal is missed. */
  private static final int CONNECTIONS = 64;

  /** One order in so many has a line of the wave. */
  private static final int MIXED_EVERY = 20;

  private static final int WARM_UP_ROUNDS = 3;

  private static final String UNREPORTED =
      """
      select (select count(*) from ledger_batch where confirmed < revision)
        + (select count(*) from sku_openness where not confirmed)
        + abs(?::bigint - (select count(*) from ledger_batch))
      """;

  private final StranglingOptions options;
  private final Installation installation;
  private final LedgerTables ledger;
  private final BareQuestions questions;
  private final MigrationTeam team;
  private final List<Long> beside;
  private final Lines theirs;
  private final Lines wave;
  private final ShopOrders warmUp;
  private final ShopOrders forwarded;
  private final ShopOrders mixed;
  private final ShopOrders debts;
  private final List<Pair<FrozenTime>> over = new ArrayList<>();
  private final List<Pair<FrozenTime>> back = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int epoch;
  private int flowed;

  private FrozenBench(
      StranglingOptions options,
      Installation installation,
      Lines theirs,
      Lines wave,
      LedgerTables ledger,
      BareQuestions questions,
      List<Long> beside) {
    this.options = options;
    this.installation = installation;
    this.ledger = ledger;
    this.questions = questions;
    this.beside = beside;
    this.theirs = theirs;
    this.wave = wave;
    this.team = new MigrationTeam(installation.legacyAdapter().url(""));
    this.warmUp = new ShopOrders("warm-", theirs, wave, 0);
    this.forwarded = new ShopOrders("forwarded-", theirs, wave, 0);
    this.mixed = new ShopOrders("mixed-", theirs, wave, 1);
    this.debts = ShopOrders.inTurn("debt-", wave);
  }

  static boolean isWanted(StranglingOptions options) {
    return options.wants(name(Way.CUT_OVER, options))
        || options.wants(name(Way.ROLL_BACK, options));
  }

  private static String name(Way way, StranglingOptions options) {
    return String.format(
        Locale.ROOT,
        "P13 wave of %,d SKUs %s",
        options.waveSkus(),
        way == Way.CUT_OVER ? "cut over" : "rolled back");
  }

  /** Returns what was wrong, in words. */
  static List<String> run(StranglingOptions options) throws Exception {
    Lines theirs = new Lines("theirs", options.waveSkus());
    Lines wave = new Lines(WAVE, options.waveSkus());
    Path logs = Project.here().newLogs("deploy/bench/target/logs/frozen");
    Path feed = products(logs, theirs, wave);
    try (Installation installation =
            new Installation(Path.of(System.getProperty("ficus.postgres")), Map.of());
        Launcher apart = new Launcher(logs)) {
      installation.startRelay();
      installation.startAvailability();
      ProductShop shop =
          ProductShop.start(installation.launcher(), feed, StranglingBench.MONOLITH_OPTIONS);
      List<String> figures = List.of("--named-batches", "no", "--stock", STOCK);
      SimulatedMonolith monolith =
          SimulatedMonolith.start(
              installation.launcher(),
              feed,
              StranglingBench.MONOLITH_OPTIONS,
              Stream.concat(
                      figures.stream(),
                      InFront.reporting(installation.legacyAdapter().url(""), REPORTED_EVERY_MILLIS)
                          .stream())
                  .toList());
      SimulatedMonolith another =
          SimulatedMonolith.start(apart, feed, StranglingBench.MONOLITH_OPTIONS, figures);
      InFront inFront =
          new InFront(
              monolith.address().toString(),
              shop.address(),
              installation.availability().url(""),
              SHOP);
      Map<String, String> settings = inFront.switchingAdapter();
      // On a busy machine figures may be under way for longer than the default allows.
      settings.put("FICUS_LEGACY_SWITCHING_SECOND_LOOK", "1m");
      try (LedgerTables ledger = new LedgerTables(installation.startLegacyAdapter(settings));
          BareQuestions questions =
              new BareQuestions(another.address().getPort(), installation.port(), wave)) {
        FrozenBench bench =
            new FrozenBench(
                options,
                installation,
                theirs,
                wave,
                ledger,
                questions,
                List.of(monolith.pid(), another.pid(), shop.pid()));
        bench.run(monolith);
        return bench.complaints;
      }
    }
  }

  /** Writes a feed of which the monolith and the shop have the products. */
  private static Path products(Path folder, Lines theirs, Lines wave) throws IOException {
    StringBuilder feed =
        new StringBuilder("order_id,sku,description,qty,placed_at,unit_price_gbp,country\n");
    Stream.concat(skus(theirs).stream(), skus(wave).stream())
        .forEach(
            sku ->
                feed.append(
                    "of-%s,%1$s,Café set & saucers,1,2010-12-01 08:26:00,8.95,United Kingdom\n"
                        .formatted(sku)));
    return Files.writeString(folder.resolve("products.csv"), feed);
  }

  private static List<String> skus(Lines lines) {
    return IntStream.range(0, lines.skus()).mapToObj(lines::sku).toList();
  }

  private void run(SimulatedMonolith monolith) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%nA wave of %,d SKUs, as many in none; decides-within 0 s: the monolith decides before it"
            + " answers, and reports its figures every %d ms; the ledger has %,d older lines; %,d"
            + " orders/s, one in %d with a line of the wave; a debt of %,d SKUs before each rollback%n",
        options.waveSkus(),
        REPORTED_EVERY_MILLIS,
        options.olderLines(),
        options.rate(),
        MIXED_EVERY,
        debtSkus());
    prepare(monolith);
    OrderFlow flow = flow();
    for (int round = 1; round <= options.pairs(); round++) {
      over.add(
          Pair.of(
              round,
              taking(flow, Way.CUT_OVER),
              any -> {
                long begin = System.nanoTime();
                questions.compare();
                return FrozenTime.floor(Duration.ofNanos(System.nanoTime() - begin), 0);
              }));
      makeDebt();
      back.add(
          Pair.of(
              round,
              taking(flow, Way.ROLL_BACK),
              any -> {
                long begin = System.nanoTime();
                questions.setAsideAndCompare(debtSkus());
                return FrozenTime.floor(Duration.ofNanos(System.nanoTime() - begin), debtSkus());
              }));
    }
    complaints.addAll(flow.end());
    System.out.println("\n" + FrozenRow.heading());
    print(Way.CUT_OVER, over, "<= 3 s");
    print(Way.ROLL_BACK, back, "<= 10 s");
    prove(monolith);
  }

  private int debtSkus() {
    return options.waveSkus() * 9 / 10;
  }

  private void prepare(SimulatedMonolith monolith) throws Exception {
    ledger.fill(
        options.olderLines(), Stream.concat(skus(theirs).stream(), skus(wave).stream()).toList());
    monolith.report();
    ledger.awaitNone(
        UNREPORTED,
        "the monolith's figures do not arrive",
        String.valueOf(theirs.skus() + wave.skus()));
    team.put(WAVE, skus(wave));
    int rounds = options.small() ? 1 : WARM_UP_ROUNDS;
    ask(warmUp, StranglingBench.WARM_UP_RATE * options.rate(), rounds * options.seconds());
  }

  private OrderFlow flow() {
    Supplier<byte[]> documents = () -> (flowed++ % MIXED_EVERY == 0 ? mixed : forwarded).next();
    return OrderFlow.begin(
        installation.legacyAdapter().port(), CONNECTIONS, options.rate(), documents);
  }

  /** Orders of ours alone, until they are allocated. */
  private void makeDebt() throws Exception {
    int orders = debtSkus() / ShopOrders.LINES;
    int rate = Math.min(options.rate(), orders);
    ask(debts, rate, Math.max(1, orders / rate));
    ledger.awaitPlaced(debts.prefix());
  }

  private void ask(ShopOrders orders, int rate, int seconds) throws Exception {
    long[] errors = new long[1];
    OpenLoop.run(
        installation.legacyAdapter().port(),
        8,
        new Schedule(System.nanoTime(), rate),
        number -> number < (long) rate * seconds,
        () -> HttpConnection.sent("POST", StranglingBench.ADDRESS, "text/xml", orders.next()),
        (number, due, received, answer) -> {
          if (answer.status() != 200 || answer.body().contains("<fault>")) {
            synchronized (errors) {
              errors[0]++;
            }
          }
        });
    if (errors[0] > 0) {
      complaints.add("%d of the orders %s were not taken".formatted(errors[0], orders.prefix()));
    }
  }

  private Measurement<FrozenTime> taking(OrderFlow flow, Way way) {
    return round -> {
      ProcessorTime before = used();
      long begin = System.nanoTime();
      Switched switched = team.take(WAVE, way, epoch, "the benchmark");
      long end = System.nanoTime();
      ProcessorTime cost = used().since(before);
      epoch++;
      OrderFlow.Noticed noticed = flow.noticed(begin, end);
      return new FrozenTime(
          switched.frozen(),
          switched.tellings(),
          switched.steps(),
          noticed.orders(),
          noticed.longest(),
          cost.others());
    };
  }

  private ProcessorTime used() {
    return ProcessorTime.now(
        List.of(
            installation.legacyAdapter().pid(),
            installation.allocation().pid(),
            installation.availability().pid()),
        beside,
        installation.postgres().pid(),
        installation.brokerProcesses());
  }

  private void print(Way way, List<Pair<FrozenTime>> pairs, String goal) {
    FrozenRow row = new FrozenRow(name(way, options), pairs, goal);
    if (options.wants(row.name())) {
      System.out.println(row);
      System.out.println(row.steps());
    }
  }

  private void prove(SimulatedMonolith monolith)
      throws IOException, SQLException, InterruptedException {
    ledger.awaitPlaced();
    installation.settle("");
    WaveProof proof =
        new WaveProof(
            installation, monolith, ledger, List.of(warmUp, forwarded, mixed, debts), wave, epoch);
    List<String> found = new ArrayList<>(proof.complaints());
    MigrationTeam.Chain chain = team.chain();
    if (!chain.whole() || chain.certificates().size() != epoch) {
      found.add(
          "of %d switches the chain has %d certificates: %s"
              .formatted(epoch, chain.certificates().size(), chain.why()));
    }
    complaints.addAll(found);
    System.out.printf(
        Locale.ROOT,
        "%nIt adds up: %s %,d orders, %d switches; each line is with one owner, who has it once, and no unit is promised by both%n",
        found.isEmpty() ? "yes." : "NO.",
        proof.orders(),
        epoch);
  }
}
