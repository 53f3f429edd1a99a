package dev.ficus.bench;

import dev.ficus.journeys.Equation;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.journeys.SimulatedMonolith.MonolithLine;
import dev.ficus.local.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether each line of the orders that were made is with its owner, once: counted in the monolith,
 * in the adapter's ledger and in allocation-service's tables.
 */
final class StranglingProof implements AutoCloseable {
  private static final Duration PLACING_LIMIT = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 50;

  private static final String UNPLACED =
      """
      select count(*) from ledger_line join ledger_order using (shop, number)
      where owner = 'new' and (placed is distinct from qty or sent_with > confirmed)
      """;
  private static final String KNOWN =
      """
      select count(distinct number), count(*) filter (where owner = 'monolith'),
        count(*) filter (where owner = 'new')
      from ledger_line where number >= ? and number < ?
      """;
  private static final String LEFT =
      """
      select (select count(*) from forward), (select count(*) from quarantine_entry),
        (select count(*) from ledger_order where approval is not null)
      """;

  private final Installation installation;
  private final SimulatedMonolith monolith;
  private final Lines ours;
  private final Connection ledger;
  private final List<ShopOrders> through = new ArrayList<>();
  private final List<ShopOrders> alone = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int counted;

  /**
   * @param ours of whose SKUs all lines are ours
   * @param ledger the adapter's tables
   */
  StranglingProof(
      Installation installation, SimulatedMonolith monolith, Lines ours, Database ledger)
      throws SQLException {
    this.installation = installation;
    this.monolith = monolith;
    this.ours = ours;
    this.ledger =
        DriverManager.getConnection(ledger.jdbcUrl(), ledger.username(), ledger.password());
  }

  /** Orders that go through Ficus. */
  void through(ShopOrders orders) {
    through.add(orders);
  }

  /** Orders that go to the monolith alone. */
  void alone(ShopOrders orders) {
    alone.add(orders);
  }

  /** Returns when the ledger knows that all lines of ours are placed. */
  void awaitPlaced() throws SQLException, InterruptedException {
    long end = System.nanoTime() + PLACING_LIMIT.toNanos();
    while (figures(UNPLACED, "")[0] > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("lines are not placed");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Everything that is not as it must be, in words; nothing moves any more. */
  List<String> complaints() throws IOException, SQLException {
    complaints.clear();
    counted = 0;
    List<MonolithLine> lines = monolith.lines();
    int linesOfOurs = 0;
    int linesOfTheirs = 0;
    for (ShopOrders orders : through) {
      int ourLines = orders.issued() * orders.oursInEach();
      int theirLines = orders.issued() * ShopOrders.LINES - ourLines;
      long[] known = figures(KNOWN, orders.prefix());
      expect(orders, "orders are in the ledger", orders.issued(), known[0]);
      expect(orders, "lines are the monolith's in the ledger", theirLines, known[1]);
      expect(orders, "lines are ours in the ledger", ourLines, known[2]);
      expect(orders, "lines are in the monolith", theirLines, count(lines, orders.prefix(), ""));
      expect(
          orders,
          "lines of our SKUs are in the monolith",
          0,
          count(lines, orders.prefix(), ours.skuPrefix()));
      linesOfOurs += ourLines;
      linesOfTheirs += theirLines;
      counted += orders.issued();
    }
    for (ShopOrders orders : alone) {
      int all = orders.issued() * ShopOrders.LINES;
      expect(orders, "lines are in the monolith", all, count(lines, orders.prefix(), ""));
      linesOfTheirs += all;
    }
    expect("lines are in the monolith", linesOfTheirs, lines.size());
    Equation equation = Equation.read(installation.products(), "");
    complaints.addAll(equation.differences(linesOfOurs));
    expect("lines are allocated", linesOfOurs, equation.allocated());
    long[] left = figures(LEFT, "");
    expect("calls are in doubt", 0, left[0]);
    expect("entries are in quarantine", 0, left[1]);
    expect("orders wait for the monolith or are refused", 0, left[2]);
    return complaints;
  }

  private static long count(List<MonolithLine> lines, String order, String sku) {
    return lines.stream()
        .filter(line -> line.order().startsWith(order) && line.sku().startsWith(sku))
        .count();
  }

  private void expect(ShopOrders orders, String what, long expected, long found) {
    expect(orders.prefix() + " " + what, expected, found);
  }

  private void expect(String what, long expected, long found) {
    if (found != expected) {
      complaints.add("%d %s, not %d".formatted(found, what, expected));
    }
  }

  private long[] figures(String sql, String prefix) throws SQLException {
    try (PreparedStatement query = ledger.prepareStatement(sql)) {
      if (!prefix.isEmpty()) {
        query.setString(1, prefix);
        query.setString(2, prefix + "~");
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

  /** In words, for the reader of the table. */
  @Override
  public String toString() {
    return "It adds up: %s %,d orders went through Ficus; each of their lines is looked for in the monolith, the ledger and allocation-service"
        .formatted(complaints.isEmpty() ? "yes." : "NO.", counted);
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
  }
}
