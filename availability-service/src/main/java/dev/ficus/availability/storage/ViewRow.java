package dev.ficus.availability.storage;

import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.View;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A view as it is stored, one row of {@code product_view} and those of {@code batch_view}.
 *
 * @param version counts its writes
 */
record ViewRow(View view, long version) {

  /** What {@link #read} needs to find in a row. */
  static final String COLUMNS =
      "sku, sequence, heard, as_of, out_of_stock_since, version, batchref, eta, available";

  /** All views of an answer that is ordered by SKU. */
  static List<ViewRow> read(ResultSet row) throws SQLException {
    List<ViewRow> views = new ArrayList<>();
    boolean more = row.next();
    while (more) {
      String sku = row.getString("sku");
      long sequence = row.getLong("sequence");
      long heard = row.getLong("heard");
      Instant asOf = instant(row, "as_of");
      Instant outOfStockSince = instant(row, "out_of_stock_since");
      long version = row.getLong("version");
      List<Batch> batches = new ArrayList<>();
      do {
        if (row.getString("batchref") != null) {
          batches.add(
              new Batch(
                  row.getString("batchref"),
                  row.getObject("eta", LocalDate.class),
                  row.getInt("available")));
        }
        more = row.next();
      } while (more && row.getString("sku").equals(sku));
      Stock stock = new Stock(sku, sequence, batches, outOfStockSince);
      views.add(new ViewRow(new View(stock, heard, asOf), version));
    }
    return views;
  }

  /** A time that may be absent, as a column has it. */
  static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  /** A time of a row that may be null. */
  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
