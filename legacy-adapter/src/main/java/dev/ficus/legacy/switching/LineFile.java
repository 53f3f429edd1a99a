package dev.ficus.legacy.switching;

import dev.ficus.legacy.opening.CsvReader;
import dev.ficus.legacy.opening.CsvReader.CsvDefect;
import dev.ficus.legacy.opening.CsvReader.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reading of the file in which allocation-service answers lines. */
final class LineFile {

  private LineFile() {}

  /**
   * @param columns that are needed of each line
   * @param line is given each line: the text in a column of that name
   * @throws IOException when the file is none or a line cannot be read
   */
  static void read(InputStream file, List<String> columns, Consumer<UnaryOperator<String>> line)
      throws IOException {
    try {
      CsvReader rows = new CsvReader(file, Optional.of(StandardCharsets.UTF_8), columns, List.of());
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        CsvRow read = row;
        line.accept(column -> plain(read.fields().getOrDefault(column, "")));
      }
    } catch (CsvDefect | NumberFormatException unreadable) {
      throw new IOException(
          "allocation-service's lines cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /** What a spreadsheet might take for a formula has an apostrophe in front. */
  private static String plain(String written) {
    return written.startsWith("'") ? written.substring(1) : written;
  }
}
