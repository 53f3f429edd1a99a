package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Lead times against somebody who crosses off days on a wall calendar. */
class LeadTimeAgainstModelTest {

  // Of the Dutch holidays, those in the winter never move: the model needs no calculation.
  private static final Set<MonthDay> DUTCH_NEW_YEAR_AND_CHRISTMAS =
      Set.of(MonthDay.of(1, 1), MonthDay.of(12, 25), MonthDay.of(12, 26));

  @Property
  void days_are_crossed_off_one_by_one(
      @ForAll("leadTimes") LeadTime leadTime,
      @ForAll @IntRange(min = 0, max = 40) int today,
      @ForAll @IntRange(min = -5, max = 20) int available,
      @ForAll @IntRange(min = 0, max = 24 * 60 - 1) int minute) {
    LocalDateTime now = LocalDate.of(2027, 11, 25).plusDays(today).atTime(LocalTime.MIN);
    now = now.plusMinutes(minute);
    LocalDate from = now.toLocalDate().plusDays(available);

    assertEquals(Optional.of(crossOff(leadTime, from, now)), leadTime.by(from, now));
  }

  private static LocalDate crossOff(LeadTime leadTime, LocalDate from, LocalDateTime now) {
    LocalDate day = from;
    while (day.isBefore(now.toLocalDate()) || !counts(leadTime, day)) {
      day = day.plusDays(1);
    }
    boolean late =
        now.getHour() * 60 + now.getMinute()
            >= leadTime.cutOff().getHour() * 60 + leadTime.cutOff().getMinute();
    if (day.equals(now.toLocalDate()) && late) {
      day = nextCounting(leadTime, day);
    }
    for (int i = 0; i < leadTime.handlingDays(); i++) {
      day = nextCounting(leadTime, day);
    }
    for (int i = 0; i < leadTime.transitDays(); i++) {
      day = nextCounting(leadTime, day);
    }
    return day;
  }

  private static LocalDate nextCounting(LeadTime leadTime, LocalDate day) {
    LocalDate next = day.plusDays(1);
    return counts(leadTime, next) ? next : nextCounting(leadTime, next);
  }

  private static boolean counts(LeadTime leadTime, LocalDate day) {
    return leadTime.weekdays().contains(day.getDayOfWeek())
        && (leadTime.holidays().isEmpty()
            || !DUTCH_NEW_YEAR_AND_CHRISTMAS.contains(MonthDay.from(day)));
  }

  @Property
  void texts_come_back_as_they_were(@ForAll("leadTimes") LeadTime leadTime) {
    assertEquals(new Parsed<>(leadTime), LeadTime.read(leadTime.text()::get));
  }

  @Provide
  Arbitrary<LeadTime> leadTimes() {
    Arbitrary<Set<DayOfWeek>> weekdays =
        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1).map(EnumSet::copyOf);
    Arbitrary<LocalTime> cutOffs =
        Arbitraries.integers().between(0, 24 * 60 - 1).map(LocalTime.MIN::plusMinutes);
    HolidayCalendar dutch = ((Parsed<HolidayCalendar>) HolidayCalendar.read("NL")).value();
    return Combinators.combine(
            Arbitraries.of("*", "GB", "GB-BT").map(Table::area),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 4),
            weekdays,
            cutOffs,
            Arbitraries.of(List.<HolidayCalendar>of(), List.of(dutch)))
        .as(LeadTime::new);
  }
}
