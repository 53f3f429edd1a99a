package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.ParityBook;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Book of verdicts, in PostgreSQL. */
@ApplicationScoped
class StoredParityBook implements ParityBook {

  private static final String CURRENT =
      """
      and exists (select from shadow_sku as shadowed
        where shadowed.sku = each.sku and shadowed.basing = each.basing)
      """;

  private final Database database;

  StoredParityBook(Database database) {
    this.database = database;
  }

  @Override
  public ParityTotals totals(Optional<String> wave) {
    return database.inSnapshot(
        connection ->
            new ParityTotals(
                counted(connection, wave), waiting(connection, wave), noise(connection)));
  }

  private static List<ParityTotal> counted(Connection connection, Optional<String> wave)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select aspect, verdict, sum(n) as n
        from %s join verdict_total as total
          on total.sku = shadowed.sku and total.basing = shadowed.basing
        group by aspect, verdict order by aspect, verdict
        """
            .formatted(shadowed(wave)),
        row ->
            new ParityTotal(
                Aspect.of(row.getString("aspect")).orElseThrow(),
                VerdictWord.of(row.getString("verdict")).orElseThrow(),
                row.getLong("n")),
        of(wave));
  }

  private static long waiting(Connection connection, Optional<String> wave) throws SQLException {
    return Sql.query(
            connection,
            """
            select count(*)
            from %s
              join (select sku, basing from judged_call where judged_at is null
                    union all
                    select sku, basing from judged_figure where judged_at is null) as open
                on open.sku = shadowed.sku and open.basing = shadowed.basing
            """
                .formatted(shadowed(wave)),
            row -> row.getLong(1),
            of(wave))
        .get(0);
  }

  private static String shadowed(Optional<String> wave) {
    return wave.isPresent()
        ? """
          (select sku_route.sku, shadow_sku.basing
           from sku_route join shadow_sku on shadow_sku.sku = sku_route.sku
           where sku_route.wave = ?) as shadowed"""
        : "shadow_sku as shadowed";
  }

  private static Sql.Parameter[] of(Optional<String> wave) {
    return wave.map(Sql::value).stream().toArray(Sql.Parameter[]::new);
  }

  private static Optional<NoiseRun> noise(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "select * from noise_run order by id desc limit 1",
            row ->
                new NoiseRun(
                    row.getLong("calls"),
                    row.getLong("differences"),
                    row.getString("done_by"),
                    row.getString("reason"),
                    time(row, "at").orElseThrow()))
        .stream()
        .findFirst();
  }

  /**
   * Kind by kind, as an index has them, so that a rare kind is found among many others. No index
   * may have the ids alone: all others would be looked through for it.
   */
  private static final String FROM_INDEX =
      """
      select found.*
      from unnest(?) as asked (aspect) cross join unnest(?) as wanted (verdict)
        cross join lateral (
          select * from verdict as each
          where %s each.verdict = wanted.verdict and each.aspect = asked.aspect and each.id > ? %s
          order by each.id limit ?) as found
      order by found.id limit ?
      """;

  private static final String OF_SKU =
      """
      select * from verdict as each
      where (sku, id) > (?, ?) and sku <= ? and aspect = any (?) and verdict = any (?)
        and (?::text is null or wave = ?) %s
      order by sku, id limit ?
      """;

  @Override
  public List<FoundVerdict> verdicts(VerdictQuery query) {
    Sql.Parameter aspects =
        Sql.column(
            "text", query.aspect().map(List::of).orElse(List.of(Aspect.values())), Aspect::code);
    Sql.Parameter words =
        Sql.column(
            "text",
            query.verdict().map(List::of).orElse(List.of(VerdictWord.values())),
            VerdictWord::code);
    Sql.Parameter after = Sql.value(query.after());
    Sql.Parameter most = Sql.value(query.most());
    Sql.Parameter wave = Sql.value(query.wave().orElse(null));
    String current = query.current() ? CURRENT : "";
    return database.connected(
        connection -> {
          if (query.sku().isPresent()) {
            Sql.Parameter sku = Sql.value(query.sku().get());
            return Sql.query(
                connection,
                OF_SKU.formatted(current),
                StoredParityBook::verdict,
                sku,
                after,
                sku,
                aspects,
                words,
                wave,
                wave,
                most);
          }
          return query.wave().isPresent()
              ? Sql.query(
                  connection,
                  FROM_INDEX.formatted("each.wave = ? and", current),
                  StoredParityBook::verdict,
                  aspects,
                  words,
                  wave,
                  after,
                  most,
                  most)
              : Sql.query(
                  connection,
                  FROM_INDEX.formatted("", current),
                  StoredParityBook::verdict,
                  aspects,
                  words,
                  after,
                  most,
                  most);
        });
  }

  private static FoundVerdict verdict(ResultSet row) throws SQLException {
    return new FoundVerdict(
        row.getLong("id"),
        row.getString("sku"),
        row.getLong("call"),
        row.getInt("basing"),
        Optional.ofNullable(row.getString("wave")),
        row.getString("shop"),
        row.getString("number"),
        row.getString("lineid"),
        row.getInt("revision"),
        row.getString("aspect"),
        row.getString("verdict"),
        Optional.ofNullable(row.getString("otherwise")),
        row.getString("theirs"),
        row.getString("ours"),
        time(row, "began_at"),
        time(row, "ended_at"),
        row.getString("why"),
        CutOverRows.number(row, "rule"),
        time(row, "looked_at"),
        time(row, "at").orElseThrow());
  }

  @Override
  public List<WrittenRule> rules(long before, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from parity_rule where id < ? order by id desc limit ?",
                row ->
                    new WrittenRule(
                        StoredJudgingBook.rule(row),
                        time(row, "made_at").orElseThrow(),
                        time(row, "ended_at"),
                        Optional.ofNullable(row.getString("ended_by")),
                        row.getLong("hits"),
                        time(row, "hit_at")),
                Sql.value(before),
                Sql.value(most)));
  }

  @Override
  public OptionalLong make(IgnoreRule rule) {
    return database.inTransaction(
        connection -> {
          List<Long> made =
              Sql.query(
                  connection,
                  """
                  insert into parity_rule
                    (wave, sku, shop, aspect, verdict, owner, reason, expires_at)
                  select * from (values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz))
                    as each (wave, sku, shop, aspect, verdict, owner, reason, expires_at)
                  where expires_at > now() and expires_at <= now() + interval '30 days'
                  returning id
                  """,
                  row -> row.getLong(1),
                  Sql.value(rule.wave().orElse(null)),
                  Sql.value(rule.sku().orElse(null)),
                  Sql.value(rule.shop().orElse(null)),
                  Sql.value(rule.aspect().code()),
                  Sql.value(rule.verdict().code()),
                  Sql.value(rule.owner()),
                  Sql.value(rule.reason()),
                  Sql.value(rule.expiresAt().atOffset(ZoneOffset.UTC)));
          if (made.isEmpty()) {
            return OptionalLong.empty();
          }
          note(connection, "rule_made", rule.owner(), rule.reason(), rule.wave());
          return OptionalLong.of(made.get(0));
        });
  }

  @Override
  public boolean end(long id, String by) {
    return database.inTransaction(
        connection -> {
          int ended =
              Sql.update(
                  connection,
                  """
                  update parity_rule set ended_at = now(), ended_by = ?
                  where id = ? and ended_at is null and expires_at > now()
                  """,
                  Sql.value(by),
                  Sql.value(id));
          return ended > 0 && note(connection, "rule_ended", by, "rule " + id, Optional.empty());
        });
  }

  @Override
  public void measured(long calls, long differences, String by, String reason) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into noise_run (calls, differences, done_by, reason) values (?, ?, ?, ?)
                """,
                Sql.value(calls),
                Sql.value(differences),
                Sql.value(by),
                Sql.value(reason)));
  }

  @Override
  public OptionalLong acknowledge(String wave, Aspect aspect, String by, String reason) {
    return database.inTransaction(
        connection -> {
          List<Long> better =
              Sql.query(
                  connection,
                  """
                  with better as materialized (
                    select * from (%s) as each where aspect = ?),
                  acknowledged as (
                    insert into acknowledged_better (wave, aspect, n, done_by, reason)
                    select name, ?, (select coalesce(sum(n), 0) from better), ?, ?
                    from wave where name = ? returning id, n),
                  covered as (
                    insert into acknowledged_sku (sku, basing, aspect, n, acknowledgement)
                    select sku, basing, aspect, better.n, id from better, acknowledged
                    order by sku collate "C"
                    on conflict (sku, basing, aspect) do update
                    set n = excluded.n, acknowledgement = excluded.acknowledgement)
                  select n from acknowledged
                  """
                      .formatted(StoredGateBook.BETTER),
                  row -> row.getLong(1),
                  Sql.value(wave),
                  Sql.value(wave),
                  Sql.value(aspect.code()),
                  Sql.value(aspect.code()),
                  Sql.value(by),
                  Sql.value(reason),
                  Sql.value(wave));
          if (better.isEmpty()) {
            return OptionalLong.empty();
          }
          note(connection, "better_acknowledged", by, reason, Optional.of(wave));
          return OptionalLong.of(better.get(0));
        });
  }

  private static boolean note(
      Connection connection, String what, String by, String reason, Optional<String> wave)
      throws SQLException {
    return Sql.update(
            connection,
            "insert into strangling_log (what, done_by, reason, wave) values (?, ?, ?, ?)",
            Sql.value(what),
            Sql.value(by),
            Sql.value(reason),
            Sql.value(wave.orElse(null)))
        > 0;
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
