package dev.ficus.availability.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Days on which the library of holidays is wrong, as data: laws change, and days are proclaimed,
 * sooner than it is released. A part of a country has the corrections of the whole.
 *
 * @param days in the order in which they are applied
 */
record HolidayCorrections(List<Day> days) {

  /** The service's own, in {@code holiday-corrections.csv}. */
  static final HolidayCorrections SHIPPED = shipped();

  /**
   * @param calendar the name of a calendar, such as {@code GB-SCT}
   * @param holiday whether it is one
   */
  record Day(String calendar, LocalDate day, boolean holiday) {

    boolean concerns(String name) {
      return name.equals(calendar) || name.startsWith(calendar + "-");
    }

    private static Day of(String line) {
      String[] fields = line.split(",");
      if (fields.length != 3 || !fields[2].equals("+") && !fields[2].equals("-")) {
        throw new IllegalArgumentException("no correction of a holiday: " + line);
      }
      return new Day(fields[0], LocalDate.parse(fields[1]), fields[2].equals("+"));
    }
  }

  /** Reads lines such as {@code CY,2027-04-30,+}; those that begin with # are for people. */
  static HolidayCorrections read(Reader text) throws IOException {
    List<Day> days = new ArrayList<>();
    BufferedReader lines = new BufferedReader(text);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("#") && !line.isBlank()) {
        days.add(Day.of(line.strip()));
      }
    }
    return new HolidayCorrections(List.copyOf(days));
  }

  private static HolidayCorrections shipped() {
    try (InputStream file =
            HolidayCorrections.class.getResourceAsStream("/holiday-corrections.csv");
        Reader text = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      return read(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Corrects the holidays of a year, as days of the year. */
  void apply(String calendar, int year, BitSet holidays) {
    for (Day each : days) {
      if (each.day().getYear() == year && each.concerns(calendar)) {
        holidays.set(each.day().getDayOfYear(), each.holiday());
      }
    }
  }
}
