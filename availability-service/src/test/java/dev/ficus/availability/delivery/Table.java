package dev.ficus.availability.delivery;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds lead times from lines such as {@code GB-BT,1,3,Mon-Fri,14:00,GB-ENG GB-NIR}. */
public final class Table {

  private Table() {}

  public static LeadTime row(String line) {
    return ((Parsed<LeadTime>) reading(line)).value();
  }

  public static List<LeadTime> rows(String... lines) {
    return List.of(lines).stream().map(Table::row).toList();
  }

  public static Area area(String text) {
    return ((Parsed<Area>) Area.read(text)).value();
  }

  static Refused<LeadTime> refusal(String line) {
    return (Refused<LeadTime>) reading(line);
  }

  static Destination destination(String text) {
    return ((Parsed<Destination>) Destination.read(text)).value();
  }

  private static ParseResult<LeadTime> reading(String line) {
    String[] fields = line.split(",", -1);
    Map<String, String> text = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      text.put(LeadTime.COLUMNS.get(i), fields[i]);
    }
    return LeadTime.read(text::get);
  }
}
