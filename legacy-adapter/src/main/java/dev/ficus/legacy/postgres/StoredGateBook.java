package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.routing.GateState;
import dev.ficus.legacy.routing.ParityState;
import dev.ficus.legacy.routing.ParityState.BetterCount;
import dev.ficus.legacy.switching.GateBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of waves for the gate, in PostgreSQL. */
@ApplicationScoped
class StoredGateBook implements GateBook {

  /** What waits for longer is unjudged: by then it has been judged, if anybody judges. */
  private static final Duration WAITS = Duration.ofMinutes(10);

  /** The verdicts of a wave that count: of the basing in which each of its SKUs is now. */
  private static final String COUNTED =
      """
      from sku_route join shadow_sku as shadowed using (sku)
        join verdict_total as total using (sku, basing)
      where sku_route.wave = ?
      """;

  /** Verdicts that a rule ignores no more. */
  private static final String RULE_IS_OVER =
      """
      from verdict join parity_rule as rule on rule.id = verdict.rule
        join sku_route on sku_route.sku = verdict.sku
        join shadow_sku as shadowed
          on shadowed.sku = verdict.sku and shadowed.basing = verdict.basing
      where verdict.verdict = 'ignored' and sku_route.wave = ?
        and (rule.expires_at <= now() or rule.ended_at is not null)
      """;

  /** How often we are better, by SKU, its basing, and aspect; asked with the wave twice. */
  static final String BETTER =
      """
      select sku, basing, aspect, sum(n)::bigint as n
      from (select total.sku, total.basing, total.aspect, n %s and total.verdict = 'better'
            union all
            select verdict.sku, verdict.basing, verdict.aspect, 1 %s and verdict.otherwise = 'better')
        as each
      group by sku, basing, aspect"""
          .formatted(COUNTED, RULE_IS_OVER);

  private final Database database;

  StoredGateBook(Database database) {
    this.database = database;
  }

  @Override
  public GateState state(String wave) {
    return database.inSnapshot(connection -> state(connection, wave));
  }

  private static GateState state(Connection connection, String wave) throws SQLException {
    return new GateState(Sql.clock(connection), parity(connection, wave));
  }

  /** The checks that do not hold, as the transaction sees it that changes the routes. */
  static List<CutOverCheck> red(Connection connection, String wave, GateLimits gate)
      throws SQLException {
    return gate.askForParity()
        ? CutOverCheck.red(GateRules.checks(state(connection, wave), gate))
        : List.of();
  }

  /** Calls that were counted. */
  private record Counted(long compared, long unjudged, long worse, Optional<Instant> worseSince) {}

  private static ParityState parity(Connection connection, String wave) throws SQLException {
    List<String> figured =
        Sql.query(
            connection,
            """
            select sku from sku_route
            where wave = ? and exists (
              select from reported_figure where reported_figure.sku = sku_route.sku)
            order by sku
            """,
            row -> row.getString(1),
            Sql.value(wave));
    Map<String, Instant> based = new HashMap<>();
    Sql.query(
        connection,
        """
        select sku, based_at from sku_route join shadow_sku as shadowed using (sku)
        where sku_route.wave = ? and shadowed.state = 'based'
        """,
        row -> based.put(row.getString("sku"), time(row, 2).orElseThrow()),
        Sql.value(wave));
    Counted counted = counted(connection, wave);
    Map<String, BetterCount> better = better(connection, wave);
    Optional<Rehearsed> rehearsed = rehearsed(connection, wave);
    return new ParityState(
        figured.size(),
        figured.stream().filter(sku -> !based.containsKey(sku)).toList(),
        based.values().stream().max(Instant::compareTo),
        counted.compared(),
        counted.unjudged() + waiting(connection, wave),
        counted.worse(),
        counted.worseSince(),
        better,
        rehearsed.map(Rehearsed::at),
        rehearsed.filter(Rehearsed::passed).isPresent());
  }

