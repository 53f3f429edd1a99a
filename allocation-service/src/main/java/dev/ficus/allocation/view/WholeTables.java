package dev.ficus.allocation.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** For queries that read most of a table; all others of this service go through indexes. */
final class WholeTables {
  private WholeTables() {}

  /**
   * Begins a transaction in which PostgreSQL may read tables as a whole where that is cheaper, and
   * reads each of them once. A product whose thousands of lines it has not counted yet looks to it
   * like one of a few lines, and for each of them it would read all of the other table's.
   */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement allow = connection.createStatement()) {
      allow.execute(
          "set local enable_seqscan = on; set local enable_hashjoin = on;"
              + " set local enable_mergejoin = on; set local enable_nestloop = off;"
              + " set local plan_cache_mode = auto");
    }
  }
}
