package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.Response;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** An answer of rows: CSV in UTF-8 with a header line, written while the rows are made. */
public final class Table {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private final CSVPrinter printer;

  private Table(CSVPrinter printer) {
    this.printer = printer;
  }

  /** Puts rows into a table. */
  public interface Rows {
    void putInto(Table table) throws IOException;
  }

  /** A table with these columns. */
  public static Response of(List<String> columns, Rows rows) {
    return Response.of(
        200,
        "text/csv; charset=utf-8",
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          CSVPrinter printer = new CSVPrinter(text, FORMAT);
          printer.printRecord(columns);
          rows.putInto(new Table(printer));
          printer.flush();
        });
  }

  /** One row, a cell for each column; null leaves one empty. */
  public void row(Object... cells) throws IOException {
    printer.printRecord(cells);
  }
}