  private static Counted counted(Connection connection, String wave) throws SQLException {
    return Sql.query(
            connection,
            """
            with counted as materialized (select aspect, verdict, sum(n) as n %s
              group by aspect, verdict),
            over as materialized (select verdict.at %s and verdict.otherwise = 'worse')
            select
              (select coalesce(sum(n), 0) from counted
               where aspect = 'taken' and verdict <> 'unjudged') as compared,
              (select coalesce(sum(n), 0) from counted
               where aspect <> 'figure' and verdict = 'unjudged') as unjudged,
              (select coalesce(sum(n), 0) from counted where verdict = 'worse')
                + (select count(*) from over) as worse,
              least((select min(at) from over),
                (select min(verdict.at)
                 from verdict join sku_route using (sku)
                   join shadow_sku as shadowed using (sku, basing)
                 where verdict = 'worse' and sku_route.wave = ?)) as worse_since
            """
                .formatted(COUNTED, RULE_IS_OVER),
            row ->
                new Counted(
                    row.getLong("compared"),
                    row.getLong("unjudged"),
                    row.getLong("worse"),
                    time(row, 4)),
            Sql.value(wave),
            Sql.value(wave),
            Sql.value(wave))
        .get(0);
  }

  /** What is better, by aspects of which there is more than somebody has acknowledged. */
  private static Map<String, BetterCount> better(Connection connection, String wave)
      throws SQLException {
    Map<String, BetterCount> better = new HashMap<>();
    Sql.query(
        connection,
        """
        select aspect, sum(greatest(better.n - coalesce(known.n, 0), 0)) as open,
          sum(least(better.n, coalesce(known.n, 0))) as known,
          array_agg(sku order by sku) filter (where better.n > coalesce(known.n, 0)) as skus
        from (%s) as better left join acknowledged_sku as known using (sku, basing, aspect)
        group by aspect having sum(greatest(better.n - coalesce(known.n, 0), 0)) > 0
        """
            .formatted(BETTER),
        row ->
            better.put(
                row.getString("aspect"),
                new BetterCount(
                    row.getLong("open"),
                    row.getLong("known"),
                    List.of((String[]) row.getArray("skus").getArray()))),
        Sql.value(wave),
        Sql.value(wave));
    return better;
  }

  /** Calls that nobody has judged in all that time, and what the shadow was not fed in it. */
  private static long waiting(Connection connection, String wave) throws SQLException {
    return Sql.query(
            connection,
            """
            select
              (select count(*)
               from judged_call as call join sku_route using (sku)
                 join shadow_sku as shadowed using (sku, basing)
               where judged_at is null and kind = 'line' and received_at < now() - ?::interval
                 and sku_route.wave = ?)
              + (select count(*) from shadow_change as coming join sku_route using (sku)
                 where kind = 'line' and received_at < now() - ?::interval
                   and sku_route.wave = ?)
            """,
            row -> row.getLong(1),
            Sql.value(WAITS.toString()),
            Sql.value(wave),
            Sql.value(WAITS.toString()),
            Sql.value(wave))
        .get(0);
  }

  private record Rehearsed(Instant at, boolean passed) {}

  private static Optional<Rehearsed> rehearsed(Connection connection, String wave)
      throws SQLException {
    return Sql.query(
            connection,
            "select at, passed from rehearsal where wave = ? order by id desc limit 1",
            row -> new Rehearsed(time(row, 1).orElseThrow(), row.getBoolean("passed")),
            Sql.value(wave))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<ComparedWave> compared(String wave) {
    return database.inSnapshot(
        connection -> {
          Map<String, Map<String, Long>> verdicts = new TreeMap<>();
          Sql.query(
              connection,
              "select aspect, verdict, sum(n) as n %s group by aspect, verdict".formatted(COUNTED),
              row ->
                  verdicts
                      .computeIfAbsent(row.getString("aspect"), any -> new TreeMap<>())
                      .put(row.getString("verdict"), row.getLong("n")),
              Sql.value(wave));
          return verdicts.isEmpty()
              ? Optional.empty()
              : Optional.of(new ComparedWave(verdicts, rules(connection, wave)));
        });
  }

  private static List<RuleInForce> rules(Connection connection, String wave) throws SQLException {
    return Sql.query(
        connection,
        """
        select *, concat_ws(', ', 'wave ' || wave, 'SKU ' || sku, 'shop ' || shop) as place
        from parity_rule as rule
        where ended_at is null and expires_at > now() and (wave is null or wave = ?)
          and (sku is null or exists (
            select from sku_route where sku_route.sku = rule.sku and sku_route.wave = ?))
        order by id
        """,
        row ->
            new RuleInForce(
                row.getLong("id"),
                row.getString("place"),
                row.getString("aspect"),
                row.getString("verdict"),
                row.getString("owner"),
                row.getString("reason"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getLong("hits")),
        Sql.value(wave),
        Sql.value(wave));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
