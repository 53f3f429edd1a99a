package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calendars of the shipped lead times, against the laws and official lists. */
class OfficialHolidaysTest {

  private static final Path LISTS = Path.of("src/test/resources/official-holidays.csv");
  private static final Path LEAD_TIMES = Path.of("src/main/resources/lead-times.csv");
  private static final Set<Integer> YEARS = Set.of(2026, 2027, 2028, 2029, 2030);

  /**
   * @param days from Monday to Friday
   * @param open those of which nobody knows yet, or that are optional
   */
  record Official(String calendar, int year, Set<LocalDate> days, Set<LocalDate> open) {

    static Official of(String line) {
      String[] fields = line.split(",");
      List<String> days = List.of(fields[2].split(" "));
      return new Official(
          fields[0],
          Integer.parseInt(fields[1]),
          days(fields[1], days.stream().filter(day -> !day.endsWith("?"))),
          days(fields[1], days.stream().filter(day -> day.endsWith("?"))));
    }

    private static Set<LocalDate> days(String year, Stream<String> days) {
      return days.map(day -> LocalDate.parse(year + "-" + day.replace("?", "")))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
      return calendar + " " + year;
    }
  }

  static Stream<Official> lists() throws IOException {
    return Files.readAllLines(LISTS).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Official::of);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void the_holidays_of_a_shipped_calendar_are_the_official_ones(Official official) {
    Set<LocalDate> found = new TreeSet<>(weekdays(official.calendar(), official.year()));
    found.removeAll(official.open());
    assertEquals(official.days(), found);
  }

  @Test
  void there_is_a_list_for_every_calendar_that_is_shipped_and_every_year() throws IOException {
    Set<String> listed =
        lists().map(Official::toString).collect(Collectors.toCollection(TreeSet::new));
    Set<String> shipped =
        Files.readAllLines(LEAD_TIMES).stream()
            .skip(1)
            .flatMap(line -> Stream.of(line.split(",")[5].split(" ")))
            .flatMap(calendar -> YEARS.stream().map(year -> calendar + " " + year))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(shipped.size() > 100);
    shipped.removeAll(listed);
    assertEquals(Set.of(), shipped);
  }

  @Test
  void a_part_has_the_corrections_of_the_whole() {
    assertTrue(weekdays("US-CA", 2026).contains(LocalDate.of(2026, 10, 12)));
    assertTrue(weekdays("GB-SCT", 2026).contains(LocalDate.of(2026, 6, 15)));
    assertTrue(!weekdays("GB-ENG", 2026).contains(LocalDate.of(2026, 6, 15)));
  }

  @Test
  void a_correction_names_a_calendar_that_there_is() {
    List<HolidayCorrections.Day> days = HolidayCorrections.SHIPPED.days();
    assertTrue(days.size() > 100);
    for (HolidayCorrections.Day day : days) {
      assertTrue(
          HolidayCalendar.read(day.calendar()) instanceof ParseResult.Parsed, day.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CY", "CY,2027-04-30", "CY,2027-04-30,1", "CY,30.4.2027,+"})
  void a_correction_that_is_none_is_refused(String line) {
    assertThrows(
        RuntimeException.class, () -> HolidayCorrections.read(new StringReader("# x\n\n" + line)));
  }

  private static Set<LocalDate> weekdays(String calendar, int year) {
    BitSet days =
        ((ParseResult.Parsed<HolidayCalendar>) HolidayCalendar.read(calendar))
            .value()
            .holidays(year)
            .orElseThrow();
    return IntStream.rangeClosed(1, LocalDate.of(year, 12, 31).getDayOfYear())
        .filter(days::get)
        .mapToObj(day -> LocalDate.ofYearDay(year, day))
        .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
