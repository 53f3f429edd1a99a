package dev.ficus.legacy.postgres;

import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.postgres.Database.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;

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
