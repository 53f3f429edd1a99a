package dev.ficus.journeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a file of orders, as far as stock is concerned. Read apart from the old shop. */
final class Feed {
  private static final List<String> COLUMNS = List.of("order_id", "sku", "qty");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** So that the shop's name fits before it. */
  private static final int MOST_BYTES = 190;

  private Feed() {}

  /**
   * One row: a line of an order.
   *
   * @param number its place in the file, from 1, the header not counted
   * @param qty as written
   */
  record Row(long number, String order, String sku, String qty) {}

  /**
   * Reads a feed.
   *
   * @throws DemoException when the file cannot be used; the message says why
   */
  static List<Row> read(Path file) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        CSVParser records = FORMAT.parse(text)) {
      for (String column : COLUMNS) {
        require(records.getHeaderNames().contains(column), file, "it has no column " + column);
      }
      for (CSVRecord row : records) {
        long number = row.getRecordNumber();
        require(
            row.isConsistent(), file, "row " + number + " has not as many columns as the first");
        String order = row.get("order_id");
        String sku = row.get("sku");
        require(
            !order.isBlank() && isText(order) && length(order) <= MOST_BYTES,
            file,
            "row " + number + " has no order_id that could be one");
        require(isText(sku), file, "row " + number + " has control characters in its sku");
        rows.add(new Row(number, order, sku, row.get("qty")));
      }
    } catch (CharacterCodingException notText) {
      throw unusable(file, "it is not UTF-8", notText);
    } catch (NoSuchFileException missing) {
      throw unusable(file, "there is no such file", missing);
    } catch (IOException | UncheckedIOException unreadable) {
      throw unusable(file, unreadable.toString(), unreadable);
    }
    require(!rows.isEmpty(), file, "it has no rows");
    return rows;
  }

  private static boolean isText(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void require(boolean condition, Path file, String otherwise) {
    if (!condition) {
      throw unusable(file, otherwise, null);
    }
  }

  private static DemoException unusable(Path file, String why, Exception cause) {
    return new DemoException("cannot use the orders in %s: %s".formatted(file, why), cause);
  }
}
