package dev.ficus.availability.leadtimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import dev.ficus.availability.delivery.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadTimeCsvTest {

  private static final String HEADER =
      "destination,handling_days,transit_days,weekdays,cut_off,holidays\n";
  private static final String GB = "GB,1,1,Mon-Fri,14:00,GB-ENG\n";

  @Test
  void what_is_written_can_be_read() {
    List<LeadTime> leadTimes =
        Table.rows("*,1,15,Mon-Sat,14:00,", "GB-BT,1,3,Mon Tue Thu,11:30,GB-ENG GB-NIR");
    assertEquals(
        HEADER + "*,1,15,Mon-Sat,14:00,\nGB-BT,1,3,Mon Tue Thu,11:30,GB-ENG GB-NIR\n",
        LeadTimeCsv.write(leadTimes));
    assertEquals(new Parsed<>(leadTimes), read(LeadTimeCsv.write(leadTimes)));
  }

  @Test
  void columns_are_found_by_name_and_blank_lines_are_passed_over() {
    assertEquals(
        new Parsed<>(Table.rows("GB,1,2,Mon-Fri,14:00,", "FR,3,4,Mon,15:00,FR")),
        read(
            "\uFEFF"
                + "cut_off,Remark,Holidays, weekdays,transit_days,handling_days,destination\r\n"
                + "14:00,\"a, b\",,Mon-Fri,2,1,gb\r\n"
                + "\r\n,,,,,,\r\n"
                + "15:00,,FR,Mon,4,3, FR \r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FR,1,1,Mon-Fri,25:00,|line 3, cut_off|time of day",
        "FR,x,1,Mon-Fri,14:00,|line 3, handling_days|whole number",
        "FR,1,1,Mon-Fri,14:00,XX|line 3, holidays|XX",
        "FR,1,1,Mon-Fri|line 3, cut_off|missing",
        "FR,1,1,Mon-Fri,14:00,FR,more|line 3|7 fields for 6",
        "gb,2,2,Mon-Fri,14:00,|line 3, destination|GB is on line 2",
        "\"FR,1,1|line 3|cannot be read"
      })
  void a_mistake_is_named_by_line_and_column(String line, String field, String reason) {
    assertRefused(field, reason, read(HEADER + GB + line));
  }

  @Test
  void lines_are_those_of_the_text() {
    assertRefused("line 5, weekdays", "missing", read(HEADER + GB + "\n\nFR,1,1,,14:00,\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|line 1|must name the columns",
        "destination,handling_days|line 1, transit_days|one column",
        "destination,destination|line 1, destination|one column",
        "GB,1,1,Mon-Fri,14:00,GB-ENG|line 1, destination|one column"
      })
  void the_first_line_names_the_columns(String header, String field, String reason) {
    assertRefused(field, reason, read(header));
  }

  @Test
  void a_table_of_nothing_is_refused() {
    assertRefused("line 2", "must be a lead time", read(HEADER));
  }

  @Test
  void text_that_is_not_utf_8_is_refused() {
    byte[] csv = (HEADER + GB + "FR,\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    assertRefused("line 3", "UTF-8", LeadTimeCsv.read(csv, Optional.empty()));
  }

  private static void assertRefused(
      String field, String reason, ParseResult<List<LeadTime>> reading) {
    Refused<List<LeadTime>> refused = (Refused<List<LeadTime>>) reading;
    assertEquals(field, refused.field());
    assertTrue(refused.reason().contains(reason), refused.reason());
  }

  private static ParseResult<List<LeadTime>> read(String csv) {
    return LeadTimeCsv.read(csv.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }
}
