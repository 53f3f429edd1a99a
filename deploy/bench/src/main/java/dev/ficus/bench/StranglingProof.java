package dev.ficus.bench;

import dev.ficus.journeys.Equation;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.journeys.SimulatedMonolith.MonolithLine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether each line of the orders that were made is with its owner, once: counted in the monolith,
 * in the adapter's ledger and in allocation-service's tables.
 */
final class StranglingProof {
  private static final String KNOWN =
      """
      select count(distinct number), count(*) filter (where owner = 'monolith'),
        count(*) filter (where owner = 'new')
      from ledger_line where number >= ? and number < ?
      """;

  private final Installation installation;
  private final SimulatedMonolith monolith;
  private final Lines ours;
  private final LedgerTables ledger;
  private final List<ShopOrders> through = new ArrayList<>();
  private final List<ShopOrders> alone = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int counted;

  /**
   * @param ours of whose SKUs all lines are ours
   * @param ledger the adapter's tables
   */
  StranglingProof(
      Installation installation, SimulatedMonolith monolith, Lines ours, LedgerTables ledger) {
    this.installation = installation;
    this.monolith = monolith;
    this.ours = ours;
    this.ledger = ledger;
  }

  /** Orders that go through Ficus. */
  void through(ShopOrders orders) {
    through.add(orders);
  }

  /** Orders that go to the monolith alone. */
  void alone(ShopOrders orders) {
    alone.add(orders);
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
      long[] known = ledger.figures(KNOWN, orders.prefix(), orders.prefix() + "~");
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
    complaints.addAll(ledger.left());
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

  /** In words, for the reader of the table. */
  @Override
  public String toString() {
    return "It adds up: %s %,d orders went through Ficus; each of their lines is looked for in the monolith, the ledger and allocation-service"
        .formatted(complaints.isEmpty() ? "yes." : "NO.", counted);
  }
}
