package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.postgres.Database.SqlWork;
import dev.ficus.legacy.routing.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
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

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final int MOST_ATTEMPTS = 30;

  private Barrier() {}

  /** Shares the barrier until the transaction ends; it must be its first statement. */
  static void share(Connection connection) throws SQLException {
    Sql.query(
        connection,
        "select pg_advisory_xact_lock_shared(hashtextextended('routes', 0))",
        row -> true);
  }

  /**
   * Shares the barrier, and reads behind it who owns what is first seen of these SKUs; likewise the
   * first statement of the transaction.
   *
   * <p>These are two statements, of which the second sees what was committed while the first
   * waited. They travel together, because all writing of lines begins with them; and as long as no
   * SKU has a route of its own, none is looked up.
   */
  static Ownership shareAndRead(Connection connection, Set<String> skus) throws SQLException {
    Map<String, Owner> others = new HashMap<>();
    Set<Owner> owners = EnumSet.noneOf(Owner.class);
    Owner[] byDefault = new Owner[1];
    Sql.second(
        connection,
        """
        select pg_advisory_xact_lock_shared(hashtextextended('routes', 0));
        select sku, route, null as legacy, null as ours
        from unnest(?) as asked (sku) join sku_route using (sku)
        where (select exists (select from sku_route))
        union all
        select null, default_route,
          exists (select from sku_route where route = 'legacy'),
          exists (select from sku_route where route = 'new')
        from routing
        """,
        row -> {
          Owner owner = Route.of(row.getString("route")).orElseThrow().owner();
          owners.add(owner);
          if (row.getString("sku") != null) {
            return others.put(row.getString("sku"), owner);
          }
          if (row.getBoolean("legacy")) {
            owners.add(Owner.MONOLITH);
          }
          if (row.getBoolean("ours")) {
            owners.add(Owner.NEW);
          }
          byDefault[0] = owner;
          return owner;
        },
        Sql.column("text", skus, sku -> sku));
    return Ownership.of(byDefault[0], others, skus, owners);
  }

  /**
   * Does it in one transaction that has the barrier alone.
   *
   * <p>Whoever waits for it keeps back all who come later. So nobody waits for longer than a
   * second: then all the others have a turn, and it is tried again.
   */
  static <T> T alone(Database database, SqlWork<T> work) {
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
        if (!kept || attempt == MOST_ATTEMPTS) {
          throw failure;
        }
      }
    }
  }
}
