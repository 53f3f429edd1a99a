package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadTimesTest {

  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  private final LeadTimes leadTimes =
      LeadTimes.of(
          7,
          Table.rows(
              "*,1,15,Mon-Fri,14:00,",
              "GB,1,1,Mon-Fri,14:00,",
              "GB-B,1,2,Mon-Fri,14:00,",
              "GB-BT,1,3,Mon-Fri,14:00,",
              "GB-BT71,1,4,Mon-Fri,14:00,",
              "FR-20,1,6,Mon-Fri,01:30,"));

  @ParameterizedTest
  @CsvSource({
    "GB,GB",
    "GB-SW1A 1AA,GB",
    "GB-B1 1AA,GB-B",
    "GB-BT,GB-BT",
    "GB-BT7 1AA,GB-BT71",
    "GB-BT1 1AA,GB-BT",
    "gb-bt71 4aa,GB-BT71",
    "FR,*",
    "FR-75001,*",
    "FR-20000,FR-20",
    "FR-2,*",
    "DE,*"
  })
  void the_longest_beginning_applies(String to, String area) {
    assertEquals(area, leadTimes.find(Table.destination(to)).orElseThrow().area().toString());
  }

  @Test
  void nothing_is_promised_to_a_destination_that_no_area_reaches() {
    LeadTimes few = LeadTimes.of(1, Table.rows("GB-BT,1,3,Mon-Fri,14:00,"));
    LocalDateTime now = LocalDateTime.of(2027, 7, 12, 12, 0);
    assertEquals(Optional.empty(), few.find(Table.destination("GB")));
    assertEquals(Optional.empty(), few.find(Table.destination("FR")));
    assertEquals(Optional.empty(), few.by(Table.destination("FR"), now.toLocalDate(), now));
    assertEquals(Optional.empty(), LeadTimes.NONE.find(Table.destination("GB")));
  }

  @Test
  void an_area_has_one_lead_time() {
    for (String area : List.of("*", "GB", "GB-BT")) {
      String line = area + ",1,1,Mon-Fri,14:00,";
      assertThrows(IllegalArgumentException.class, () -> LeadTimes.of(1, Table.rows(line, line)));
    }
  }

  @Test
  void answers_by_the_lead_time_that_applies() {
    LocalDateTime now = LocalDateTime.of(2027, 7, 12, 12, 0);
    assertEquals(
        Optional.of(LocalDate.of(2027, 7, 16)),
        leadTimes.by(Table.destination("GB-BT1"), now.toLocalDate(), now));
    assertEquals(7, leadTimes.revision());
  }

  @ParameterizedTest
  @CsvSource({
    // Before the cut-off, at it, after it; summer time is an hour ahead.
    "2027-07-12T00:00:00Z,2027-07-12T13:00:00Z",
    "2027-07-12T12:59:59.999Z,2027-07-12T13:00:00Z",
    "2027-07-12T13:00:00Z,2027-07-12T23:00:00Z",
    "2027-07-12T22:59:59Z,2027-07-12T23:00:00Z",
    "2027-07-12T23:00:00Z,2027-07-13T13:00:00Z",
    "2027-01-12T00:00:00Z,2027-01-12T14:00:00Z",
    "2027-01-12T14:00:00Z,2027-01-13T00:00:00Z"
  })
  void an_answer_changes_at_the_cut_off_or_at_midnight(Instant now, Instant next) {
    assertEquals(next, leadTimes.nextChange(Table.destination("GB"), now.atZone(LONDON)));
  }

  @Test
  void an_answer_without_a_lead_time_changes_at_midnight() {
    Instant now = Instant.parse("2027-07-12T12:00:00Z");
    assertEquals(
        Instant.parse("2027-07-12T23:00:00Z"),
        LeadTimes.NONE.nextChange(Table.destination("GB"), now.atZone(LONDON)));
  }

  @ParameterizedTest
  @CsvSource({
    // The clocks go from 01:00 to 02:00 and jump over the cut-off at 01:30.
    "2027-03-28T00:30:00Z,2027-03-28T01:00:00Z",
    "2027-03-28T01:00:00Z,2027-03-28T23:00:00Z",
    // They go from 02:00 back to 01:00: the cut-off comes twice.
    "2027-10-30T23:30:00Z,2027-10-31T00:30:00Z",
    "2027-10-31T00:30:00Z,2027-10-31T01:00:00Z",
    "2027-10-31T01:00:00Z,2027-10-31T01:30:00Z",
    "2027-10-31T01:30:00Z,2027-11-01T00:00:00Z"
  })
  void an_answer_changes_when_the_clocks_do(Instant now, Instant next) {
    assertEquals(next, leadTimes.nextChange(Table.destination("FR-20"), now.atZone(LONDON)));
  }

  @Test
  void between_two_changes_no_answer_changes() {
    Destination to = Table.destination("FR-20");
    for (String day : List.of("2027-03-28", "2027-10-31", "2027-07-12")) {
      Instant from = LocalDate.parse(day).atStartOfDay(LONDON).toInstant();
      Instant change = leadTimes.nextChange(to, from.atZone(LONDON));
      Optional<LocalDate> answer = by(to, from);
      for (Instant now = from; now.isBefore(from.plusSeconds(86400)); now = now.plusSeconds(300)) {
        if (!now.isBefore(change)) {
          change = leadTimes.nextChange(to, now.atZone(LONDON));
          answer = by(to, now);
        }
        assertEquals(answer, by(to, now), now.toString());
      }
    }
  }

  private Optional<LocalDate> by(Destination to, Instant now) {
    LocalDateTime local = now.atZone(LONDON).toLocalDateTime();
    return leadTimes.by(to, local.toLocalDate(), local);
  }

  @Test
  void many_who_ask_for_a_new_year_at_once_get_the_same_answer() throws Exception {
    LeadTimes asked = LeadTimes.of(1, Table.rows("SE,1,5,Mon-Fri,14:00,GB-ENG SE NO DK FI"));
    LocalDateTime now = LocalDateTime.of(2031, 12, 22, 9, 0);
    Callable<Optional<LocalDate>> ask =
        () -> asked.by(Table.destination("SE-11455"), now.toLocalDate(), now);
    ExecutorService many = Executors.newFixedThreadPool(8);
    try {
      List<Future<Optional<LocalDate>>> answers =
          many.invokeAll(IntStream.range(0, 64).mapToObj(i -> ask).toList());
      for (Future<Optional<LocalDate>> answer : answers) {
        assertEquals(ask.call(), answer.get());
      }
    } finally {
      many.shutdownNow();
    }
  }
}
