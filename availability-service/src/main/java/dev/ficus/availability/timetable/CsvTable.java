package dev.ficus.availability.timetable;

import dev.ficus.availability.delivering.Area;
import dev.ficus.availability.delivering.LeadTime;
import dev.ficus.availability.delivering.Reading;
import dev.ficus.availability.delivering.Reading.Read;
import dev.ficus.availability.delivering.Reading.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lead times as {@link CsvReader} reads them. A mistake is named by its line and column. */
public final class CsvTable {

  private final List<LeadTime> leadTimes = new ArrayList<>();
  private final Map<Area, Integer> lines = new HashMap<>();

  private CsvTable() {}

  /** The charset of this name; empty when there is none. */
  public static Optional<Charset> charset(String name) {
    return CsvReader.charset(name);
  }

  /**
   * Reads all or nothing.
   *
   * @param charset that the caller names; empty when it is unknown
   * @return at least one lead time, or the first mistake; its field is such as {@code line 3,
   *     cut_off}
   */
  public static Reading<List<LeadTime>> read(byte[] csv, Optional<Charset> charset) {
    try {
      CsvReader rows =
          new CsvReader(new ByteArrayInputStream(csv), charset, LeadTime.COLUMNS, List.of());
      return new CsvTable().all(rows);
    } catch (CsvReader.Defect defect) {
      boolean all = defect.field().equals("header") || defect.field().equals("line");
      return all
          ? refused(defect.line(), defect.getMessage())
          : refused(defect.line(), defect.field(), defect.getMessage());
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

  private Reading<List<LeadTime>> all(CsvReader rows) throws IOException, CsvReader.Defect {
    for (CsvReader.Row row = rows.next(); row != null; row = rows.next()) {
      Refused<List<LeadTime>> mistake = add(row);
      if (mistake != null) {
        return mistake;
      }
    }
    return leadTimes.isEmpty()
        ? refused(rows.line(), "must be a lead time")
        : new Read<>(leadTimes);
  }

  private Refused<List<LeadTime>> add(CsvReader.Row row) {
    Reading<LeadTime> reading = LeadTime.read(row.fields()::get);
    if (reading instanceof Refused<LeadTime> refused) {
      return refused(row.line(), refused.field(), refused.reason());
    }
    LeadTime leadTime = ((Read<LeadTime>) reading).value();
    Integer before = lines.putIfAbsent(leadTime.area(), row.line());
    if (before != null) {
      return refused(
          row.line(),
          LeadTime.COLUMNS.get(0),
          leadTime.area() + " is on line " + before + " already");
    }
    leadTimes.add(leadTime);
    return null;
  }

  private static Refused<List<LeadTime>> refused(int line, String reason) {
    return new Refused<>("line " + line, reason);
  }

  private static Refused<List<LeadTime>> refused(int line, String column, String reason) {
    return new Refused<>("line %d, %s".formatted(line, column), reason);
  }
}
