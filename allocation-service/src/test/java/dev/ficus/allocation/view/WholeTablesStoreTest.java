package dev.ficus.allocation.view;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A query that reads much stays in proportion to what it reads, whatever the database expects. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class WholeTablesStoreTest {
  @Inject DataSource dataSource;

  @Test
  void the_lines_of_a_product_that_is_new_to_the_database_are_not_looked_up_one_by_one()
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      WholeTables.begin(connection);
      // Tables of the test alone: what PostgreSQL expects of the service's depends on other tests.
      statement.execute(
          "create temporary table line on commit drop as"
              + " select n as orderid, 'sku-' || n as sku from generate_series(1, 5) n;"
              + " create temporary table held on commit drop as select * from line;"
              + " analyze line, held");
      String plan = planOfItsLines(statement);
      statement.execute("set local enable_nestloop = on");
      String otherwise = planOfItsLines(statement);
      connection.rollback();
      assertFalse(plan.contains("Nested Loop"), plan);
      // Else the first says nothing.
      assertTrue(otherwise.contains("Nested Loop"), otherwise);
    }
  }

  private static String planOfItsLines(Statement statement) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        statement.executeQuery(
            "explain select * from line left join held using (orderid, sku) where sku = 'new'")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
