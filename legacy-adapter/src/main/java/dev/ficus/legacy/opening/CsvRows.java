package dev.ficus.legacy.opening;

import dev.ficus.legacy.stock.OldStock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file as {@link CsvReader} reads it, whose header names the columns {@code batchref}, {@code
 * sku}, {@code qty} and {@code eta}. A row without a batchref is a SKU's figure, one without an eta
 * is in the warehouse.
 */
final class CsvRows implements Rows {

  private final CsvReader reader;

  /**
   * Reads the header.
   *
   * @param charset that the caller names
   * @throws UnreadableFile when it is missing, or names no column sku or qty
   * @throws IOException when the file cannot be read at all
   */
  CsvRows(InputStream file, Optional<Charset> charset) throws IOException {
    try {
      reader = new CsvReader(file, charset, List.of("sku", "qty"), List.of("batchref", "eta"));
    } catch (CsvReader.CsvDefect defect) {
      throw new UnreadableFile(defect.field(), defect.field() + " " + defect.getMessage());
    }
  }

  @Override
  public void read(Consumer<StockRow> each) throws IOException {
    for (StockRow row = next(); row != null; row = next()) {
      each.accept(row);
    }
  }

  private StockRow next() throws IOException {
    try {
      CsvReader.CsvRow row = reader.next();
      return row == null ? null : StockRow.of(row.line(), stock(row.fields()));
    } catch (CsvReader.CsvDefect defect) {
      return StockRow.defect(defect.line(), defect.field() + " " + defect.getMessage());
    }
  }

  private static OldStock stock(Map<String, String> fields) {
    String batchref = fields.get("batchref");
    return new OldStock(
        batchref == null ? OldStock.ReportKind.FIGURE : OldStock.ReportKind.LISTED,
        batchref,
        fields.get("sku"),
        fields.get("qty"),
        fields.get("eta"));
  }
}
