package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Files of the first of the real orders, as they are or under other numbers. */
final class RealOrders {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final List<String> columns;
  private final List<List<String>> rows;

  private RealOrders(List<String> columns, List<List<String>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads the first orders.
   *
   * @param most how many
   */
  static RealOrders first(int most) throws IOException {
    try (CSVParser read = CSVParser.parse(Files.readString(Project.here().orders()), CSV)) {
      Set<String> orders = new LinkedHashSet<>();
      List<List<String>> rows = new ArrayList<>();
      for (CSVRecord row : read) {
        if (orders.size() < most || orders.contains(row.get("order_id"))) {
          orders.add(row.get("order_id"));
          rows.add(row.toList());
        }
      }
      return new RealOrders(read.getHeaderNames(), rows);
    }
  }

  /**
   * The same orders of other customers, for products that nobody has seen: each number has this
   * behind it, and so has each SKU.
   *
   * @param except SKUs that stay as they are
   */
  RealOrders once(String more, Set<String> except) {
    int order = columns.indexOf("order_id");
    int sku = columns.indexOf("sku");
    List<List<String>> others = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> other = new ArrayList<>(row);
      other.set(order, row.get(order) + more);
      other.set(sku, except.contains(row.get(sku)) ? row.get(sku) : row.get(sku) + more);
      others.add(other);
    }
    return new RealOrders(columns, others);
  }

  /** These, and then those. */
  RealOrders and(RealOrders those) {
    List<List<String>> all = new ArrayList<>(rows);
    all.addAll(those.rows);
    return new RealOrders(columns, all);
  }

  /** Writes the file. */
  Path write(Path file) throws IOException {
    try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file), CSVFormat.RFC4180)) {
      printer.printRecord(columns);
      printer.printRecords(rows);
    }
    return file;
  }
}
