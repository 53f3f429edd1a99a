package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.ParityHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What was fed, decided and judged, in PostgreSQL. It is forgotten some SKUs at a time, each time
 * in a transaction that nobody waits for but whoever feeds or bases these SKUs.
 */
@ApplicationScoped
class StoredParityHistory implements ParityHistory {

  private static final int SKUS_AT_A_TIME = 20;

  /**
   * Lines that hold nothing in the shadow any more, by its own word: those of earlier basings, and
   * those of a SKU that has ended. Of a SKU that is lost nothing is believed. What has left stays
   * in the batch for good, so its units are noted.
   */
  private static final String LINES =
      """
      with gone as (
        delete from shadow_line as line using shadow_sku as shadow
        where line.sku = any (?) and shadow.sku = line.sku
          and line.heard_at < now() - ? * interval '1 ms'
          and line.placement = case line.state when 'despatched' then 'despatched' else 'cancelled' end
          and (shadow.state = 'ended' and shadow.changed_at < now() - ? * interval '1 ms'
            or shadow.state = 'based' and line.basing < shadow.basing
              and shadow.based_at < now() - ? * interval '1 ms'
              and not exists (select from shadow_change as coming
                              where coming.sku = line.sku and coming.kind = 'based'))
        returning line.sku, line.batchref,
          case when line.state = 'despatched' then line.qty else 0 end as units),
      counted_by_name as (
        update shadow_batch as batch set forgotten = batch.forgotten + left_for.units
        from (select sku, batchref, sum(units) as units from gone group by sku, batchref) as left_for
        where batch.sku = left_for.sku and batch.batchref = left_for.batchref),
      counted as (
        update shadow_sku as shadow set forgotten = forgotten + left_for.units
        from (select sku, sum(units) as units from gone group by sku) as left_for
        where shadow.sku = left_for.sku)
      select count(*) from gone
      """;

  /**
   * Of what does not count any more nothing is asked; of what does, what the gate counts singly.
   */
  private static final String VERDICTS =
      """
      with gone as (
        delete from verdict using shadow_sku as shadow
        where verdict.sku = any (?) and shadow.sku = verdict.sku
          and verdict.at < now() - ? * interval '1 ms'
          and (verdict.basing < shadow.basing
            or verdict.verdict not in ('better', 'worse', 'ignored'))
        returning 1)
      select count(*) from gone
      """;

  /** By the calls of the basing in which a SKU is races are explained, from its beginning on. */
  private static final String CALLS =
      """
      with gone as (
        delete from judged_call as call using shadow_sku as shadow
        where call.sku = any (?) and shadow.sku = call.sku and call.judged_at is not null
          and call.fed_at < now() - ? * interval '1 ms'
          and (call.basing < shadow.basing
            or shadow.state = 'ended' and shadow.changed_at < now() - ? * interval '1 ms')
          and not exists (
            select from verdict where verdict.sku = call.sku and verdict.call = call.id)
        returning 1)
      select count(*) from gone
      """;

  /** Where the next one begins is noted apart from them. */
  private static final String FIGURES =
      """
      with gone as (
        delete from judged_figure
        where sku = any (?) and judged_at < now() - ? * interval '1 ms'
        returning 1)
      select count(*) from gone
      """;

  /** Whether something about a line of this name may still be judged. */
  private static final String NEEDED =
      """
      exists (
        select from shadow_line as line join shadow_sku as shadow using (sku)
        where line.sku = old.sku and line.shop = old.shop and line.number = old.number
          and line.lineid = old.lineid
          and line.basing = shadow.basing and shadow.state <> 'ended')
      or exists (
        select from judged_call as call
        where call.sku = old.sku and call.shop = old.shop and call.number = old.number
          and call.lineid = old.lineid and call.judged_at is null)
      """;

  private static final String PLACEMENTS =
      """
      with gone as (
        delete from shadow_placement as old
        where old.sku = any (?) and old.at < now() - ? * interval '1 ms' and not (%s)
        returning 1)
      select count(*) from gone
      """
          .formatted(NEEDED);

  /** Of an open line it is asked for as long as that is open whether it waits. */
  private static final String DECISIONS =
      """
      with gone as (
        delete from monolith_decision as old
        where old.sku = any (?) and old.ended_at < now() - ? * interval '1 ms' and not (%s)
          and not exists (
            select from ledger_line as open
            where open.shop = old.shop and open.number = old.number and open.sku = old.sku
              and open.lineid = old.lineid and open.state = 'ordered')
        returning 1)
      select count(*) from gone
      """
          .formatted(NEEDED);

  private final Database database;

  StoredParityHistory(Database database) {
    this.database = database;
  }

  @Override
  public long forget(Duration ago) {
    long forgotten = 0;
    String after = "";
    for (List<String> skus = after(after); !skus.isEmpty(); skus = after(after)) {
      List<String> some = skus;
      forgotten += database.inTransaction(connection -> forget(connection, some, ago.toMillis()));
      after = skus.get(skus.size() - 1);
    }
    return forgotten;
  }

  private List<String> after(String sku) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select sku from shadow_sku where sku > ? order by sku limit ?",
                row -> row.getString(1),
                Sql.value(sku),
                Sql.value(SKUS_AT_A_TIME)));
  }

  private static long forget(Connection connection, List<String> skus, long ago)
      throws SQLException {
    Sql.Parameter some = Sql.column("text", skus, sku -> sku);
    Sql.Parameter old = Sql.value(ago);
    // Whoever feeds or bases these SKUs finds either all lines, or what was noted of them.
    Sql.query(
        connection,
        "select sku from shadow_sku where sku = any (?) order by sku for no key update",
        row -> true,
        some);
    return count(connection, LINES, some, old, old, old)
        + count(connection, VERDICTS, some, old)
        + count(connection, CALLS, some, old, old)
        + count(connection, FIGURES, some, old)
        + count(connection, PLACEMENTS, some, old)
        + count(connection, DECISIONS, some, old);
  }

  private static long count(Connection connection, String sql, Sql.Parameter... with)
      throws SQLException {
    return Sql.query(connection, sql, row -> row.getLong(1), with).get(0);
  }
}
