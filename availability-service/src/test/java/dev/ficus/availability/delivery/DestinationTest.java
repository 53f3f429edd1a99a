package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.delivery.ParseResult.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "GB,GB",
    "gb,GB",
    "GB-SW1A,GB-SW1A",
    "gb-sw1a 1aa,GB-SW1A1AA",
    "' GB-SW1A-1AA ',GB-SW1A1AA",
    "NL-1012 AB,NL-1012AB",
    "PT-1000-001,PT-1000001",
    "GB-,GB"
  })
  void is_read_however_it_is_written(String text, String normal) {
    assertEquals(normal, Table.destination(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GBR", "GB SW1A", "GB_SW1A", "-", "*", "GB-é", "GB-*", "ıt"})
  void what_has_another_form_is_refused(String text) {
    assertTrue(refusal(text).reason().contains("such as GB-SW1A 1AA"));
  }

  @ParameterizedTest
  @CsvSource({"ZZ,ZZ is no country", "uk-sw1,UK is no country", "GB-12345678901,10 letters"})
  void what_does_not_exist_is_refused_by_name(String text, String reason) {
    assertTrue(refusal(text).reason().contains(reason), refusal(text).reason());
    assertEquals("destination", refusal(text).field());
  }

  @Test
  void checks_itself() {
    assertThrows(IllegalArgumentException.class, () -> new Destination("gb", ""));
    assertThrows(IllegalArgumentException.class, () -> new Destination("GB", "sw1a"));
  }

  @Test
  void an_area_is_a_destination_or_everywhere_else() {
    assertEquals(Area.ELSEWHERE, Table.area(" * "));
    assertEquals("*", Area.ELSEWHERE.toString());
    assertEquals(new Area(new Destination("GB", "BT")), Table.area("gb-bt"));
    assertTrue(((Refused<Area>) Area.read("**")).reason().contains("everywhere else is *"));
  }

  private static Refused<Destination> refusal(String text) {
    return (Refused<Destination>) Destination.read(text);
  }
}
