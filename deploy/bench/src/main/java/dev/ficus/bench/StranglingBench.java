package dev.ficus.bench;

import dev.ficus.bench.Pair.Measurement;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.local.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * The rows of Ficus in front of the monolith, one after the other (P13): those of calls here, those
 * of waves in {@link FrozenBench}, those of a shadow in {@link ShadowBench}. No time is right or
 * wrong here: only errors, and orders that are not where they belong, are.
 */
public final class StranglingBench {
  static final List<String> MONOLITH_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx512m");
  static final String ADDRESS = "/api/xmlrpc";

  private static final String FORWARDED = "P13 forwarded orders";
  private static final String BUSY = "P13 forwarded orders, four times as many";
  private static final String OF_BOTH = "P13 orders with lines of both";
  private static final String OURS = "P13 orders that are ours";
  private static final List<String> CALLS = List.of(FORWARDED, BUSY, OF_BOTH, OURS);
  private static final int CONNECTIONS = 8;

  /** How many times the rate, so that the JVMs have seen some ten thousand calls before. */
  static final int WARM_UP_RATE = 4;

  /** How many times the rate, so that the processors have no time to fall asleep between calls. */
  private static final int BUSY_RATE = 4;

  private final StranglingOptions options;
  private final Installation installation;
  private final SimulatedMonolith monolith;
  private final Lines theirs;
  private final Lines ours;
  private final LedgerTables ledger;
  private final StranglingProof proof;
  private final List<String> complaints = new ArrayList<>();

  private StranglingBench(
      StranglingOptions options,
      Installation installation,
      SimulatedMonolith monolith,
      Lines ours,
      LedgerTables ledger,
      StranglingProof proof) {
    this.options = options;
    this.installation = installation;
    this.monolith = monolith;
    this.theirs = new Lines("theirs", options.skus());
    this.ours = ours;
    this.ledger = ledger;
    this.proof = proof;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new StranglingOptions())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Returns the status with which the program ends: 1 when something was wrong. */
  static int run(StranglingOptions options) throws Exception {
    List<String> complaints = new ArrayList<>();
    if (CALLS.stream().anyMatch(options::wants)) {
      complaints.addAll(calls(options));
    }
    if (FrozenBench.isWanted(options)) {
      complaints.addAll(FrozenBench.run(options));
    }
    if (ShadowBench.isWanted(options)) {
      complaints.addAll(ShadowBench.run(options));
    }
    if (JudgingBench.isWanted(options)) {
      complaints.addAll(JudgingBench.run(options));
    }
    complaints.forEach(complaint -> System.out.println("WRONG: " + complaint));
    return complaints.isEmpty() ? 0 : 1;
  }

  private static List<String> calls(StranglingOptions options) throws Exception {
    try (Installation installation =
        new Installation(Path.of(System.getProperty("ficus.postgres")), Map.of())) {
      installation.startRelay();
      SimulatedMonolith monolith =
          SimulatedMonolith.start(
              installation.launcher(), Project.here().orders(), MONOLITH_OPTIONS, List.of());
      Lines ours = new Lines("ours", options.skus());
      Database database =
          installation.startLegacyAdapter(
              Map.of(
                  "FICUS_LEGACY_ROUTING_DEFAULT_ROUTE",
                  "legacy",
                  "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM",
                  monolith.address().toString()));
      try (LedgerTables ledger = new LedgerTables(database)) {
        StranglingProof proof = new StranglingProof(installation, monolith, ours, ledger);
        StranglingBench bench =
            new StranglingBench(options, installation, monolith, ours, ledger, proof);
        bench.run();
        return bench.complaints;
      }
    }
  }

  private void run() throws Exception {
    System.out.println(installation.description());
    System.out.printf(
        "%d pairs of %d s; %,d orders/s of %d lines on %d connections; %,d SKUs of the monolith, as"
            + " many of ours%n",
        options.pairs(),
        options.seconds(),
        options.rate(),
        ShopOrders.LINES,
        CONNECTIONS,
        options.skus());
    putWave();
    installation.purchase(ours);
    System.out.println("\n" + ExtraTimeRow.heading());
    orders(FORWARDED, options.rate(), 0, "p50 <= 2 ms more");
    orders(BUSY, BUSY_RATE * options.rate(), 0, "p50 <= 2 ms more");
    orders(OF_BOTH, options.rate(), 1, "");
    orders(OURS, options.rate(), ShopOrders.LINES, "");
    complaints.addAll(proof.complaints());
    System.out.println("\n" + proof);
  }

