package dev.ficus.allocation.storage;

import dev.ficus.allocation.storage.GroupSql.Failed;
import dev.ficus.allocation.storage.GroupSql.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/**
 * A batched round trip: statements that go to the database together, in the caller's transaction.
 * It carries them out one after the other, each seeing what the earlier ones did and waited for,
 * and answers once. For a small group the way there and back costs as much as a statement. Nothing
 * happens before {@link #go}.
 */
final class BatchedRoundTrip {
  private final DataSource dataSource;
  private final StringJoiner sql = new StringJoiner(";\n");
  private final List<Object> parameters = new ArrayList<>();
  private final List<ResultReader> answers = new ArrayList<>();

  BatchedRoundTrip(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads the current result of the statement. */
  @FunctionalInterface
  private interface ResultReader {
    void take(PreparedStatement statement) throws SQLException;
  }

  /**
   * @param parameters as those of {@link GroupSql#query}
   * @return filled when the round trip is made
   */
  <R> List<R> query(String query, RowReader<R> reader, Object... parameters) {
    List<R> rows = new ArrayList<>();
    add(
        query,
        parameters,
        statement -> {
          ResultSet answer = statement.getResultSet();
          while (answer.next()) {
            rows.add(reader.read(answer));
          }
        });
    return rows;
  }

  /**
   * @param parameters as those of {@link GroupSql#update}
   */
  void update(String update, Object... parameters) {
    update(update, rows -> {}, parameters);
  }

  /**
   * @param rows receives how many rows were inserted, changed or deleted
   * @param parameters as those of {@link GroupSql#update}
   */
  void update(String update, IntConsumer rows, Object... parameters) {
    add(update, parameters, statement -> rows.accept(statement.getUpdateCount()));
  }

  private void add(String statement, Object[] parameters, ResultReader answer) {
    sql.add(statement.strip());
    this.parameters.addAll(Arrays.asList(parameters));
    answers.add(answer);
  }

  /** Makes the round trip; without statements, none. */
  void go() {
    if (answers.isEmpty()) {
      return;
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            GroupSql.prepared(connection, sql.toString(), parameters.toArray())) {
      statement.execute();
      for (ResultReader answer : answers) {
        answer.take(statement);
        statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }
}
