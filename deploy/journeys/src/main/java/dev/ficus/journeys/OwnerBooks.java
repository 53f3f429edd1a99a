package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The adapter's tables of owners, routes and reported stock.
 *
 * @param defaultRoute of SKUs that are in no wave
 * @param routes of all others
 * @param lines the lines in the ledger
 * @param reported the figure that counts of what the monolith has reported of a SKU, the least
 * @param informed units of a SKU that the monolith has set aside, as far as we know
 * @param uncertified SKUs whose route has changed more or less often than the log and the events
 *     say
 * @param unsettled orders of which it is not known whether the monolith has them, or whose lines of
 *     ours wait for its answer
 */
record OwnerBooks(
    String defaultRoute,
    Map<String, StoredRoute> routes,
    List<OwnedLine> lines,
    Map<String, Long> reported,
    Map<String, Long> informed,
    List<String> uncertified,
    List<String> unsettled) {

  /** The route of a SKU, and how often it has changed. */
  record StoredRoute(String route, int epoch) {}

  /** A line of the ledger and who has it, {@code new} or {@code monolith}. */
  record OwnedLine(Books.LineKey line, String owner) {}

  /** Reads them, the order ids as allocation-service has them. */
  static OwnerBooks read(Database legacy) throws SQLException {
    try (Query adapter = new Query(legacy)) {
      Map<String, StoredRoute> routes = new HashMap<>();
      adapter.list(
          "select sku, route, epoch from sku_route",
          row -> routes.put(row.getString(1), new StoredRoute(row.getString(2), row.getInt(3))));
      Map<String, Long> reported = new HashMap<>();
      adapter.list(
          "select sku, min(qty) from reported_figure group by sku",
          row -> reported.put(row.getString(1), row.getLong(2)));
      Map<String, Long> informed = new HashMap<>();
      adapter.list(
          "select sku, sum(uncounted + to_give_back) from source_stock group by sku",
          row -> informed.put(row.getString(1), row.getLong(2)));
      return new OwnerBooks(
          adapter.list("select default_route from routing", row -> row.getString(1)).get(0),
          routes,
          adapter.list(
              "select shop || ':' || number, sku, lineid, owner from ledger_line",
              row ->
                  new OwnedLine(
                      new Books.LineKey(row.getString(1), row.getString(2), row.getString(3)),
                      row.getString(4))),
          reported,
          informed,
          adapter.list(
              """
              select sku from sku_route
              where epoch <> (select count(*) from route_change as change
                              where change.sku = sku_route.sku)
                or epoch <> (select count(*) from legacy_event as event
                             where event.sku = sku_route.sku and epoch is not null
                               and type <> 'sku_settled')
              order by sku
              """,
              row -> row.getString(1)),
          adapter.list(
              """
              select number from forward union select number from ledger_order where approval is not null
              """,
              row -> row.getString(1)));
    }
  }

  /** Whether we fulfil what is ordered of a SKU from now on. */
  boolean isOurs(String sku) {
    StoredRoute own = routes.get(sku);
    return (own == null ? defaultRoute : own.route()).equals("new");
  }

  /** How often the route of a SKU has changed. */
  int epoch(String sku) {
    StoredRoute own = routes.get(sku);
    return own == null ? 0 : own.epoch();
  }
}
