package dev.ficus.bench;

import dev.ficus.bench.Pair.Measurement;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.journeys.Shadow;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.local.TcpProxy;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * The rows of a shadow: forwarded orders through an adapter that feeds one, beside the same through
 * an adapter that has none, while the shadow decides, while it is dead, and while its broker is
 * away. All lines are of SKUs in the shadow, unless fewer are asked for.
 */
final class ShadowBench {
  private static final String DECIDES = "shadow decides";
  private static final String DEAD = "shadow is dead";
  private static final String AWAY = "shadow's broker is away";
  private static final List<String> ROWS = List.of(DECIDES, DEAD, AWAY);
  private static final int CONNECTIONS = 8;

  private final StranglingOptions options;
  private final Installation installation;
  private final PackagedService shadow;
  private final TcpProxy way;
  private final PackagedService plain;
  private final Lines lines;
  private final ShopOrders fed;
  private final ShopOrders notFed;
  private final List<String> complaints = new ArrayList<>();

  private ShadowBench(
      StranglingOptions options,
      Installation installation,
      PackagedService shadow,
      TcpProxy way,
      PackagedService plain,
      Lines lines) {
    this.options = options;
    this.installation = installation;
    this.shadow = shadow;
    this.way = way;
    this.plain = plain;
    this.lines = lines;
    this.fed = new ShopOrders("fed-", lines, lines, 0);
    this.notFed = new ShopOrders("plain-", lines, lines, 0);
  }

  static boolean isWanted(StranglingOptions options) {
    return ROWS.stream().anyMatch(options::wants);
  }

  /** Returns what was wrong, in words; empty when nothing was. */
  static List<String> run(StranglingOptions options) throws Exception {
    try (Installation installation =
        new Installation(Path.of(System.getProperty("ficus.postgres")), Map.of())) {
      installation.startRelay();
      SimulatedMonolith monolith =
          SimulatedMonolith.start(
              installation.launcher(),
              Project.here().orders(),
              StranglingBench.MONOLITH_OPTIONS,
              List.of());
      Map<String, String> inFront =
          Map.of(
              "FICUS_LEGACY_ROUTING_DEFAULT_ROUTE",
              "legacy",
              "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM",
              monolith.address().toString());
      VirtualHost broker = installation.createVirtualHost("shadow");
      try (TcpProxy way = new TcpProxy(broker.host(), broker.port());
          PackagedService shadow =
              packaged(installation, "shadow", Service.ALLOCATION)
                  .with(installation.postgres().createDatabase("shadow"), broker);
          PackagedService plain =
              packaged(installation, "plain", Service.LEGACY)
                  .with(
                      installation.postgres().createDatabase("plain"),
                      installation.createVirtualHost("plain"))
                  .with(inFront)) {
        shadow.start().awaitReady();
        plain
            .with(
                Map.of("FICUS_LEGACY_ALLOCATION_URL", installation.allocation().url("").toString()))
            .start()
            .awaitReady();
        Map<String, String> feeding = new HashMap<>(inFront);
        feeding.putAll(new Shadow(broker, shadow.url("")).settings());
        feeding.put("FICUS_LEGACY_SHADOW_HOST", "127.0.0.1");
        feeding.put("FICUS_LEGACY_SHADOW_PORT", String.valueOf(way.port()));
        installation.startLegacyAdapter(feeding);
        ShadowBench bench =
            new ShadowBench(
                options, installation, shadow, way, plain, new Lines("shadowed", options.skus()));
        bench.run();
        return bench.complaints;
      }
    }
  }

  private static PackagedService packaged(Installation installation, String name, Service service) {
    return new PackagedService(
        installation.launcher(),
        name,
        service,
        Project.here().command(service.module(), Form.JAR, Installation.JAVA_OPTIONS));
  }

  private void run() throws Exception {
    System.out.println(installation.description());
    System.out.printf(
        "%d pairs of %d s; %,d orders/s of %d lines on %d connections; %,d SKUs, one in %d in the shadow%n",
        options.pairs(),
        options.seconds(),
        options.rate(),
        ShopOrders.LINES,
        CONNECTIONS,
        options.skus(),
        options.shadowedOneIn());
    base();
    System.out.printf(
        "%n%-26s %15s  %15s  %23s  %23s%n%-26s %7s %7s  %7s %7s  %7s %7s %7s  %7s %7s %7s%n",
        "",
        "with one, ms",
        "without, ms",
        "p50, with : without",
        "p99, with : without",
        "",
        "p50",
        "p99",
        "p50",
        "p99",
        "median",
        "low",
        "high",
        "median",
        "low",
        "high");
    for (int round = 0; round < options.warmUpRounds(); round++) {
      at(plain, notFed, StranglingBench.WARM_UP_RATE * options.rate()).take(round);
      at(installation.legacyAdapter(), fed, StranglingBench.WARM_UP_RATE * options.rate())
          .take(round);
    }
    row(DECIDES);
    shadow.kill();
    row(DEAD);
    shadow.start().awaitReady();
    way.away(true);
    row(AWAY);
    way.away(false);
    awaitDecided();
  }

