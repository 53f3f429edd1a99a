package dev.ficus.allocation.storage;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.inbox.InboxView;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * The tables of the tests are as small as those of a new database, for which PostgreSQL likes plans
 * that read all of it, and keeps them while the tables grow.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PlansStoreTest {
  private static final int LINES = 30;

  /** Before the driver keeps a statement with its plan, and after. */
  private static final int PAGES = 10;

  @Inject DataSource dataSource;
  @Inject InboxView commands;

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

  @Test
  void a_page_of_parked_commands_is_found_through_the_index_of_their_state() {
    isFoundThrough(
        "inbox_parked", () -> commands.parked(0, 100, Optional.empty(), Optional.empty()));
  }

  @Test
  void a_page_of_waiting_commands_is_found_through_the_index_of_their_state() {
    isFoundThrough("inbox_waiting", () -> commands.waiting(0, 100, Optional.empty()));
  }

  /** In one transaction, which counts its own scans alone, and knows them at once. */
  private void isFoundThrough(String index, Runnable page) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              long before = scansOf(index);
              for (int i = 0; i < PAGES; i++) {
                page.run();
              }
              assertEquals(before + PAGES, scansOf(index), () -> index + " has not been used");
            });
  }

  private long scansOf(String index) {
    try {
      return number(
          "select pg_stat_get_xact_numscans(oid) from pg_class where relname = '%s'"
              .formatted(index));
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
