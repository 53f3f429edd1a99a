package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.CauseBook;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Book of what differs, in PostgreSQL. */
@ApplicationScoped
class StoredCauseBook implements CauseBook {

  /** A page asks for it again and again: what is older than these tells nobody anything new. */
  private static final int MOST_LOOKED_AT = 1_000;

  private static final List<VerdictWord> DIFFERING =
      List.of(VerdictWord.WORSE, VerdictWord.BETTER, VerdictWord.UNJUDGED, VerdictWord.FOLLOW_ON);

  /**
   * The latest verdicts, kind by kind as an index has them; and then by line: a line is judged once
   * for each change of it.
   */
  private static final String LINES =
      """
      with latest as materialized (
        select found.*
        from unnest(?) as asked (aspect) cross join unnest(?) as wanted (verdict)
          cross join lateral (
            select * from verdict as each
            where %s each.verdict = wanted.verdict and each.aspect = asked.aspect
            order by each.id desc limit ?) as found
        order by found.id desc limit ?),
      lines as materialized (
        select latest.aspect, latest.verdict, latest.sku, latest.shop, latest.number, latest.lineid,
          regexp_replace(theirs, '\\d{4}-\\d\\d-\\d\\d', 'some day') as theirs,
          regexp_replace(ours, '\\d{4}-\\d\\d-\\d\\d', 'some day') as ours,
          regexp_replace(why, ' call \\d+', ' an earlier call') as why,
          count(*) as verdicts, coalesce(max(call.qty), 0) as units, max(latest.at) as latest
        from latest join (select sku, basing from shadow_sku) as shadowed using (sku, basing)
          left join lateral (
            select qty from judged_call as each
            where each.sku = latest.sku and each.id = latest.call and each.kind = 'line'
            limit 1) as call on true
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9)
      """;

  private final Database database;

  StoredCauseBook(Database database) {
    this.database = database;
  }

  @Override
  public FoundCauses causes(Optional<String> wave, int most) {
    return database.inSnapshot(
        connection -> {
          long looked = looked(connection, wave);
          return new FoundCauses(
              looked,
              looked < MOST_LOOKED_AT,
              byCause(connection, wave, most),
              bySku(connection, wave, most));
        });
  }

  private static long looked(Connection connection, Optional<String> wave) throws SQLException {
    return query(connection, wave, "select count(*) from latest", row -> row.getLong(1)).get(0);
  }

  private static List<DifferenceCause> byCause(
      Connection connection, Optional<String> wave, int most) throws SQLException {
    return query(
        connection,
        wave,
        """
        select aspect, verdict, theirs, ours, why, sum(verdicts) as verdicts,
          count(distinct sku) as skus, count(*) as lines, sum(units) as units,
          max(latest) as latest
        from lines group by aspect, verdict, theirs, ours, why
        order by verdicts desc, units desc, aspect, verdict, theirs, ours, why limit ?
        """,
        StoredCauseBook::cause,
        Sql.value(most));
  }

  private static DifferenceCause cause(ResultSet row) throws SQLException {
    return new DifferenceCause(
        Aspect.of(row.getString("aspect")).orElseThrow(),
        VerdictWord.of(row.getString("verdict")).orElseThrow(),
        row.getString("theirs"),
        row.getString("ours"),
        row.getString("why"),
        row.getLong("verdicts"),
        row.getLong("skus"),
        row.getLong("lines"),
        row.getLong("units"),
        row.getObject("latest", OffsetDateTime.class).toInstant());
  }

  private static List<RiskedSku> bySku(Connection connection, Optional<String> wave, int most)
      throws SQLException {
    return query(
        connection,
        wave,
        """
        select sku, sum(worse) as worse, sum(better) as better, sum(unjudged) as unjudged,
          sum(follow_on) as follow_on, count(*) as lines, sum(units) as units
        from (
          select sku, shop, number, lineid, max(units) as units,
            coalesce(sum(verdicts) filter (where verdict = 'worse'), 0) as worse,
            coalesce(sum(verdicts) filter (where verdict = 'better'), 0) as better,
            coalesce(sum(verdicts) filter (where verdict = 'unjudged'), 0) as unjudged,
            coalesce(sum(verdicts) filter (where verdict = 'follow_on'), 0) as follow_on
          from lines group by sku, shop, number, lineid) as each
        group by sku order by units desc, sku limit ?
        """,
        row ->
            new RiskedSku(
                row.getString("sku"),
                row.getLong("worse"),
                row.getLong("better"),
                row.getLong("unjudged"),
                row.getLong("follow_on"),
                row.getLong("lines"),
                row.getLong("units")),
        Sql.value(most));
  }

  private static <T> List<T> query(
      Connection connection,
      Optional<String> wave,
      String what,
      Sql.Reader<T> reader,
      Sql.Parameter... more)
      throws SQLException {
    Sql.Parameter[] with =
        Stream.of(
                Stream.of(
                    Sql.column("text", List.of(Aspect.values()), Aspect::code),
                    Sql.column("text", DIFFERING, VerdictWord::code)),
                wave.map(Sql::value).stream(),
                Stream.of(Sql.value(MOST_LOOKED_AT), Sql.value(MOST_LOOKED_AT)),
                Stream.of(more))
            .flatMap(each -> each)
            .toArray(Sql.Parameter[]::new);
    String lines = LINES.formatted(wave.isPresent() ? "each.wave = ? and" : "");
    return Sql.query(connection, lines + what, reader, with);
  }
}
