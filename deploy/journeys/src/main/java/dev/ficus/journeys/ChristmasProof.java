package dev.ficus.journeys;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sum of a Christmas day, counted in the shop and in the services' tables; lines are those that
 * are ours.
 *
 * @param ordered orders the shop has; {@code lines} are theirs
 * @param inLedger orders the adapter has, each with all its commands confirmed
 * @param linesInLedger the lines of these that are not cancelled
 * @param equation what the services have of these lines
 * @param differences everything that is not as it must be, in words; empty when all adds up
 */
public record ChristmasProof(
    long ordered,
    long lines,
    long inLedger,
    long linesInLedger,
    Equation equation,
    List<String> differences) {

  static ChristmasProof of(
      Recount recount,
      int monolithLines,
      Reckoning.Result result,
      ChristmasDay.Site site,
      List<String> ofShop)
      throws SQLException {
    List<String> differences = new ArrayList<>(result.differences());
    differences.addAll(ofShop);
    try (Query ledger = new Query(site.legacy())) {
      long orders =
          ledger.count(
              "select count(*) from ledger_order where confirmed = changes and not cancelled");
      long lines =
          ledger.count(
              "select count(*) from ledger_line where state = 'ordered' and owner = 'new'");
      long monolith =
          ledger.count(
              "select count(*) from ledger_line where state = 'ordered' and owner = 'monolith'");
      long seen =
          ledger.count(
              "select (select count(*) from ledger_order) + (select count(*) from ledger_line)");
      long unplaced =
          ledger.count(
              "select count(*) from ledger_line where owner = 'new' and placed is distinct from qty");
      if (orders != recount.orders()
          || lines != recount.lines()
          || monolith != monolithLines
          || seen != orders + lines + monolith
          || unplaced > 0) {
        differences.add(
            "the ledger has %d orders, %d lines and %d of the monolith of %d rows, and misses the placement of %d"
                .formatted(orders, lines, monolith, seen, unplaced));
      }
      return new ChristmasProof(
          recount.orders(),
          recount.lines(),
          orders,
          lines,
          result.equation(),
          List.copyOf(differences));
    }
  }

  /** Whether all adds up. */
  public boolean holds() {
    return differences.isEmpty();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d orders in the shop, %,d in the ledger; %,d lines in the shop, %,d in the ledger, %,d"
            + " decided (%,d allocated, %,d backordered); %,d units oversold, %,d in quarantine",
        ordered,
        inLedger,
        lines,
        linesInLedger,
        equation.allocated() + equation.backordered(),
        equation.allocated(),
        equation.backordered(),
        equation.oversold(),
        equation.quarantined());
  }
}
