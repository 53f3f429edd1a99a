package dev.ficus.legacy.postgres;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Database access: connections and transactions. */
@ApplicationScoped
class Database {

  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /** Work with a connection. */
  @FunctionalInterface
  interface SqlWork<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Failure of the database, with its cause. */
  static final class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseFailure(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Does it in one transaction; one that throws has changed nothing. */
  <T> T inTransaction(SqlWork<T> work) {
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

  /** Reads with several statements, all of which see the database as it is at the first. */
  <T> T inSnapshot(SqlWork<T> work) {
    return inTransaction(
        connection -> {
          Sql.update(connection, "set transaction isolation level repeatable read, read only");
          return work.with(connection);
        });
  }

  /** Does it, each statement a transaction of its own. */
  <T> T connected(SqlWork<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException failure) {
      throw new DatabaseFailure(failure);
    }
  }
}
