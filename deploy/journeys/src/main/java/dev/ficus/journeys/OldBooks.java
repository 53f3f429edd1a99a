package dev.ficus.journeys;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of the old world, when nothing moves any more.
 *
 * @param lines the lines of the monolith's orders, cancelled ones and returns among them
 * @param stock the monolith's stock
 * @param shown how many of a SKU the shop takes to be in stock
 */
record OldBooks(List<OldLine> lines, List<OldStock> stock, Map<String, Long> shown) {

  /**
   * A line of an order that the monolith has.
   *
   * @param item the shop's id of the line
   * @param state how far it is, such as {@code promised}
   */
  record OldLine(String order, String item, String sku, long qty, String state) {}

  /**
   * The monolith's stock of one SKU, in the warehouse.
   *
   * @param received units that came in
   * @param corrected units that a stock-take found, less those that it missed
   * @param gone units that left
   * @param promised units that lines have
   * @param aside units set aside for others
   * @param figure units that are left to sell
   */
  record OldStock(
      String sku,
      long received,
      long corrected,
      long gone,
      long physical,
      long promised,
      long aside,
      long figure) {}

  /**
   * Asks the monolith and the shop.
   *
   * @param shop the one that has the products
   */
  static OldBooks read(OldWorldProcess monolith, OldWorldProcess shop) throws IOException {
    Map<String, Long> shown = new HashMap<>();
    shop.table("stock")
        .forEach(row -> shown.put(row.get("sku"), new BigDecimal(row.get("qty")).longValueExact()));
    return new OldBooks(
        monolith.table("orders?all=yes").stream()
            .map(
                row ->
                    new OldLine(
                        row.get("order"),
                        row.get("item_id"),
                        row.get("sku"),
                        OldWorldProcess.number(row, "qty"),
                        row.get("state")))
            .toList(),
        monolith.table("stock").stream()
            .map(
                row ->
                    new OldStock(
                        row.get("sku"),
                        OldWorldProcess.number(row, "received"),
                        OldWorldProcess.number(row, "corrected"),
                        OldWorldProcess.number(row, "gone"),
                        OldWorldProcess.number(row, "physical"),
                        OldWorldProcess.number(row, "promised"),
                        OldWorldProcess.number(row, "set_aside"),
                        OldWorldProcess.number(row, "figure")))
            .toList(),
        shown);
  }
}
