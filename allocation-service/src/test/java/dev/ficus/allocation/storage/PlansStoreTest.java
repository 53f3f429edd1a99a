package dev.ficus.allocation.storage;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of the tests are as small as those of a new database, for which PostgreSQL likes plans
 * that read all of it, and keeps them while the tables grow.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PlansStoreTest {
  private static final int LINES = 30;

  /** More than the gauges, which may count along one index twice a second, can read meanwhile. */
  private static final int PAGES = 4 * (int) LIMIT.toSeconds();

  @Inject DataSource dataSource;

  @Test
  void however_small_a_table_is_its_rows_are_found_through_indexes() throws Exception {
    String sku = unique("sku");
    batch(unique("batch"), sku, LINES, null).statusCode(201);
    long wholeTables = scans("seq_scan");
    long rows = scans("idx_scan");
    for (int i = 0; i < LINES; i++) {
      allocation(unique("order"), sku, 1).statusCode(202);
    }
    // Sessions report what they did when they have been idle for a while.
    assertTrue(
        Waiting.until(() -> found("idx_scan") >= rows + LINES, LIMIT),
        "the lines have not been counted");
    assertEquals(wholeTables, scans("seq_scan"), "a table was read as a whole");
  }

  @ParameterizedTest
  @CsvSource({"/parked-commands, inbox_parked", "/waiting-commands, inbox_waiting"})
  void a_page_of_commands_is_found_through_the_index_of_their_state(String path, String index)
      throws Exception {
    long before = scansOf(index);
    for (int i = 0; i < PAGES; i++) {
      get(path).statusCode(200);
    }
    assertTrue(
        Waiting.until(() -> scansOf(index) >= before + PAGES, LIMIT),
        () -> index + " has not been used");
  }

  private long scansOf(String index) {
    try {
      return number(
          "select idx_scan from pg_stat_user_indexes where indexrelname = '%s'".formatted(index));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long found(String column) {
    try {
      return scans(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long scans(String column) throws SQLException {
    return number(
        "select sum("
            + column
            + ") from pg_stat_user_tables"
            + " where relname in ('product', 'order_line', 'outbox', 'inbox')");
  }

  private long number(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
