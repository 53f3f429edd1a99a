package dev.ficus.allocation.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** For queries that read most of a table; all others of this service go through indexes. */
final class WholeTables {
  private WholeTables() {}

  /** Begins a transaction in which PostgreSQL may read tables as a whole where that is cheaper. */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement allow = connection.createStatement()) {
      allow.execute(
          "set local enable_seqscan = on; set local enable_hashjoin = on;"
              + " set local enable_mergejoin = on; set local plan_cache_mode = auto");
    }
  }
}
