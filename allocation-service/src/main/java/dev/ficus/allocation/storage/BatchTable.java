package dev.ficus.allocation.storage;

import static dev.ficus.allocation.storage.GroupSql.column;
import static dev.ficus.allocation.storage.GroupSql.nullable;
import static dev.ficus.allocation.storage.GroupSql.optional;

import dev.ficus.allocation.product.Batch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** The batches. How much of each is allocated is kept by the database, from the allocations. */
final class BatchTable {
  private static final String COLUMNS =
      "sku, batchref, original_qty, original_eta, qty, eta, allocated, quantity_revision, eta_revision";

  private BatchTable() {}

  /** A batch by its name. */
  record BatchKey(String sku, String batchref) {}

  /** A batch of this SKU. */
  record BatchRow(String sku, Batch batch) {
    BatchKey key() {
      return new BatchKey(sku, batch.reference());
    }
  }

  /** The batches of these SKUs that have free units. */
  static List<BatchRow> open(BatchedRoundTrip trip, Collection<String> skus) {
    return trip.query(
        "select " + COLUMNS + " from batch where sku = any (?) and is_open",
        BatchTable::row,
        (Object) skus.toArray(String[]::new));
  }

  /** Of the batches that are named those without free units. */
  static List<BatchRow> full(BatchedRoundTrip trip, Collection<BatchKey> named) {
    return named.isEmpty()
        ? List.of()
        : trip.query(
            "select "
                + COLUMNS
                + """
                 from unnest(?, ?) as named (sku, batchref) join batch using (sku, batchref)
                where not is_open
                """,
            BatchTable::row,
            column(named, String[]::new, BatchKey::sku),
            column(named, String[]::new, BatchKey::batchref));
  }

  static void insert(BatchedRoundTrip trip, List<BatchRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          insert into batch
            (sku, batchref, original_qty, original_eta, qty, eta, quantity_revision, eta_revision)
          select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
          """,
          column(rows, String[]::new, BatchRow::sku),
          column(rows, String[]::new, row -> row.batch().reference()),
          column(rows, Integer[]::new, row -> row.batch().originalQty()),
          column(rows, LocalDate[]::new, row -> row.batch().originalEta()),
          column(rows, Integer[]::new, row -> row.batch().purchased()),
          column(rows, LocalDate[]::new, row -> row.batch().eta()),
          column(rows, Long[]::new, row -> nullable(row.batch().quantityRevision())),
          column(rows, Long[]::new, row -> nullable(row.batch().etaRevision())));
    }
  }

  static void update(BatchedRoundTrip trip, List<BatchRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          update batch
          set qty = changed.qty,
              eta = changed.eta,
              quantity_revision = changed.quantity_revision,
              eta_revision = changed.eta_revision
          from unnest(?, ?, ?, ?, ?, ?)
            as changed (sku, batchref, qty, eta, quantity_revision, eta_revision)
          where batch.sku = changed.sku and batch.batchref = changed.batchref
          """,
          column(rows, String[]::new, BatchRow::sku),
          column(rows, String[]::new, row -> row.batch().reference()),
          column(rows, Integer[]::new, row -> row.batch().purchased()),
          column(rows, LocalDate[]::new, row -> row.batch().eta()),
          column(rows, Long[]::new, row -> nullable(row.batch().quantityRevision())),
          column(rows, Long[]::new, row -> nullable(row.batch().etaRevision())));
    }
  }

  private static BatchRow row(ResultSet row) throws SQLException {
    return new BatchRow(
        row.getString("sku"),
        new Batch(
            row.getString("batchref"),
            row.getInt("original_qty"),
            row.getObject("original_eta", LocalDate.class),
            row.getInt("qty"),
            row.getObject("eta", LocalDate.class),
            row.getInt("allocated"),
            optional(row, "quantity_revision"),
            optional(row, "eta_revision")));
  }
}
