package dev.ficus.availability.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/**
 * SQL by columns: rows are passed as arrays, one per column, which a statement takes apart by
 * {@code unnest}; so many rows cost as many statements as one. Same algorithm as in
 * allocation-service and legacy-adapter.
 */
final class Columns {

  private Columns() {}

  /**
   * @param type PostgreSQL's name of the elements' type
   */
  static Array of(Connection connection, String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  /**
   * One column of these rows.
   *
   * @param type PostgreSQL's name of the column's type
   */
  static <R> Array of(
      Connection connection, String type, Collection<R> rows, Function<? super R, ?> value)
      throws SQLException {
    Object[] column = new Object[rows.size()];
    int i = 0;
    for (R row : rows) {
      column[i++] = value.apply(row);
    }
    return connection.createArrayOf(type, column);
  }
}
