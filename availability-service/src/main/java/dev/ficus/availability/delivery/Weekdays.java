package dev.ficus.availability.delivery;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Weekdays as text: {@code Mon-Fri}, {@code Mon Tue Thu}, {@code Sun-Tue Fri}. */
final class Weekdays {

  private Weekdays() {}

  static ParseResult<Set<DayOfWeek>> read(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.strip().split("\\s+")) {
      String[] ends = part.split("-", -1);
      Optional<DayOfWeek> first = day(ends[0]);
      Optional<DayOfWeek> last = day(ends[ends.length - 1]);
      if (ends.length > 2 || first.isEmpty() || last.isEmpty()) {
        return new Refused<>(
            LeadTime.WEEKDAYS, "must be weekdays such as Mon-Fri or Mon Tue Thu, not " + part);
      }
      for (DayOfWeek day = first.get(); day != last.get(); day = day.plus(1)) {
        days.add(day);
      }
      days.add(last.get());
    }
    return new Parsed<>(days);
  }

  private static Optional<DayOfWeek> day(String name) {
    return Stream.of(DayOfWeek.values()).filter(day -> name(day).equalsIgnoreCase(name)).findAny();
  }

  /** Three days or more in a row are written as first and last. */
  static String write(Set<DayOfWeek> days) {
    List<String> parts = new ArrayList<>();
    DayOfWeek[] week = DayOfWeek.values();
    int at = 0;
    while (at < week.length) {
      int end = at;
      while (end < week.length && days.contains(week[end])) {
        end++;
      }
      if (end - at > 2) {
        parts.add(name(week[at]) + "-" + name(week[end - 1]));
      } else {
        Stream.of(week).skip(at).limit(end - at).map(Weekdays::name).forEach(parts::add);
      }
      at = end + 1;
    }
    return String.join(" ", parts);
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }
}