  /**
   * Each SKU has a figure, as the monolith would have reported it; some or all are in the shadow.
   */
  private void base() throws IOException {
    String csv =
        IntStream.range(0, lines.skus())
            .mapToObj(number -> "," + lines.sku(number) + ",1000000,")
            .collect(Collectors.joining("\n", "batchref,sku,qty,eta\n", "\n"));
    String skus =
        IntStream.range(0, lines.skus())
            .filter(number -> number % options.shadowedOneIn() == 0)
            .mapToObj(number -> "\"" + lines.sku(number) + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    ask("POST", "/stock/openings/file/shop", "text/csv", csv);
    ask("PUT", "/strangling/waves/shadowed", "application/json", skus);
    ask(
        "POST",
        "/strangling/waves/shadowed/shadow",
        "application/json",
        "{\"by\": \"bench\", \"reason\": \"measured\"}");
  }

  private String ask(String method, String path, String type, String body) throws IOException {
    try (HttpConnection adapter = new HttpConnection(installation.legacyAdapter().port())) {
      HttpAnswer answer =
          adapter.ask(
              HttpConnection.sent(method, path, type, body.getBytes(StandardCharsets.UTF_8)));
      if (answer.status() / 100 != 2) {
        throw new IOException(path + " is answered by " + answer);
      }
      return answer.body();
    }
  }

  private void row(String name) throws Exception {
    if (!options.wants(name)) {
      return;
    }
    List<Pair<Histogram>> pairs =
        Pair.alternating(
            options.pairs(),
            at(installation.legacyAdapter(), fed, options.rate()),
            at(plain, notFed, options.rate()));
    System.out.printf(
        Locale.ROOT,
        "%-26s %7.2f %7.2f  %7.2f %7.2f  %s  %s%n",
        name,
        middle(pairs.stream().map(Pair::ours).toList(), 50),
        middle(pairs.stream().map(Pair::ours).toList(), 99),
        middle(pairs.stream().map(Pair::floor).toList(), 50),
        middle(pairs.stream().map(Pair::floor).toList(), 99),
        ratio(pairs, 50),
        ratio(pairs, 99));
  }

  private static double middle(List<Histogram> timings, double percentile) {
    return Spread.of(timings.stream().map(each -> Timing.millis(each, percentile)).toList())
        .median();
  }

  private static String ratio(List<Pair<Histogram>> pairs, double percentile) {
    Spread ratio =
        Spread.of(
            pairs.stream()
                .map(
                    pair ->
                        Timing.millis(pair.ours(), percentile)
                            / Timing.millis(pair.floor(), percentile))
                .toList());
    return String.format(
        Locale.ROOT, "%7.3f %7.3f %7.3f", ratio.median(), ratio.low(), ratio.high());
  }

  private Measurement<Histogram> at(PackagedService adapter, ShopOrders orders, int rate) {
    return round -> {
      installation.postgres().checkpoint();
      Latencies latencies = new Latencies(1, Duration.ofDays(1));
      OpenLoop.run(
          adapter.port(),
          CONNECTIONS,
          new Schedule(System.nanoTime(), rate),
          number -> number < (long) rate * options.seconds(),
          () -> HttpConnection.sent("POST", StranglingBench.ADDRESS, "text/xml", orders.next()),
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
      return latencies.all();
    };
  }

  /** In the end the shadow has decided about every line that is to be in it, and none is lost. */
  private void awaitDecided() throws Exception {
    long begun = System.nanoTime();
    try (Connection ledger = installation.postgres().connect("legacy");
        Statement statement = ledger.createStatement()) {
      long taken = count(statement, "select count(*) from ledger_line");
      if (taken != (long) ShopOrders.LINES * fed.issued()) {
        complaints.add("%,d orders have %,d lines in the ledger".formatted(fed.issued(), taken));
      }
      long all = count(statement, "select count(*) from ledger_line join shadow_sku using (sku)");
      long decided = 0;
      long before = -1;
      while (decided < all && decided > before) {
        before = decided;
        Thread.sleep(Duration.ofSeconds(20).toMillis());
        decided = count(statement, "select count(*) from shadow_line where decided = fed");
      }
      if (decided != all
          || count(statement, "select count(*) from shadow_sku where state <> 'based'") > 0) {
        complaints.add("the shadow has decided %,d lines of %,d".formatted(decided, all));
      }
      System.out.printf(
          "%nThe shadow has decided %,d lines of %,d, the last at most %d s after the last order.%n",
          decided, all, (System.nanoTime() - begun) / 1_000_000_000);
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
