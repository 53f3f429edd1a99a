package dev.ficus.availability.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Connections and transactions. Transient failures become the exception of the port, those of the
 * data do not.
 */
final class Database {

  private static final String DATA_EXCEPTION = "22";
  private static final String CONSTRAINT_VIOLATION = "23";

  private final DataSource source;
  private final Function<SQLException, RuntimeException> unavailable;

  /**
   * @param unavailable makes the exception for what may work when tried again
   */
  Database(DataSource source, Function<SQLException, RuntimeException> unavailable) {
    this.source = source;
    this.unavailable = unavailable;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Does it in one transaction; one that throws has changed nothing. */
  <T> T inTransaction(Work<T> work) {
    return connected(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.with(connection);
            connection.commit();
            return result;
          } finally {
            // After a commit there is nothing left to roll back.
            connection.rollback();
          }
        });
  }

  /** Does it, each statement a transaction of its own. */
  <T> T connected(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException failure) {
      throw mayPass(failure) ? unavailable.apply(failure) : new DataRefused(failure);
    }
  }

  // Everything that the database says may pass (it is away, full, a deadlock), except that it
  // cannot take the data.
  private static boolean mayPass(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || !(state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
  }

  /** The database cannot take the data. */
  private static final class DataRefused extends RuntimeException {
    DataRefused(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
