package dev.ficus.bench;

import dev.ficus.journeys.Equation;
import dev.ficus.journeys.SimulatedMonolith;
import dev.ficus.journeys.SimulatedMonolith.MonolithStock;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each line of the orders that were made is with the owner that the ledger has for it,
 * once, whichever way the wave went when it came; and whether no unit is promised twice.
 */
final class WaveProof {
  private static final String KNOWN =
      "select count(distinct number), count(*) from ledger_line where number >= ? and number < ?";
  private static final String UNEVEN =
      """
      select (select count(*) from frozen_sku), (select coalesce(sum(pending), 0) from source_stock),
        (select count(*) from sku_route where epoch <> ?::integer)
      """;
  private static final String ALLOCATED =
      """
      select substr(orderid, strpos(orderid, ':') + 1) || ' ' || sku || ' ' || lineid
      from order_line
      """;
  private static final String HELD =
      "select sku, sum(allocated) as units from batch group by sku having sum(allocated) > 0";

  private final Installation installation;
  private final SimulatedMonolith monolith;
  private final LedgerTables ledger;
  private final List<ShopOrders> sent;
  private final Lines wave;
  private final int switches;
  private final List<String> complaints = new ArrayList<>();

  /**
   * @param sent all orders that were sent through Ficus
   * @param switches how often the wave's routes were changed
   */
  WaveProof(
      Installation installation,
      SimulatedMonolith monolith,
      LedgerTables ledger,
      List<ShopOrders> sent,
      Lines wave,
      int switches) {
    this.installation = installation;
    this.monolith = monolith;
    this.ledger = ledger;
    this.sent = sent;
    this.wave = wave;
    this.switches = switches;
  }

  /** How many orders were looked for. */
  long orders() {
    return sent.stream().mapToLong(ShopOrders::issued).sum();
  }

  /** Everything that is not as it must be, in words; nothing moves any more. */
  List<String> complaints() throws IOException, SQLException {
    complaints.clear();
    for (ShopOrders orders : sent) {
      long[] known = ledger.figures(KNOWN, orders.prefix(), orders.prefix() + "~");
      expect(orders.prefix() + " orders are in the ledger", orders.issued(), known[0]);
      expect(
          orders.prefix() + " lines are in the ledger",
          (long) orders.issued() * ShopOrders.LINES,
          known[1]);
    }
    List<String> ours = ledger.lines("new");
    compare("ours", ours, allocated());
    compare(
        "the monolith's",
        ledger.lines("monolith").stream().map(WaveProof::withoutId).sorted().toList(),
        monolith.lines().stream().map(line -> line.order() + " " + line.sku()).sorted().toList());
    Equation equation = Equation.read(installation.products(), "");
    complaints.addAll(equation.differences(ours.size()));
    expect("lines are allocated", ours.size(), equation.allocated());
    notPromisedTwice();
    long[] uneven = ledger.figures(UNEVEN, String.valueOf(switches));
    expect("SKUs are frozen", 0, uneven[0]);
    expect("units are pending", 0, uneven[1]);
    expect("of %d SKUs have another epoch than %d".formatted(wave.skus(), switches), 0, uneven[2]);
    complaints.addAll(ledger.left());
    return List.copyOf(complaints);
  }

  /** The monolith does not say line ids in its table; each order has a SKU's lines apart. */
  private static String withoutId(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }

  private void compare(String whose, List<String> ledgers, List<String> found) {
    if (!ledgers.equals(found)) {
      List<String> missing = new ArrayList<>(ledgers);
      found.forEach(missing::remove);
      List<String> more = new ArrayList<>(found);
      ledgers.forEach(more::remove);
      complaints.add(
          "of %d lines that are %s there are %d: %d are missing, such as %s; %d are too many, such as %s"
              .formatted(
                  ledgers.size(),
                  whose,
                  found.size(),
                  missing.size(),
                  missing.stream().findFirst().orElse("none"),
                  more.size(),
                  more.stream().findFirst().orElse("none")));
    }
  }

  private List<String> allocated() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement query = installation.products().prepareStatement(ALLOCATED);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    lines.sort(null);
    return lines;
  }

  private void notPromisedTwice() throws IOException, SQLException {
    Map<String, Long> held = new HashMap<>();
    try (PreparedStatement query = installation.products().prepareStatement(HELD);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        held.put(rows.getString("sku"), rows.getLong("units"));
      }
    }
    for (MonolithStock stock : monolith.stock()) {
      long promised = stock.promised() + held.getOrDefault(stock.sku(), 0L);
      if (promised > stock.physical()) {
        complaints.add(
            "of %d units of %s %d are promised".formatted(stock.physical(), stock.sku(), promised));
      }
    }
  }

  private void expect(String what, long expected, long found) {
    if (found != expected) {
      complaints.add("%d %s, not %d".formatted(found, what, expected));
    }
  }
}
