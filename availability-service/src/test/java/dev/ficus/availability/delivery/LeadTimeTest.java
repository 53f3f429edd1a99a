package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadTimeTest {

  private static final LocalDateTime MONDAY_NOON = LocalDateTime.of(2027, 7, 12, 12, 0);

  @ParameterizedTest
  @CsvSource({
    "2027-07-12T13:59:59.999,2027-07-14",
    "2027-07-12T14:00,2027-07-15",
    "2027-07-12T14:01,2027-07-15",
    "2027-07-12T23:59:59,2027-07-15",
    "2027-07-13T00:00,2027-07-15"
  })
  void what_is_here_leaves_today_until_the_cut_off(LocalDateTime now, LocalDate by) {
    LeadTime leadTime = Table.row("GB,1,1,Mon-Fri,14:00,");
    assertEquals(Optional.of(by), leadTime.by(now.toLocalDate(), now));
  }

  @Test
  void the_cut_off_is_nothing_to_what_comes_later() {
    LeadTime leadTime = Table.row("GB,0,1,Mon-Fri,14:00,");
    LocalDateTime evening = MONDAY_NOON.withHour(20);
    assertEquals(
        Optional.of(LocalDate.of(2027, 7, 14)), leadTime.by(LocalDate.of(2027, 7, 13), evening));
  }

  @Test
  void a_cut_off_at_midnight_never_handles_anything_today() {
    LeadTime leadTime = Table.row("GB,0,0,Mon-Sun,00:00,");
    LocalDateTime midnight = MONDAY_NOON.withHour(0);
    assertEquals(
        Optional.of(LocalDate.of(2027, 7, 13)), leadTime.by(midnight.toLocalDate(), midnight));
  }

  @Test
  void a_day_in_the_past_is_as_good_as_today() {
    LeadTime leadTime = Table.row("GB,1,1,Mon-Fri,14:00,");
    assertEquals(
        Optional.of(LocalDate.of(2027, 7, 14)), leadTime.by(LocalDate.of(2020, 1, 1), MONDAY_NOON));
  }

  @ParameterizedTest
  @CsvSource({
    // Friday: Monday and Tuesday.
    "2027-07-16,2027-07-20",
    // Saturday and Sunday: counted from Monday.
    "2027-07-17,2027-07-21",
    "2027-07-18,2027-07-21",
    "2027-07-19,2027-07-21"
  })
  void weekends_do_not_count(LocalDate available, LocalDate by) {
    LeadTime leadTime = Table.row("GB,1,1,Mon-Fri,14:00,");
    assertEquals(Optional.of(by), leadTime.by(available, MONDAY_NOON));
  }

  @ParameterizedTest
  @CsvSource({
    // Good Friday 26 March 2027, Easter Monday 29 March.
    "GB-ENG,2027-03-25,2027-03-30",
    // Scotland works on Easter Monday.
    "GB-SCT,2027-03-25,2027-03-29",
    "'',2027-03-25,2027-03-26",
    // Christmas and Boxing Day 2027 are a weekend, made up for on Monday and Tuesday.
    "GB-ENG,2027-12-24,2027-12-29",
    // German Unity Day counts in England; Whit Monday only in Germany.
    "GB-ENG DE,2028-10-02,2028-10-04",
    "GB-ENG,2028-10-02,2028-10-03",
    "DE,2027-05-14,2027-05-18",
    // Corpus Christi is kept in Bavaria, not in Berlin.
    "DE-BY,2027-05-26,2027-05-28",
    "DE-BE,2027-05-26,2027-05-27",
    // New Year's Day 2028 is a Saturday; Americans take the Friday before off.
    "US,2027-12-30,2028-01-03"
  })
  void public_holidays_do_not_count(String holidays, LocalDate available, LocalDate by) {
    LeadTime leadTime = Table.row("GB,0,1,Mon-Fri,14:00," + holidays);
    LocalDateTime long_before = LocalDateTime.of(2027, 1, 4, 9, 0);
    assertEquals(Optional.of(by), leadTime.by(available, long_before));
  }

  @Test
  void no_days_at_all_still_need_a_day_that_counts() {
    LeadTime leadTime = Table.row("GB,0,0,Sat,14:00,");
    assertEquals(
        Optional.of(LocalDate.of(2027, 7, 17)),
        leadTime.by(MONDAY_NOON.toLocalDate(), MONDAY_NOON));
  }

  @Test
  void the_longest_lead_time_ends() {
    LeadTime leadTime = Table.row("GB,365,365,Fri,14:00,GB-ENG");
    LocalDate by = leadTime.by(MONDAY_NOON.toLocalDate(), MONDAY_NOON).orElseThrow();
    assertEquals(DayOfWeek.FRIDAY, by.getDayOfWeek());
    assertTrue(by.isAfter(MONDAY_NOON.toLocalDate().plusWeeks(730)), by.toString());
  }

  @Test
  void far_years_have_a_day_as_long_as_it_can_be_written() {
    LeadTime leadTime = Table.row("GB,1,1,Mon-Fri,14:00,GB-ENG");
    assertEquals(
        Optional.of(LocalDate.of(9999, 7, 14)),
        leadTime.by(LocalDate.of(9999, 7, 12), MONDAY_NOON));
    assertEquals(Optional.empty(), leadTime.by(LocalDate.of(9999, 12, 31), MONDAY_NOON));
    assertEquals(Optional.empty(), leadTime.by(LocalDate.of(10000, 1, 1), MONDAY_NOON));
    assertEquals(Optional.empty(), leadTime.by(LocalDate.MAX, MONDAY_NOON));
    assertEquals(Optional.empty(), leadTime.by(LocalDate.MAX, LocalDateTime.MAX));
  }

  @Test
  void there_is_no_day_where_the_holidays_cannot_be_known() {
    LeadTime leadTime = Table.row("AE,1,1,Mon-Fri,14:00,AE");
    assertTrue(leadTime.by(LocalDate.of(2027, 7, 12), MONDAY_NOON).isPresent());
    assertEquals(Optional.empty(), leadTime.by(LocalDate.of(5000, 7, 12), MONDAY_NOON));
  }

  @ParameterizedTest
  @CsvSource({
    "Mon-Fri,Mon-Fri",
    "mon tue THU,Mon Tue Thu",
    "Sun-Thu,Mon-Thu Sun",
    "Sat-Sun,Sat Sun",
    "Mon-Wed Fri,Mon-Wed Fri",
    "Fri Mon Tue Wed,Mon-Wed Fri",
    "Mon-Sun,Mon-Sun",
    "Fri-Fri,Fri"
  })
  void weekdays_are_ranges_and_lists(String text, String normal) {
    LeadTime leadTime = Table.row("GB,1,1," + text + ",14:00,");
    assertEquals(normal, leadTime.text().get("weekdays"));
    assertEquals(leadTime, Table.row("GB,1,1," + normal + ",14:00,"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZZ,1,1,Mon-Fri,14:00,GB-ENG|destination|ZZ",
        ",1,1,Mon-Fri,14:00,GB-ENG|destination|missing",
        "GB,-1,1,Mon-Fri,14:00,|handling_days|0 to 365",
        "GB,366,1,Mon-Fri,14:00,|handling_days|0 to 365",
        "GB,,1,Mon-Fri,14:00,|handling_days|missing",
        "GB,1,1.5,Mon-Fri,14:00,|transit_days|whole number",
        "GB,1,9999999999,Mon-Fri,14:00,|transit_days|whole number",
        "GB,1,1, ,14:00,|weekdays|missing",
        "GB,1,1,Mon-Tue-Wed,14:00,|weekdays|Mon-Tue-Wed",
        "GB,1,1,Mon - Fri,14:00,|weekdays|such as",
        "GB,1,1,Weekdays,14:00,|weekdays|Weekdays",
        "GB,1,1,Mon-Fri,24:00,|cut_off|23:59",
        "GB,1,1,Mon-Fri,9:00,|cut_off|00:00",
        "GB,1,1,Mon-Fri,14:00:01,|cut_off|time of day",
        "GB,1,1,Mon-Fri,14:00,ENG|holidays|ENG",
        "GB,1,1,Mon-Fri,14:00,GB-ENG GB-XYZ|holidays|XYZ",
        "GB,1,1,Mon-Fri,14:00,GB-|holidays|no part"
      })
  void what_is_wrong_is_named_by_column(String test) {
    String[] parts = test.split("\\|");
    assertEquals(parts[1], Table.refusal(parts[0]).field());
    assertTrue(
        Table.refusal(parts[0]).reason().contains(parts[2]), Table.refusal(parts[0]).reason());
  }

  @Test
  void holidays_may_be_named_in_any_letters_and_twice() {
    LeadTime leadTime = Table.row("GB,1,1,Mon-Fri,14:00,gb-eng  GB-ENG de");
    assertEquals("GB-ENG DE", leadTime.text().get("holidays"));
    assertEquals(leadTime, Table.row("GB,1,1,Mon-Fri,14:00,GB-ENG DE"));
  }

  @Test
  void checks_itself() {
    LocalTime two = LocalTime.of(14, 0);
    Set<DayOfWeek> friday = Set.of(DayOfWeek.FRIDAY);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> new LeadTime(Area.ELSEWHERE, -1, 0, friday, two, List.of()),
            () -> new LeadTime(Area.ELSEWHERE, 0, 366, friday, two, List.of()),
            () -> new LeadTime(Area.ELSEWHERE, 0, 0, Set.of(), two, List.of()),
            () -> new LeadTime(Area.ELSEWHERE, 0, 0, friday, two.plusSeconds(1), List.of()))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }
}
