package dev.ficus.bench;

import dev.ficus.journeys.PackagedService;
import dev.ficus.local.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The row of the judge: how long it takes him to judge lines that the shadow was fed and both sides
 * have decided about, beside the bare work of writing as many verdicts; and the pages that people
 * read, with all of them there.
 */
final class JudgingBench {
  private static final String NAME = "judge";
  private static final int SKUS = 1_000;

  /** One line in so many is decided otherwise, and looked at twice. */
  private static final int DIFFERENT_EVERY = 300;

  private static final int PAGES = 200;
  private static final long PAUSE_MILLIS = 50;
  private static final List<String> READ =
      List.of(
          "/strangling/parity",
          "/strangling/parity?wave=judged",
          "/strangling/parity/verdicts?wave=judged&verdict=better",
          "/strangling/parity/verdicts?verdict=same&aspect=outcome&limit=100");

  private static final List<String> FILL =
      List.of(
          "insert into wave (name) values ('judged')",
          """
          insert into sku_route (sku, route, wave)
          select 'sku-' || n, 'legacy', 'judged' from generate_series(0, %2$d - 1) as n
          """,
          """
          insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)
          select 'sku-' || n, 1, 'based', 'judged', 1, 1, 'bench', 'bench'
          from generate_series(0, %2$d - 1) as n
          """,
          """
          insert into monolith_decision (sku, shop, number, lineid, seen_in, taken, waits,
            correlation, began_at, ended_at)
          select 'sku-' || n %% %2$d, 'shop', 'order-' || n, '1', 'answer', true, n %% %3$d = 0,
            'call-' || n, clock_timestamp() + interval '1 minute',
            clock_timestamp() + interval '1 minute'
          from generate_series(1, %1$d) as n
          """,
          """
          insert into shadow_placement (sku, sequence, shop, number, lineid, state, units, at)
          select 'sku-' || n %% %2$d, n, 'shop', 'order-' || n, '1', 'allocated', 1,
            clock_timestamp() + interval '1 minute'
          from generate_series(1, %1$d) as n
          """,
          """
          insert into judged_call (sku, id, basing, kind, shop, number, lineid, revision, qty,
            state, correlation, received_at)
          select 'sku-' || n %% %2$d, n, 1, 'line', 'shop', 'order-' || n, '1', 1, 1, 'ordered',
            'call-' || n, clock_timestamp()
          from generate_series(1, %1$d) as n
          """);

  /** As many rows as there are verdicts, in one statement. */
  private static final String FLOOR =
      """
      create table bare as select sku, call, basing, wave, shop, number, lineid, revision, aspect,
        verdict, theirs, ours, began_at, ended_at, why, at from verdict
      """;

  private JudgingBench() {}

  static boolean isWanted(StranglingOptions options) {
    return options.wants(NAME);
  }

  /** Returns what was wrong, in words; empty when nothing was. */
  static List<String> run(StranglingOptions options) throws Exception {
    try (Installation installation =
        new Installation(Path.of(System.getProperty("ficus.postgres")), Map.of())) {
      installation.startRelay();
      Database database =
          installation.startLegacyAdapter(Map.of("FICUS_LEGACY_JUDGING_SECOND_LOOK", "1s"));
      try (Connection tables =
          DriverManager.getConnection(
              database.jdbcUrl(), database.username(), database.password())) {
        return run(tables, options.judgedLines(), installation.legacyAdapter());
      }
    }
  }

  private static List<String> run(Connection tables, int lines, PackagedService adapter)
      throws Exception {
    tables.setAutoCommit(false);
    for (String each : FILL) {
      execute(tables, each.formatted(lines, SKUS, DIFFERENT_EVERY));
    }
    long begin = System.nanoTime();
    tables.commit();
    tables.setAutoCommit(true);
    while (number(tables, "select count(*) from judged_call where judged_at is null") > 0) {
      Thread.sleep(PAUSE_MILLIS);
    }
    double judging = (System.nanoTime() - begin) / 1e9;
    long bare = System.nanoTime();
    execute(tables, FLOOR);
    double floor = (System.nanoTime() - bare) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%n%,d lines judged in %.1f s: %,.0f a second, %.1f times the bare writing of %,d verdicts%n",
        lines,
        judging,
        lines / judging,
        judging / floor,
        number(tables, "select count(*) from verdict"));
    List<String> complaints = new ArrayList<>();
    for (String path : READ) {
      page(adapter, path, complaints);
    }
    long taken = number(tables, "select count(*) from verdict where aspect = 'taken'");
    long totals = number(tables, "select sum(n) from verdict_total where aspect = 'taken'");
    if (taken != lines || totals != lines) {
      complaints.add(
          "%d lines have %d verdicts whether they are taken, by the totals %d"
              .formatted(lines, taken, totals));
    }
    return complaints;
  }

  private static void page(PackagedService adapter, String path, List<String> complaints)
      throws IOException {
    Latencies latencies = new Latencies(1, Duration.ofDays(1));
    try (HttpConnection connection = new HttpConnection(adapter.port())) {
      for (int at = 0; at < PAGES; at++) {
        long begin = System.nanoTime();
        HttpAnswer answer = connection.ask(HttpConnection.get(path));
        latencies.record(0, System.nanoTime() - begin);
        if (answer.status() != 200) {
          complaints.add(path + ": " + answer);
          return;
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-72s p50 %5.1f ms, p99 %5.1f ms  goal 50 ms%n",
        path,
        latencies.all().getValueAtPercentile(50) / 1e6,
        latencies.all().getValueAtPercentile(99) / 1e6);
  }

  private static void execute(Connection tables, String sql) throws SQLException {
    try (Statement statement = tables.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection tables, String sql) throws SQLException {
    try (Statement statement = tables.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
