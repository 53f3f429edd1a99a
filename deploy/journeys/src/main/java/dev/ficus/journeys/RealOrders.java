package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Files of some of the real orders, as they are or under other numbers. */
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
    return read(Project.here().orders()).range(0, most);
  }

  /** Reads all orders of a file. */
  static RealOrders read(Path file) throws IOException {
    try (CSVParser read = CSVParser.parse(Files.readString(file), CSV)) {
      return new RealOrders(
          read.getHeaderNames(), read.getRecords().stream().map(CSVRecord::toList).toList());
    }
  }

  /**
   * These, parted into as many files, one after the other; each order is in one of them, whole.
   *
   * @param count of these files, each of which has nearly as many orders
   */
  List<RealOrders> parts(int count) {
    int orders = numbers().size();
    List<RealOrders> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      parts.add(range(orders * part / count, orders * (part + 1) / count));
    }
    return parts;
  }

  private List<String> numbers() {
    int order = columns.indexOf("order_id");
    return rows.stream().map(row -> row.get(order)).distinct().toList();
  }

  private RealOrders range(int from, int to) {
    int order = columns.indexOf("order_id");
    List<String> numbers = numbers();
    Set<String> wanted =
        new HashSet<>(
            numbers.subList(Math.min(from, numbers.size()), Math.min(to, numbers.size())));
    return new RealOrders(
        columns, rows.stream().filter(row -> wanted.contains(row.get(order))).toList());
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
