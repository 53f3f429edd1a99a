package dev.ficus.availability.storage;

import dev.ficus.availability.projecting.Views.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections to the database; what fails for now is told from what will fail again. */
@ApplicationScoped
class Database {

  private static final String DATA_EXCEPTION = "22";
  private static final String CONSTRAINT_VIOLATION = "23";

  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** The database cannot take the data. */
  private static final class Unfit extends RuntimeException {
    Unfit(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Does it, each statement a transaction of its own.
   *
   * @throws Unavailable if it may work when tried again
   */
  <T> T connected(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException failure) {
      throw mayPass(failure) ? new Unavailable(failure) : new Unfit(failure);
    }
  }

  /**
   * Does it in one transaction.
   *
   * @throws Unavailable if it may work when tried again; nothing was changed
   */
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

  // Everything that the database says may pass (it is away, full, a deadlock), except that it
  // cannot take the data.
  private static boolean mayPass(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || !(state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
  }
}
