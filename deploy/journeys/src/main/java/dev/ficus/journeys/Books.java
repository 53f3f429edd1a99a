package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * The rows of the services' tables, read by SQL when nothing moves any more.
 *
 * @param lines allocation-service's order lines
 * @param allocations its allocations: which line holds units of which batch
 * @param batches its batches
 * @param products its products
 * @param commands commands it has not carried out: parked, or waiting for a batch
 * @param quarantine what of orders waits in the adapter
 * @param views availability-service's products
 * @param viewBatches availability-service's batches
 * @param equation the sums of allocation-service's tables
 */
record Books(
    List<Line> lines,
    List<Allocation> allocations,
    List<Batch> batches,
    List<Product> products,
    List<SetAside> commands,
    List<Quarantined> quarantine,
    List<Product> views,
    List<ViewBatch> viewBatches,
    Equation equation) {

  /** An order line; {@code qty} is 0 when only its cancellation is known. */
  record Line(String orderid, String sku, String lineid, int qty, String state) {}

  /** What an order line is known by. */
  record LineKey(String orderid, String sku, String lineid) {}

  record Allocation(String orderid, String sku, String lineid, String batchref, int qty) {}

  /** A batch; {@code eta} is null when it is in the warehouse. */
  record Batch(String sku, String batchref, int qty, int allocated, LocalDate eta) {}

  record Product(String sku, long sequence) {}

  record SetAside(String state, String type, String orderid, String sku, String reason) {}

  /** An entry of the quarantine; null where it does not say. */
  record Quarantined(String order, String sku, String lineid, String qty, String reason) {}

  record ViewBatch(String sku, String batchref, int available, LocalDate eta) {}

  static Books read(Database allocation, Database availability, Database legacy)
      throws SQLException {
    try (Query stock = new Query(allocation);
        Query views = new Query(availability);
        Query adapter = new Query(legacy)) {
      return new Books(
          stock.list(
              "select orderid, sku, lineid, coalesce(qty, 0), state from order_line",
              row ->
                  new Line(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getInt(4),
                      row.getString(5))),
          stock.list(
              "select orderid, sku, lineid, batchref, qty from allocation",
              row ->
                  new Allocation(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getInt(5))),
          stock.list(
              "select sku, batchref, qty, allocated, eta from batch",
              row ->
                  new Batch(
                      row.getString(1),
                      row.getString(2),
                      row.getInt(3),
                      row.getInt(4),
                      row.getObject(5, LocalDate.class))),
          products(stock, "product"),
          stock.list(
              "select state, type, orderid, sku, reason from inbox where state <> 'APPLIED'",
              row ->
                  new SetAside(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5))),
          adapter.list(
              "select number, sku, lineid, qty, reason from quarantine_entry where subject <> 'stock'",
              row ->
                  new Quarantined(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5))),
          products(views, "product_view"),
          views.list(
              "select sku, batchref, available, eta from batch_view",
              row ->
                  new ViewBatch(
                      row.getString(1),
                      row.getString(2),
                      row.getInt(3),
                      row.getObject(4, LocalDate.class))),
          stock.equation());
    }
  }

  /** The products of one service that anything ever happened to. */
  static List<Product> products(Query query, String table) throws SQLException {
    return query.list(
        "select sku, sequence from %s where sequence > 0".formatted(table),
        row -> new Product(row.getString(1), row.getLong(2)));
  }
}
