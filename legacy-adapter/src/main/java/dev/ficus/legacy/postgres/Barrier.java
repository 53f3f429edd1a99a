package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.postgres.Database.SqlWork;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RoutesHeldException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Barrier between those who write lines or stock, and those who change routes: the former share it,
 * the latter have it alone. So when a change of routes has committed, nobody can still write by the
 * routes of before.
 *
 * <p>It is the first lock of a transaction; the order is barrier, batches, orders. An advisory lock
 * is taken by a statement of its own: a statement that reads routes as well would read them as they
 * were before it had to wait.
 */
final class Barrier {

  private static final String SHARE =
      "select pg_advisory_xact_lock_shared(hashtextextended('routes', 0))";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final int MOST_ATTEMPTS = 30;

  /** The sessions that have the barrier; an advisory lock's number is in two halves there. */
  private static final String HOLDERS =
      """
       from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and objsubid = 1
         and pg_locks.database = (select oid from pg_database where datname = current_database())
         and (classid::bigint << 32 | objid::bigint) = hashtextextended('routes', 0)
      """;

  private Barrier() {}

  /** Shares the barrier until the transaction ends; it must be its first statement. */
  static void share(Connection connection) throws SQLException {
    Sql.query(connection, SHARE, row -> true);
  }

  /**
   * Shares the barrier, and reads behind it who owns what is first seen of these SKUs, which of
   * them are frozen, and whether that is known at all; likewise the first statement of the
   * transaction.
   */
  static Ownership shareAndRead(Connection connection, Set<String> skus) throws SQLException {
    Pipeline pipeline = new Pipeline();
    Pipeline.Selected<Ownership> owners = shareAndRead(pipeline, skus);
    pipeline.execute(connection);
    return owners.only();
  }

  /**
   * The same as the first of several statements.
   *
   * <p>These are two, of which the second sees what was committed while the first waited. They
   * travel together, because all writing of lines begins with them.
   */
  static Pipeline.Selected<Ownership> shareAndRead(Pipeline pipeline, Set<String> skus) {
    pipeline.query(SHARE, row -> true);
    return pipeline.query(
        """
        select default_route, lines_above, exists (select from older_route) as older,
          exists (select from sku_route where route = 'legacy') as any_legacy,
          exists (select from sku_route where route = 'new') as any_ours,
          array(select sku from sku_route
                where sku = any (asked.skus) and route = 'legacy') as legacy,
          array(select sku from sku_route
                where sku = any (asked.skus) and route = 'new') as ours,
          array(select sku from frozen_sku join cut_over on cut_over.id = frozen_sku.cut_over
                where sku = any (asked.skus) and lease_until > clock_timestamp()) as frozen
        from routing, (select ?::text[] as skus) as asked
        """,
        row -> owners(row, skus),
        Sql.column("text", skus, sku -> sku));
  }

  private static Ownership owners(ResultSet row, Set<String> skus) throws SQLException {
    Owner byDefault = Route.of(row.getString("default_route")).orElseThrow().owner();
    Set<Owner> owners = EnumSet.of(byDefault);
    if (row.getBoolean("any_legacy")) {
      owners.add(Owner.MONOLITH);
    }
    if (row.getBoolean("any_ours")) {
      owners.add(Owner.NEW);
    }
    Map<String, Owner> others = new HashMap<>();
    for (String sku : (String[]) row.getArray("legacy").getArray()) {
      others.put(sku, Owner.MONOLITH);
    }
    for (String sku : (String[]) row.getArray("ours").getArray()) {
      others.put(sku, Owner.NEW);
    }
    return Ownership.of(byDefault, others, skus, owners)
        .withFrozen(Set.of((String[]) row.getArray("frozen").getArray()))
        .older(row.getBoolean("older"))
        .withLinesAbove(row.getInt("lines_above"));
  }

  /**
   * Does it in one transaction that has the barrier alone.
   *
   * <p>Whoever waits for it keeps back all who come later. So nobody waits for longer than a
   * second: then all the others have a turn, and it is tried again.
   *
   * @throws RoutesHeldException when somebody shares it all the time
   */
  static <T> T alone(Database database, SqlWork<T> work) {
    return alone(database, MOST_ATTEMPTS, work);
  }

  static <T> T alone(Database database, int attempts, SqlWork<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.inTransaction(
            connection -> {
              Sql.update(connection, "set local lock_timeout = '1s'");
              Sql.query(
                  connection,
                  "select pg_advisory_xact_lock(hashtextextended('routes', 0))",
                  row -> true);
              return work.with(connection);
            });
      } catch (DatabaseFailure failure) {
        boolean kept =
            failure.getCause() instanceof SQLException cause
                && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
        if (!kept) {
          throw failure;
        }
        database.connected(Barrier::endTheSilent);
        if (attempt == attempts) {
          throw new RoutesHeldException(database.connected(Barrier::holders), failure);
        }
      }
    }
  }

  /**
   * Ends the transactions that share the barrier and wait for their client for longer than one may
   * be idle. That limit itself ends those that are between two statements; it does not hold within
   * one, as when an instance was stopped while it was sending many rows.
   */
  private static int endTheSilent(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "select pg_terminate_backend(pid)"
                + HOLDERS
                + """
                   and usename = current_user and state = 'active' and wait_event_type = 'Client'
                   and state_change < now() - nullif(
                     current_setting('idle_in_transaction_session_timeout'), '0')::interval
                """,
            row -> row.getBoolean(1))
        .size();
  }

  private static List<String> holders(Connection connection) throws SQLException {
    return Sql.query(
        connection,
        "select pid, coalesce(host(client_addr), 'this host') as client, state, xact_start"
            + HOLDERS
            + " order by xact_start",
        row ->
            "backend %d (%s, from %s, since %s)"
                .formatted(
                    row.getInt("pid"),
                    row.getString("state"),
                    row.getString("client"),
                    row.getObject("xact_start", OffsetDateTime.class).toInstant()));
  }
}
