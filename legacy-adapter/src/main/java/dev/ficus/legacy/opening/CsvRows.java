package dev.ficus.legacy.opening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.ficus.legacy.batch.OldStock;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A file of comma-separated values in UTF-8, whose header names the columns {@code batchref},
 * {@code sku}, {@code qty} and {@code eta} in any order; others are ignored. A row without a
 * batchref is a SKU's figure, one without an eta is in the warehouse.
 */
final class CsvRows implements Rows {

  private static final CsvFactory CSV = new CsvFactory();

  private final CsvParser parser;
  private final List<String> columns;

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException when it is missing, or names no column sku or qty
   * @throws IOException when the file cannot be read at all
   */
  CsvRows(InputStream file) throws IOException {
    parser = CSV.createParser(file);
    List<String> header;
    try {
      header = parser.nextToken() == null ? List.of() : cells();
    } catch (JsonProcessingException | CharConversionException e) {
      throw new IllegalArgumentException("the header cannot be read: " + message(e), e);
    }
    columns = header.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    for (String needed : List.of("sku", "qty")) {
      if (!columns.contains(needed)) {
        throw new IllegalArgumentException("the header has no column " + needed);
      }
    }
  }

  @Override
  public void read(Consumer<Row> each) throws IOException {
    while (true) {
      long line = parser.currentLocation().getLineNr();
      try {
        if (parser.nextToken() == null) {
          return;
        }
        List<String> cells = cells();
        if (cells.size() > 1 || !cells.get(0).isBlank()) {
          each.accept(row(line, cells));
        }
      } catch (JsonProcessingException | CharConversionException e) {
        // Nobody knows where the next row begins.
        each.accept(Row.defect(line, "line cannot be read, nor what follows it: " + message(e)));
        return;
      }
    }
  }

  private Row row(long line, List<String> cells) {
    if (cells.size() > columns.size()) {
      return Row.defect(
          line, "line has %d cells for %d columns".formatted(cells.size(), columns.size()));
    }
    String batchref = cell(cells, "batchref");
    return Row.of(
        line,
        new OldStock(
            batchref == null ? OldStock.Kind.FIGURE : OldStock.Kind.STANDING,
            batchref,
            cell(cells, "sku"),
            cell(cells, "qty"),
            cell(cells, "eta")));
  }

  private String cell(List<String> cells, String column) {
    int place = columns.indexOf(column);
    String cell = place < 0 || place >= cells.size() ? null : cells.get(place);
    return cell == null || cell.isEmpty() ? null : cell;
  }

  private List<String> cells() throws IOException {
    List<String> cells = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      cells.add(parser.getText());
    }
    return cells;
  }

  private static String message(IOException failure) {
    return failure instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : failure.getMessage();
  }
}
