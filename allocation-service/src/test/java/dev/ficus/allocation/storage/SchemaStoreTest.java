package dev.ficus.allocation.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database itself refuses what must never be, whoever writes. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SchemaStoreTest {
  @Inject DataSource dataSource;
  @Inject Flyway flyway;
  private Connection connection;

  @BeforeEach
  void begin_with_a_batch_of_ten_units_and_three_lines() throws SQLException {
    connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    run("insert into product (sku, sequence) values ('S', 1)");
    run("insert into batch (sku, batchref, original_qty, qty) values ('S', 'B', 10, 10)");
    for (String line : new String[] {"1", "2", "3"}) {
      run(
          "insert into order_line (orderid, sku, lineid, qty, wanted_revision, arrival, state)"
              + " values ('O', 'S', '"
              + line
              + "', 5, 0, 1, 'ALLOCATED')");
    }
  }

  @AfterEach
  void forget() throws SQLException {
    connection.rollback();
    connection.close();
  }

  @Test
  void a_migration_may_build_an_index_while_others_write() {
    assertFalse(
        flyway
            .getConfiguration()
            .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
            .isTransactionalLock());
  }

  @Test
  void a_release_that_is_taken_back_starts_on_the_schema_of_the_newer_one() {
    assertTrue(
        Stream.of(flyway.getConfiguration().getIgnoreMigrationPatterns())
            .anyMatch(each -> each.matchesMigration(true, MigrationState.FUTURE_SUCCESS)));
  }

  @Test
  void the_total_of_a_batch_follows_its_allocations() throws SQLException {
    allocate("1", 5);
    allocate("2", 5);
    assertEquals(10, allocated());
    run("delete from allocation where lineid = '1'");
    assertEquals(5, allocated());
  }

  @Test
  void more_than_was_purchased_cannot_be_allocated() throws SQLException {
    allocate("1", 5);
    allocate("2", 5);
    assertRefused("batch_never_oversold", () -> allocate("3", 1));
  }

  @Test
  void more_than_was_purchased_cannot_be_allocated_in_one_statement_either() {
    assertRefused(
        "batch_never_oversold",
        () ->
            run(
                "insert into allocation (orderid, sku, lineid, batchref, qty, sequence)"
                    + " select 'O', 'S', lineid, 'B', 5, 1 from order_line where sku = 'S'"));
  }

  @Test
  void a_batch_cannot_shrink_below_what_is_allocated() throws SQLException {
    allocate("1", 5);
    assertRefused("batch_never_oversold", () -> run("update batch set qty = 4 where sku = 'S'"));
  }

  @Test
  void a_line_cannot_be_allocated_twice() throws SQLException {
    allocate("1", 5);
    assertRefused("allocation_pkey", () -> allocate("1", 5));
  }

  @Test
  void an_allocation_cannot_be_changed_behind_the_total() throws SQLException {
    allocate("1", 5);
    assertRefused("never changed", () -> run("update allocation set qty = 6"));
  }

  @Test
  void one_reference_names_one_batch_of_all_products() throws SQLException {
    run("insert into batch_reference values ('B', 'S')");
    assertRefused(
        "batch_reference_pkey", () -> run("insert into batch_reference values ('B', 'T')"));
  }

  @Test
  void a_cancelled_line_is_one_whose_cancellation_is_not_older() {
    assertRefused(
        "order_line_state_follows_registers",
        () -> run("update order_line set cancelled_revision = 0 where lineid = '1'"));
  }

  @Test
  void no_product_is_closed_without_a_revision() {
    assertRefused(
        "product_closed_by_a_revision",
        () -> run("update product set closed = true where sku = 'S'"));
  }

  @Test
  void what_the_release_before_looks_up_is_indexed_while_it_may_still_run() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select indexname from pg_indexes where indexname like 'inbox_waiting_for_%'"
                    + " order by indexname")) {
      List<String> indexes = new ArrayList<>();
      while (rows.next()) {
        indexes.add(rows.getString(1));
      }
      assertEquals(
          List.of("inbox_waiting_for_batch", "inbox_waiting_for_product", "inbox_waiting_for_sku"),
          indexes);
    }
  }

  private interface SchemaChange {
    void run() throws SQLException;
  }

  private static void assertRefused(String by, SchemaChange change) {
    SQLException refused = assertThrows(SQLException.class, change::run);
    assertTrue(refused.getMessage().contains(by), refused.getMessage());
  }

  private void allocate(String line, int qty) throws SQLException {
    run("insert into allocation values ('O', 'S', '" + line + "', 'B', " + qty + ", 1)");
  }

  private int allocated() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select allocated from batch where sku = 'S'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
