package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Verdict;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** SQL by which verdicts are written down, and counted. */
final class VerdictRows {

  private VerdictRows() {}

  /** Line of an order that was judged. */
  record JudgedLine(OrderNumber order, String lineid, int revision) {}

  /**
   * Verdict with what it is about.
   *
   * @param call the place of what was judged among all that was fed
   * @param line empty of a figure
   * @param beganAt from when on what was judged was under way; with endedAt until when
   * @param lookedAt when the difference was first seen
   * @param lacks whether the shadow never did what it was fed
   */
  record WrittenVerdict(
      long call,
      int basing,
      IgnoreRule.Place place,
      Optional<JudgedLine> line,
      Optional<Instant> beganAt,
      Optional<Instant> endedAt,
      Optional<Instant> lookedAt,
      Verdict verdict,
      boolean lacks) {

    private <T> T ofLine(Function<JudgedLine, T> value, T otherwise) {
      return line.map(value).orElse(otherwise);
    }
  }

  /** In the transaction that notes that these were judged. */
  static void write(Connection connection, List<WrittenVerdict> verdicts) throws SQLException {
    if (!verdicts.isEmpty()) {
      insert(connection, verdicts);
      count(connection, verdicts);
      remember(connection, verdicts);
      hit(connection, verdicts);
    }
  }

  private static void insert(Connection connection, List<WrittenVerdict> verdicts)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into verdict
          (sku, call, basing, wave, shop, number, lineid, revision, aspect, verdict, otherwise,
           theirs, ours, began_at, ended_at, why, rule, looked_at)
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        Sql.column("text", verdicts, each -> each.place().sku()),
        Sql.column("int8", verdicts, each -> each.call()),
        Sql.column("int4", verdicts, each -> each.basing()),
        Sql.column("text", verdicts, each -> each.place().wave().orElse(null)),
        Sql.column("text", verdicts, each -> each.ofLine(line -> line.order().shop(), "")),
        Sql.column("text", verdicts, each -> each.ofLine(line -> line.order().number(), "")),
        Sql.column("text", verdicts, each -> each.ofLine(JudgedLine::lineid, "")),
        Sql.column("int4", verdicts, each -> each.ofLine(JudgedLine::revision, 0)),
        Sql.column("text", verdicts, each -> each.verdict().aspect().code()),
        Sql.column("text", verdicts, each -> each.verdict().word().code()),
        Sql.column(
            "text",
            verdicts,
            each -> each.verdict().otherwise().map(VerdictWord::code).orElse(null)),
        Sql.column("text", verdicts, each -> each.verdict().theirs()),
        Sql.column("text", verdicts, each -> each.verdict().ours()),
        Sql.column("timestamptz", verdicts, each -> utc(each.beganAt())),
        Sql.column("timestamptz", verdicts, each -> utc(each.endedAt())),
        Sql.column("text", verdicts, each -> each.verdict().why()),
        Sql.column("int8", verdicts, each -> ruleOrNull(each.verdict())),
        Sql.column("timestamptz", verdicts, each -> utc(each.lookedAt())));
  }

  private static Long ruleOrNull(Verdict verdict) {
    return verdict.rule().isPresent() ? verdict.rule().getAsLong() : null;
  }

  private static void count(Connection connection, List<WrittenVerdict> verdicts)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into verdict_total as total (sku, basing, aspect, verdict, n)
        select sku, basing, aspect, verdict, count(*)
        from unnest(?, ?, ?, ?) as each (sku, basing, aspect, verdict)
        group by sku, basing, aspect, verdict order by sku collate "C", aspect, verdict
        on conflict (sku, basing, aspect, verdict) do update set n = total.n + excluded.n
        """,
        Sql.column("text", verdicts, each -> each.place().sku()),
        Sql.column("int4", verdicts, each -> each.basing()),
        Sql.column("text", verdicts, each -> each.verdict().aspect().code()),
        Sql.column("text", verdicts, each -> each.verdict().word().code()));
  }

  /** By which call the sides of a SKU came apart, or the shadow to lack something, for the next. */
  private static void remember(Connection connection, List<WrittenVerdict> verdicts)
      throws SQLException {
    List<WrittenVerdict> telling =
        verdicts.stream().filter(each -> each.verdict().diverges() || each.lacks()).toList();
    if (telling.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into judged_sku as judged (sku, basing, diverged, broken)
        select sku, basing, min(diverged), min(broken)
        from unnest(?, ?, ?, ?) as each (sku, basing, diverged, broken)
        group by sku, basing order by sku collate "C", basing
        on conflict (sku) do update
        set basing = excluded.basing,
            diverged = case when judged.basing = excluded.basing
              then least(judged.diverged, excluded.diverged) else excluded.diverged end,
            broken = case when judged.basing = excluded.basing
              then least(judged.broken, excluded.broken) else excluded.broken end
        where judged.basing <= excluded.basing
        """,
        Sql.column("text", telling, each -> each.place().sku()),
        Sql.column("int4", telling, each -> each.basing()),
        Sql.column("int8", telling, each -> each.verdict().diverges() ? each.call() : null),
        Sql.column("int8", telling, each -> each.lacks() ? each.call() : null));
  }

  private static void hit(Connection connection, List<WrittenVerdict> verdicts)
      throws SQLException {
    List<Long> rules =
        verdicts.stream().map(each -> ruleOrNull(each.verdict())).filter(id -> id != null).toList();
    if (!rules.isEmpty()) {
      Sql.update(
          connection,
          """
          update parity_rule as rule set hits = hits + hit.n, hit_at = now()
          from (select id, count(*) as n from unnest(?) as each (id) group by id) as hit
          where rule.id = hit.id
          """,
          Sql.column("int8", rules, id -> id));
    }
  }

  private static OffsetDateTime utc(Optional<Instant> time) {
    return time.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
  }
}
