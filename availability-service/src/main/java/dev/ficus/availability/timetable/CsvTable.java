package dev.ficus.availability.timetable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.ficus.availability.delivering.Area;
import dev.ficus.availability.delivering.LeadTime;
import dev.ficus.availability.delivering.Reading;
import dev.ficus.availability.delivering.Reading.Read;
import dev.ficus.availability.delivering.Reading.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lead times as comma-separated values in UTF-8. The first line names the columns, in any order;
 * columns of other names are ignored, and so are blank lines. A mistake is told by line and column.
 */
public final class CsvTable {

  private static final CsvFactory CSV = new CsvFactory();

  private final CsvParser parser;
  private final List<LeadTime> leadTimes = new ArrayList<>();
  private final Map<Area, Integer> lines = new HashMap<>();

  private CsvTable(CsvParser parser) {
    this.parser = parser;
  }

  /**
   * Reads all or nothing.
   *
   * @return at least one lead time, or the first mistake; its field is such as {@code line 3,
   *     cut_off}
   */
  public static Reading<List<LeadTime>> read(byte[] csv) {
    ByteBuffer bytes = ByteBuffer.wrap(csv);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      // Some spreadsheets write a byte order mark.
      try (CsvParser parser =
          CSV.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
        return new CsvTable(parser).all();
      }
    } catch (CharacterCodingException noText) {
      int line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += csv[i] == '\n' ? 1 : 0;
      }
      return refused(line, "is not UTF-8");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Writes what {@link #read} reads. */
  public static String write(Collection<LeadTime> leadTimes) {
    StringBuilder csv = new StringBuilder(String.join(",", LeadTime.COLUMNS)).append('\n');
    // No part of a lead time has a comma or a quote in its text.
    leadTimes.forEach(each -> csv.append(String.join(",", each.text().values())).append('\n'));
    return csv.toString();
  }

  private Reading<List<LeadTime>> all() throws IOException {
    int line = 1;
    try {
      if (parser.nextToken() == null) {
        return refused(line, "must name the columns " + String.join(",", LeadTime.COLUMNS));
      }
      List<String> columns =
          fields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      for (String column : LeadTime.COLUMNS) {
        if (columns.indexOf(column) < 0 || columns.indexOf(column) < columns.lastIndexOf(column)) {
          return refused(line, column, "must be the name of one column");
        }
      }
      line = parser.currentLocation().getLineNr();
      while (parser.nextToken() != null) {
        List<String> fields = fields();
        if (!fields.stream().allMatch(String::isBlank)) {
          Refused<List<LeadTime>> mistake = add(line, columns, fields);
          if (mistake != null) {
            return mistake;
          }
        }
        line = parser.currentLocation().getLineNr();
      }
    } catch (JsonProcessingException broken) {
      return refused(line, "cannot be read: " + broken.getOriginalMessage());
    }
    return leadTimes.isEmpty() ? refused(line, "must be a lead time") : new Read<>(leadTimes);
  }

  private Refused<List<LeadTime>> add(int line, List<String> columns, List<String> fields) {
    if (fields.size() > columns.size()) {
      return refused(line, "has %d fields for %d columns".formatted(fields.size(), columns.size()));
    }
    Reading<LeadTime> reading =
        LeadTime.read(
            column -> {
              int at = columns.indexOf(column);
              return at < fields.size() ? fields.get(at) : null;
            });
    if (reading instanceof Refused<LeadTime> refused) {
      return refused(line, refused.field(), refused.reason());
    }
    LeadTime leadTime = ((Read<LeadTime>) reading).value();
    Integer before = lines.putIfAbsent(leadTime.area(), line);
    if (before != null) {
      return refused(
          line, LeadTime.COLUMNS.get(0), leadTime.area() + " is on line " + before + " already");
    }
    leadTimes.add(leadTime);
    return null;
  }

  /** The fields of the line that has just begun. */
  private List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      fields.add(parser.getText());
    }
    return fields;
  }

  private static Refused<List<LeadTime>> refused(int line, String reason) {
    return new Refused<>("line " + line, reason);
  }

  private static Refused<List<LeadTime>> refused(int line, String column, String reason) {
    return new Refused<>("line %d, %s".formatted(line, column), reason);
  }
}
