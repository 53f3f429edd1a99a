package dev.ficus.checks.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tables of a page in Markdown. */
public final class PageTables {
  private PageTables() {}

  /**
   * The rows of the first table below a heading, without its head: of each cell the text.
   *
   * @param heading as it is written, with its marks
   */
  public static List<List<String>> below(Path page, String heading) throws IOException {
    List<String> lines = Files.readAllLines(page);
    int start = lines.indexOf(heading);
    if (start < 0) {
      throw new AssertionError("%s has no heading %s".formatted(page, heading));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(start + 1, lines.size())) {
      if (line.startsWith("|")) {
        String[] cells = line.substring(1).split("\\|", -1);
        rows.add(Stream.of(cells).map(cell -> cell.strip().replace("`", "")).toList());
      } else if (!rows.isEmpty() || line.startsWith("#")) {
        break;
      }
    }
    if (rows.size() < 3) {
      throw new AssertionError("%s has no table below %s".formatted(page, heading));
    }
    return rows.subList(2, rows.size());
  }
}
