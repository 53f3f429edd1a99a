package dev.ficus.oldworld;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The file of order lines that the shop sells from, described in {@code data/README.md}. */
public final class Feed {
  private static final List<String> COLUMNS =
      List.of("order_id", "sku", "description", "qty", "placed_at", "unit_price_gbp", "country");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private Feed() {}

  /**
   * Reads all orders, in the order in which the first line of each comes.
   *
   * @throws IOException when the file cannot be read as such a feed; the message says why
   */
  public static List<Order> read(Path file) throws IOException {
    Map<String, List<Order.Line>> orders = new LinkedHashMap<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        CSVParser rows = FORMAT.parse(text)) {
      List<String> missing = new ArrayList<>(COLUMNS);
      missing.removeAll(rows.getHeaderNames());
      if (!missing.isEmpty()) {
        throw new IOException("it has no column " + String.join(", ", missing));
      }
      for (CSVRecord row : rows) {
        if (!row.isConsistent()) {
          throw new IOException(
              "row %d has %d columns instead of %d"
                  .formatted(row.getRecordNumber(), row.size(), rows.getHeaderNames().size()));
        }
        orders.computeIfAbsent(row.get("order_id"), id -> new ArrayList<>()).add(line(row));
      }
    } catch (CharacterCodingException notText) {
      throw new IOException("it is not UTF-8", notText);
    } catch (UncheckedIOException unreadable) {
      throw new IOException("it is not CSV: " + unreadable.getMessage(), unreadable);
    }
    return orders.entrySet().stream()
        .map(order -> new Order(order.getKey(), order.getValue()))
        .toList();
  }

  private static Order.Line line(CSVRecord row) {
    return new Order.Line(
        row.get("sku"),
        row.get("description"),
        row.get("qty"),
        row.get("placed_at"),
        row.get("unit_price_gbp"),
        row.get("country"));
  }
}