  private void putWave() throws IOException {
    String skus =
        IntStream.range(0, ours.skus())
            .mapToObj(number -> "\"" + ours.sku(number) + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    byte[] wave = ("{\"skus\":" + skus + ",\"route\":\"new\"}").getBytes(StandardCharsets.UTF_8);
    try (HttpConnection adapter = new HttpConnection(installation.legacyAdapter().port())) {
      HttpAnswer answer =
          adapter.ask(
              HttpConnection.sent("PUT", "/strangling/waves/ours", "application/json", wave));
      if (answer.status() != 200) {
        throw new IOException("the wave is answered by " + answer);
      }
    }
  }

  /** New orders, of whose three lines so many are ours, through Ficus and to the monolith alone. */
  private void orders(String name, int rate, int oursInEach, String goal) throws Exception {
    if (!options.wants(name)) {
      return;
    }
    String of = oursInEach + "-at-" + rate + "-";
    ShopOrders through = new ShopOrders("through-" + of, theirs, ours, oursInEach);
    ShopOrders alone = new ShopOrders("alone-" + of, theirs, ours, oursInEach);
    proof.through(through);
    proof.alone(alone);
    for (int round = 0; round < options.warmUpRounds(); round++) {
      alone(alone, WARM_UP_RATE * options.rate()).take(round);
      through(through, WARM_UP_RATE * options.rate()).take(round);
    }
    List<Pair<Timing>> pairs =
        Pair.alternating(options.pairs(), through(through, rate), alone(alone, rate));
    System.out.println(new ExtraTimeRow(name, pairs, goal));
  }

  private Measurement<Timing> through(ShopOrders orders, int rate) {
    List<Long> services =
        List.of(installation.legacyAdapter().pid(), installation.allocation().pid());
    return round -> {
      ProcessorTime before = used(services, List.of(monolith.pid()));
      Latencies latencies = ask(installation.legacyAdapter().port(), orders, rate);
      // The cost includes allocating the lines that are ours.
      ledger.awaitPlaced();
      return timing(latencies, used(services, List.of(monolith.pid())).since(before));
    };
  }

  private Measurement<Timing> alone(ShopOrders orders, int rate) {
    List<Long> beside =
        List.of(installation.legacyAdapter().pid(), installation.allocation().pid());
    return round -> {
      ProcessorTime before = used(List.of(monolith.pid()), beside);
      Latencies latencies = ask(monolith.address().getPort(), orders, rate);
      return timing(
          latencies, used(List.of(monolith.pid()), beside).since(before).withoutServers());
    };
  }

  private Latencies ask(int port, ShopOrders orders, int rate) throws Exception {
    installation.postgres().checkpoint();
    Latencies latencies = new Latencies(1, Duration.ofDays(1));
    Schedule schedule = new Schedule(System.nanoTime(), rate);
    OpenLoop.run(
        port,
        CONNECTIONS,
        schedule,
        number -> number < (long) rate * options.seconds(),
        () -> HttpConnection.sent("POST", ADDRESS, "text/xml", orders.next()),
        (number, due, received, answer) -> {
          latencies.record(0, received - due);
          if (answer.status() != 200 || answer.body().contains("<fault>")) {
            latencies.error(answer.toString());
          }
        });
    if (latencies.errors() > 0) {
      complaints.add(
          "%s: %d errors, the first: %s"
              .formatted(orders.prefix(), latencies.errors(), latencies.firstError()));
    }
    return latencies;
  }

  private ProcessorTime used(List<Long> services, List<Long> beside) {
    return ProcessorTime.now(
        services, beside, installation.postgres().pid(), installation.brokerProcesses());
  }

  private static Timing timing(Latencies latencies, ProcessorTime cost) {
    return new Timing(latencies.all(), latencies.all().getTotalCount(), latencies.errors(), cost);
  }
}
