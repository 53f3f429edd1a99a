package dev.ficus.legacy.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pipeline of statements: they travel together, and are executed one after the other. Each sees
 * what the ones before it have done, and what others had committed when it began. When one fails,
 * those after it are not executed.
 */
final class Pipeline {

  private final List<String> texts = new ArrayList<>();
  private final List<Sql.Parameter> parameters = new ArrayList<>();
  private final List<ResultTaker> results = new ArrayList<>();

  /** Takes what a statement has answered. */
  @FunctionalInterface
  private interface ResultTaker {
    void take(PreparedStatement executed) throws SQLException;
  }

  /** Rows that a statement answers; there are none before the pipeline is executed. */
  static final class Selected<R> {

    private final List<R> rows = new ArrayList<>();

    List<R> all() {
      return rows;
    }

    /** The row of a statement that answers one. */
    R only() {
      if (rows.size() != 1) {
        throw new IllegalStateException("one row was expected and there are " + rows.size());
      }
      return rows.get(0);
    }
  }

  /** Adds a statement that answers rows. */
  <R> Selected<R> query(String sql, Sql.Reader<R> reader, Sql.Parameter... with) {
    Selected<R> answer = new Selected<>();
    add(
        sql,
        with,
        executed -> {
          try (ResultSet rows = executed.getResultSet()) {
            while (rows.next()) {
              answer.rows.add(reader.read(rows));
            }
          }
        });
    return answer;
  }

  /** Adds a statement that changes rows. */
  void update(String sql, Sql.Parameter... with) {
    add(sql, with, executed -> {});
  }

  private void add(String sql, Sql.Parameter[] with, ResultTaker result) {
    texts.add(sql);
    parameters.addAll(List.of(with));
    results.add(result);
  }

  /** Executes them; nothing is sent where there are none. */
  void execute(Connection connection) throws SQLException {
    if (texts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        Sql.prepared(
            connection, String.join(";\n", texts), parameters.toArray(Sql.Parameter[]::new))) {
      statement.execute();
      for (ResultTaker result : results) {
        result.take(statement);
        statement.getMoreResults();
      }
    }
  }
}
