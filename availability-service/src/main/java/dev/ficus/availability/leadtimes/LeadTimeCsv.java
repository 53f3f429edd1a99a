package dev.ficus.availability.leadtimes;

import dev.ficus.availability.delivery.Area;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
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
public final class LeadTimeCsv {

  private final List<LeadTime> leadTimes = new ArrayList<>();
  private final Map<Area, Integer> lines = new HashMap<>();

  private LeadTimeCsv() {}

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
  public static ParseResult<List<LeadTime>> read(byte[] csv, Optional<Charset> charset) {
    try {
      CsvReader rows =
          new CsvReader(new ByteArrayInputStream(csv), charset, LeadTime.COLUMNS, List.of());
      return new LeadTimeCsv().all(rows);
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

  private ParseResult<List<LeadTime>> all(CsvReader rows) throws IOException, CsvReader.Defect {
    for (CsvReader.Row row = rows.next(); row != null; row = rows.next()) {
      Refused<List<LeadTime>> mistake = add(row);
      if (mistake != null) {
        return mistake;
      }
    }
    return leadTimes.isEmpty()
        ? refused(rows.line(), "must be a lead time")
        : new Parsed<>(leadTimes);
  }

  private Refused<List<LeadTime>> add(CsvReader.Row row) {
    ParseResult<LeadTime> reading = LeadTime.read(row.fields()::get);
    if (reading instanceof Refused<LeadTime> refused) {
      return refused(row.line(), refused.field(), refused.reason());
    }
    LeadTime leadTime = ((Parsed<LeadTime>) reading).value();
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
