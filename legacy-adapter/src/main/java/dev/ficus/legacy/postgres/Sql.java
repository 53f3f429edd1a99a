package dev.ficus.legacy.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Statements about many rows at once: a parameter is a column of them, which the statement takes
 * apart by {@code unnest}. So many orders cost as many statements as one.
 */
final class Sql {

  private Sql() {}

  /** Reads one row of an answer. */
  @FunctionalInterface
  interface Reader<R> {
    R read(ResultSet row) throws SQLException;
  }

  /** A parameter. */
  @FunctionalInterface
  interface Parameter {
    void set(PreparedStatement statement, int place) throws SQLException;
  }

  /** One column of these rows. */
  static <R> Parameter column(String type, Collection<R> rows, Function<R, ?> value) {
    Object[] values = rows.stream().map(value).toArray();
    return (statement, place) ->
        statement.setArray(place, statement.getConnection().createArrayOf(type, values));
  }

  /** One column of bytes. */
  static <R> Parameter bytes(Collection<R> rows, Function<R, byte[]> value) {
    byte[][] values = rows.stream().map(value).toArray(byte[][]::new);
    return (statement, place) ->
        statement.setArray(place, statement.getConnection().createArrayOf("bytea", values));
  }

  /** A single value; what it is, is for the statement to say where it may be null. */
  static Parameter value(Object value) {
    return (statement, place) -> statement.setObject(place, value);
  }

  /** How many rows were inserted, changed or deleted. */
  static int update(Connection connection, String sql, Parameter... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  static <R> List<R> query(
      Connection connection, String sql, Reader<R> reader, Parameter... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<R> answer = new ArrayList<>();
      while (rows.next()) {
        answer.add(reader.read(rows));
      }
      return answer;
    }
  }

  /** The statement with its parameters in place, not executed yet. */
  static PreparedStatement prepared(Connection connection, String sql, Parameter... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i].set(statement, i + 1);
    }
    return statement;
  }

  /**
   * The time now, by the database's clock: of two instances with different ones neither is ahead.
   */
  static Instant clock(Connection connection) throws SQLException {
    return query(
            connection,
            "select clock_timestamp()",
            row -> row.getObject(1, OffsetDateTime.class).toInstant())
        .get(0);
  }
}
