package dev.ficus.availability.leadtimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.delivery.InMemoryLeadTimeBook;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialLeadTimesTest {

  private static final String HEADER =
      "destination,handling_days,transit_days,weekdays,cut_off,holidays\n";
  private static final String EUROPEAN_UNION =
      "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

  private final InMemoryLeadTimeBook book = new InMemoryLeadTimeBook();

  @TempDir Path directory;

  @Test
  void the_shipped_ones_reach_everywhere() {
    new InitialLeadTimes("shipped").fill(book);
    List<String> areas = book.load().all().stream().map(each -> each.area().toString()).toList();

    assertTrue(areas.contains("*"));
    assertTrue(areas.containsAll(List.of("GB", "GB-BT", "GB-HS", "GB-ZE", "GB-KW", "GB-IV")));
    assertTrue(areas.containsAll(List.of(EUROPEAN_UNION.split(" "))));
    assertTrue(areas.containsAll(List.of("CH", "NO", "US", "CA", "AU")));
    assertTrue(
        List.of(Locale.getISOCountries())
            .containsAll(
                areas.stream()
                    .filter(area -> !area.equals("*"))
                    .map(area -> area.substring(0, 2))
                    .toList()));
  }

  @Test
  void the_shipped_ones_are_slower_to_the_islands() {
    new InitialLeadTimes("shipped").fill(book);
    LeadTime mainland = find("GB");
    for (String island : List.of("GB-BT", "GB-HS", "GB-ZE", "GB-JE", "GB-IM")) {
      assertTrue(find(island).transitDays() > mainland.transitDays(), island);
    }
  }

  @Test
  void a_file_takes_their_place() throws IOException {
    new InitialLeadTimes(file("GB,1,1,Mon-Fri,14:00,\n")).fill(book);
    assertEquals(Table.rows("GB,1,1,Mon-Fri,14:00,"), book.load().all());
  }

  @Test
  void a_file_with_a_mistake_is_refused_by_line_and_column() throws IOException {
    InitialLeadTimes first =
        new InitialLeadTimes(file("GB,1,1,Mon-Fri,14:00,\nFR,1,1,Mon-Fri,2pm,\n"));
    String message = assertThrows(IllegalStateException.class, () -> first.fill(book)).getMessage();
    assertTrue(message.contains("line 3, cut_off: must be a time of day"), message);
    assertTrue(message.contains("ficus.availability.lead-times.file"), message);
    assertEquals(0, book.revision());
  }

  @Test
  void a_file_that_is_not_there_is_refused_by_name() {
    InitialLeadTimes first = new InitialLeadTimes(directory.resolve("none.csv").toString());
    String message = assertThrows(IllegalStateException.class, () -> first.fill(book)).getMessage();
    assertTrue(message.contains("none.csv"), message);
  }

  @Test
  void a_book_that_was_ever_filled_is_left_alone_and_the_file_not_read() {
    book.put(Table.row("FR,1,1,Mon-Fri,14:00,"));
    book.remove(Table.area("FR"));
    new InitialLeadTimes("no-such-file").fill(book);
    assertEquals(List.of(), book.load().all());
  }

  private LeadTime find(String area) {
    return book.load().all().stream()
        .filter(each -> each.area().equals(Table.area(area)))
        .findAny()
        .orElseThrow();
  }

  private String file(String lines) throws IOException {
    return Files.writeString(directory.resolve("lead-times.csv"), HEADER + lines).toString();
  }
}
