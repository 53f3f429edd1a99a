package dev.ficus.bench;

import dev.ficus.local.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A session at the adapter's tables. */
final class LedgerTables implements AutoCloseable {
  private static final Duration PLACING_LIMIT = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 50;

  private static final String UNPLACED =
      """
      select count(*) from ledger_line join ledger_order using (shop, number)
      where owner = 'new' and (placed is distinct from qty or sent_with > confirmed)
        and number >= ? and number < ?
      """;
  private static final String LEFT =
      """
      select (select count(*) from forward), (select count(*) from quarantine_entry),
        (select count(*) from ledger_order where approval is not null)
      """;
  private static final String LINES =
      """
      select number || ' ' || sku || ' ' || lineid from ledger_line
      where owner = ? and correlation <> 'older'
      """;

  /** Two thirds of the lines are the monolith's; none of them is open. */
  private static final String OLDER_ORDERS =
      """
      insert into ledger_order (shop, number, changes, confirmed)
      select 'shop', 'older-' || n, 1, 1 from generate_series(1, ?) as n
      """;

  private static final String OLDER_LINES =
      """
      insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner, correlation,
        sent_with, placed, placement, placed_in)
      select 'shop', 'older-' || n, (?::text[])[1 + (n * 3 + line) % ?] , line::text, 1, 1,
        'despatched', case when n % 3 = 0 then 'new' else 'monolith' end, 'older',
        case when n % 3 = 0 then 1 else 0 end, case when n % 3 = 0 then 1 end,
        case when n % 3 = 0 then 'despatched' end, case when n % 3 = 0 then 'older' end
      from generate_series(1, ?) as n cross join generate_series(0, 2) as line
      """;

  private final Connection session;

  LedgerTables(Database database) throws SQLException {
    session =
        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
  }

  /** Returns when the ledger knows that all lines of ours are placed. */
  void awaitPlaced() throws SQLException, InterruptedException {
    awaitPlaced("");
  }

  /** The same of the lines of orders whose numbers begin so. */
  void awaitPlaced(String prefix) throws SQLException, InterruptedException {
    awaitNone(UNPLACED, "lines are not placed", prefix, prefix + "~");
  }

  /** Returns when a query counts none. */
  void awaitNone(String count, String complaint, String... parameters)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + PLACING_LIMIT.toNanos();
    while (figures(count, parameters)[0] > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(complaint);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** The numbers of the one row that a query answers. */
  long[] figures(String sql, String... parameters) throws SQLException {
    try (PreparedStatement query = session.prepareStatement(sql)) {
      for (int at = 0; at < parameters.length; at++) {
        query.setString(at + 1, parameters[at]);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long[] figures = new long[row.getMetaData().getColumnCount()];
        for (int at = 0; at < figures.length; at++) {
          figures[at] = row.getLong(at + 1);
        }
        return figures;
      }
    }
  }

  /** The lines of this owner, without the older ones: order, SKU and line id, sorted. */
  List<String> lines(String owner) throws SQLException {
    try (PreparedStatement query = session.prepareStatement(LINES)) {
      query.setString(1, owner);
      try (ResultSet rows = query.executeQuery()) {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
        lines.sort(null);
        return lines;
      }
    }
  }

  /** What is left though nothing moves any more, in words; empty when nothing is. */
  List<String> left() throws SQLException {
    long[] left = figures(LEFT);
    List<String> complaints = new ArrayList<>();
    complain(complaints, "calls are in doubt", left[0]);
    complain(complaints, "entries are in quarantine", left[1]);
    complain(complaints, "orders wait for the monolith or are refused", left[2]);
    return complaints;
  }

  private static void complain(List<String> complaints, String what, long found) {
    if (found != 0) {
      complaints.add("%d %s, not 0".formatted(found, what));
    }
  }

  /** Fills the ledger with lines of these SKUs that were despatched long ago. */
  void fill(int lines, List<String> skus) throws SQLException {
    int orders = lines / ShopOrders.LINES;
    try (PreparedStatement insert = session.prepareStatement(OLDER_ORDERS)) {
      insert.setInt(1, orders);
      insert.executeUpdate();
    }
    try (PreparedStatement insert = session.prepareStatement(OLDER_LINES)) {
      insert.setArray(1, session.createArrayOf("text", skus.toArray()));
      insert.setInt(2, skus.size());
      insert.setInt(3, orders);
      insert.executeUpdate();
    }
    try (Statement vacuum = session.createStatement()) {
      vacuum.execute("vacuum analyze ledger_order");
      vacuum.execute("vacuum analyze ledger_line");
    }
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
