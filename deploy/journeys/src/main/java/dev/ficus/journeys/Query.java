package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks one database; all answers are about the same moment, that of the first question. */
final class Query implements AutoCloseable {
  private final Connection connection;

  Query(Database database) throws SQLException {
    connection =
        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
  }

  /** Makes something of one row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> list(String sql, Reader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    }
  }

  /**
   * Answers as things are now, and lets go of that moment: while somebody holds on to one, the
   * database keeps all rows that have been replaced since, and everybody has to pass over them.
   */
  <T> List<T> listNow(String sql, Reader<T> reader) throws SQLException {
    connection.rollback();
    try {
      return list(sql, reader);
    } finally {
      connection.rollback();
    }
  }

  long countNow(String sql) throws SQLException {
    return listNow(sql, row -> row.getLong(1)).get(0);
  }

  /** The equation over all lines that allocation-service has. */
  Equation equation() throws SQLException {
    return Equation.read(connection, "");
  }

  long count(String sql) throws SQLException {
    return list(sql, row -> row.getLong(1)).get(0);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
