package dev.ficus.allocation;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A session that holds a product, as another instance would that changes it just now. */
public final class HeldProduct implements AutoCloseable {
  private final DataSource dataSource;
  private final Connection session;
  private final String sku;

  public HeldProduct(DataSource dataSource, String sku) throws SQLException {
    this.dataSource = dataSource;
    this.sku = sku;
    session = dataSource.getConnection();
    session.setAutoCommit(false);
    execute("select from product where sku = '%s' for update");
  }

  /** Waits until so many sessions wait for a lock. */
  public void awaitWaiting(int sessions) {
    assertTrue(
        Waiting.until(() -> waiting() >= sessions, LIMIT),
        () -> "%d sessions wait for a lock, not %d".formatted(waiting(), sessions));
  }

  /** Changes the product, so that who waits for it finds another one. */
  public void advanceTo(long sequence) throws SQLException {
    execute("update product set sequence = " + sequence + " where sku = '%s'");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql.formatted(sku));
    }
  }

  private long waiting() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity"
                    + " where datname = current_database() and wait_event_type = 'Lock'")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the product go. */
  @Override
  public void close() throws SQLException {
    try (session) {
      session.commit();
    }
  }
}
