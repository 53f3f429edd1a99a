package dev.ficus.availability.delivery;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import java.time.DateTimeException;
import java.time.Year;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public holidays of a country or a part of it, for any year. There is one per name, shared by
 * all lead times, so that each year is calculated once.
 */
public final class HolidayCalendar {

  private static final Map<String, HolidayCalendar> KNOWN = new ConcurrentHashMap<>();

  private final String name;
  private final HolidayManager manager;
  private final String[] parts;
  private final Map<Integer, Optional<BitSet>> years = new ConcurrentHashMap<>();

  private HolidayCalendar(String name, HolidayManager manager, String[] parts) {
    this.name = name;
    this.manager = manager;
    this.parts = parts;
  }

  /** Reads the name of a calendar: {@code DE}, or with its part {@code GB-ENG}, {@code DE-BY}. */
  public static ParseResult<HolidayCalendar> read(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    HolidayCalendar known = KNOWN.get(name);
    return known == null ? find(name) : new Parsed<>(known);
  }

  // One at a time, here and below: Jollyday promises nothing about threads, and is rarely asked.
  private static synchronized ParseResult<HolidayCalendar> find(String name) {
    String[] path = name.split("-", -1);
    if (!HolidayManager.getSupportedCalendarCodes().contains(path[0])) {
      return refused("there is no holiday calendar " + path[0]);
    }
    HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(path[0]));
    String[] parts = Arrays.copyOfRange(path, 1, path.length);
    CalendarHierarchy place = manager.getCalendarHierarchy();
    for (String part : parts) {
      place = place.getChildren().get(part.toLowerCase(Locale.ROOT));
      if (place == null) {
        return refused("the holiday calendar %s has no part %s".formatted(path[0], part));
      }
    }
    return new Parsed<>(
        KNOWN.computeIfAbsent(name, unknown -> new HolidayCalendar(unknown, manager, parts)));
  }

  private static ParseResult<HolidayCalendar> refused(String reason) {
    return new Refused<>(LeadTime.HOLIDAYS, reason);
  }

  /**
   * The public holidays of a year, corrected, as days of the year; empty where they are not known,
   * as for years beyond the tables of the Islamic calendar. Not to be changed.
   */
  Optional<BitSet> holidays(int year) {
    Optional<BitSet> known = years.get(year);
    return known == null ? years.computeIfAbsent(year, this::calculate) : known;
  }

  private Optional<BitSet> calculate(int year) {
    synchronized (HolidayCalendar.class) {
      BitSet days = new BitSet(367);
      try {
        // A holiday that falls on a weekend may be moved across the turn of the year.
        for (int around : List.of(year - 1, year, year + 1)) {
          for (Holiday holiday :
              manager.getHolidays(Year.of(around), HolidayType.PUBLIC_HOLIDAY, parts)) {
            if (holiday.getDate().getYear() == year) {
              days.set(holiday.getDate().getDayOfYear());
            }
          }
        }
        HolidayCorrections.SHIPPED.apply(name, year, days);
      } catch (DateTimeException outOfRange) {
        return Optional.empty();
      }
      return Optional.of(days);
    }
  }

  /** The name, as {@link #read} takes it. */
  @Override
  public String toString() {
    return name;
  }
}
