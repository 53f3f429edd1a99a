package dev.ficus.availability.delivery;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import dev.ficus.availability.stock.WholeNumber;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How long goods take from the warehouse to the customers of an area. One calendar holds for the
 * whole way: a day counts when its weekday counts and it is no public holiday.
 *
 * @param area where to
 * @param handlingDays counting days in the warehouse, 0 to 365
 * @param transitDays counting days on the way, 0 to 365
 * @param weekdays those that count, at least one
 * @param cutOff the warehouse's local time, in whole minutes, until which an order is handled the
 *     same day
 * @param holidays the calendars whose public holidays do not count; may be empty
 */
public record LeadTime(
    Area area,
    int handlingDays,
    int transitDays,
    Set<DayOfWeek> weekdays,
    LocalTime cutOff,
    List<HolidayCalendar> holidays) {

  static final String DESTINATION = "destination";
  static final String HANDLING_DAYS = "handling_days";
  static final String TRANSIT_DAYS = "transit_days";
  static final String WEEKDAYS = "weekdays";
  static final String CUT_OFF = "cut_off";
  static final String HOLIDAYS = "holidays";

  /** The names under which {@link #read} and {@link #text} know a lead time's parts, in order. */
  public static final List<String> COLUMNS =
      List.of(DESTINATION, HANDLING_DAYS, TRANSIT_DAYS, WEEKDAYS, CUT_OFF, HOLIDAYS);

  private static final int LONGEST = 365;
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  // The longest lead time on one weekday is 730 weeks. Whoever finds no end within this, finds
  // none.
  private static final int REACH_DAYS = 20 * 366;
  // The last day that ISO 8601 writes with four digits.
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is out of its bounds
   */
  public LeadTime {
    Objects.requireNonNull(area, "area");
    if (handlingDays < 0 || handlingDays > LONGEST || transitDays < 0 || transitDays > LONGEST) {
      throw new IllegalArgumentException("days must be 0 to " + LONGEST);
    }
    if (weekdays.isEmpty()) {
      throw new IllegalArgumentException("no weekday counts");
    }
    if (!cutOff.equals(cutOff.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException("a cut-off is a whole minute: " + cutOff);
    }
    weekdays = Collections.unmodifiableSet(EnumSet.copyOf(weekdays));
    holidays = holidays.stream().distinct().toList();
  }

  /**
   * By when goods are there. The way is counted from the first counting day on which they can be
   * had; if that is today and the cut-off has passed, from the first counting day after today.
   *
   * @param available the day the goods can be had in the warehouse; one in the past means today
   * @param now the warehouse's local time
   * @return empty when no day can be given: beyond the year 9999, beyond what is known of the
   *     holidays, or where hardly a day counts
   */
  public Optional<LocalDate> by(LocalDate available, LocalDateTime now) {
    LocalDate today = now.toLocalDate();
    boolean passed = !now.toLocalTime().isBefore(cutOff);
    if (!today.isBefore(LAST_DAY)) {
      return Optional.empty();
    }
    LocalDate earliest = passed ? today.plusDays(1) : today;
    return count(available.isAfter(earliest) ? available : earliest);
  }

  private Optional<LocalDate> count(LocalDate earliest) {
    if (earliest.isAfter(LAST_DAY)) {
      return Optional.empty();
    }
    long reach = Math.min(REACH_DAYS, ChronoUnit.DAYS.between(earliest, LAST_DAY));
    int left = handlingDays + transitDays;
    LocalDate day = earliest;
    BitSet[] closed = new BitSet[holidays.size()];
    if (!close(closed, day.getYear())) {
      return Optional.empty();
    }
    for (long passed = 0; passed <= reach; passed++) {
      if (counts(day, closed)) {
        if (left == 0) {
          return Optional.of(day);
        }
        left--;
      }
      LocalDate next = day.plusDays(1);
      if (next.getYear() != day.getYear() && !close(closed, next.getYear())) {
        return Optional.empty();
      }
      day = next;
    }
    return Optional.empty();
  }

  // Fetched once a year and way: asking the calendars each day would be most of the work.
  private boolean close(BitSet[] closed, int year) {
    for (int i = 0; i < closed.length; i++) {
      Optional<BitSet> days = holidays.get(i).holidays(year);
      if (days.isEmpty()) {
        return false;
      }
      closed[i] = days.get();
    }
    return true;
  }

  private boolean counts(LocalDate day, BitSet[] closed) {
    if (!weekdays.contains(day.getDayOfWeek())) {
      return false;
    }
    for (BitSet days : closed) {
      if (days.get(day.getDayOfYear())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a lead time from the texts of its parts.
   *
   * @param column gives the text for a name of {@link #COLUMNS}; {@code null} or blank when absent,
   *     which only {@code holidays} may be
   */
  public static ParseResult<LeadTime> read(UnaryOperator<String> column) {
    PartReader parts = new PartReader(column);
    Area area = parts.read(DESTINATION, Area::read);
    Integer handling = parts.read(HANDLING_DAYS, text -> days(HANDLING_DAYS, text));
    Integer transit = parts.read(TRANSIT_DAYS, text -> days(TRANSIT_DAYS, text));
    Set<DayOfWeek> weekdays = parts.read(WEEKDAYS, Weekdays::read);
    LocalTime cutOff = parts.read(CUT_OFF, LeadTime::time);
    List<HolidayCalendar> holidays =
        parts.isBlank(HOLIDAYS) ? List.of() : parts.read(HOLIDAYS, LeadTime::calendars);
    return parts.refused == null
        ? new Parsed<>(new LeadTime(area, handling, transit, weekdays, cutOff, holidays))
        : parts.refused;
  }

  private static ParseResult<Integer> days(String column, String text) {
    return WholeNumber.of(text)
        .filter(days -> days >= 0 && days <= LONGEST)
        .<ParseResult<Integer>>map(days -> new Parsed<>(days.intValue()))
        .orElseGet(() -> new Refused<>(column, "must be a whole number from 0 to " + LONGEST));
  }

  private static ParseResult<LocalTime> time(String text) {
    return TIME.matcher(text).matches()
        ? new Parsed<>(LocalTime.parse(text))
        : new Refused<>(CUT_OFF, "must be a time of day from 00:00 to 23:59");
  }

  private static ParseResult<List<HolidayCalendar>> calendars(String text) {
    List<HolidayCalendar> calendars = new ArrayList<>();
    for (String name : text.split("\\s+")) {
      ParseResult<HolidayCalendar> calendar = HolidayCalendar.read(name);
      if (calendar instanceof Refused<HolidayCalendar> refused) {
        return refused.as();
      }
      calendars.add(((Parsed<HolidayCalendar>) calendar).value());
    }
    return new Parsed<>(calendars);
  }

  /** The texts of the parts by the names of {@link #COLUMNS}, in their order. */
  public Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(DESTINATION, area.toString());
    text.put(HANDLING_DAYS, String.valueOf(handlingDays));
    text.put(TRANSIT_DAYS, String.valueOf(transitDays));
    text.put(WEEKDAYS, Weekdays.write(weekdays));
    text.put(CUT_OFF, cutOff.toString());
    text.put(
        HOLIDAYS,
        holidays.stream().map(HolidayCalendar::toString).collect(Collectors.joining(" ")));
    return text;
  }

  /** Reads one part after the other and keeps the first refusal. */
  private static final class PartReader {
    private final UnaryOperator<String> column;
    private Refused<LeadTime> refused;

    PartReader(UnaryOperator<String> column) {
      this.column = column;
    }

    boolean isBlank(String name) {
      String text = column.apply(name);
      return text == null || text.isBlank();
    }

    <T> T read(String name, Function<String, ParseResult<T>> reader) {
      if (refused != null) {
        return null;
      }
      if (isBlank(name)) {
        refused = new Refused<>(name, "is missing");
        return null;
      }
      ParseResult<T> reading = reader.apply(column.apply(name).strip());
      if (reading instanceof Parsed<T> read) {
        return read.value();
      }
      refused = ((Refused<T>) reading).as();
      return null;
    }
  }
}
