package dev.ficus.allocation.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/**
 * SQL by columns: statements about a whole group of rows, in the caller's transaction. A parameter
 * that is an array is a column of the group, which the statement takes apart by {@code unnest}; so
 * a group costs as many statements as one row, and the same ones whatever its size. Same algorithm
 * as Columns in availability-service and in legacy-adapter.
 */
@ApplicationScoped
public class GroupSql {
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          String.class, "text",
          Short.class, "int2",
          Integer.class, "int4",
          Long.class, "int8",
          Boolean.class, "bool",
          LocalDate.class, "date",
          UUID.class, "uuid");

  private final DataSource dataSource;

  GroupSql(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row of an answer. */
  @FunctionalInterface
  public interface RowReader<R> {
    R read(ResultSet row) throws SQLException;
  }

  /** A statement failed; the cause says why. */
  public static final class Failed extends RuntimeException {
    Failed(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * @param parameters one for each {@code ?}: a column, or a single value
   * @return how many rows were inserted, changed or deleted
   */
  public int update(String sql, Object... parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /**
   * @param parameters one for each {@code ?}: a column, or a single value
   */
  public <R> List<R> query(String sql, RowReader<R> reader, Object... parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<R> answer = new ArrayList<>();
      while (rows.next()) {
        answer.add(reader.read(rows));
      }
      return answer;
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /** Statements that go to the database together. */
  BatchedRoundTrip trip() {
    return new BatchedRoundTrip(dataSource);
  }

  /** One column of these rows. */
  public static <R, V> V[] column(
      Collection<R> rows, IntFunction<V[]> array, Function<? super R, ? extends V> value) {
    V[] column = array.apply(rows.size());
    int i = 0;
    for (R row : rows) {
      column[i++] = value.apply(row);
    }
    return column;
  }

  /** A number that may be absent, as a column has it. */
  static Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  /** A number of a row that may be null. */
  static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof Object[] column) {
        String type = TYPES.get(column.getClass().getComponentType());
        statement.setArray(i + 1, connection.createArrayOf(type, column));
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
    return statement;
  }
}
