package dev.ficus.availability;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a native executable must know by name of the library that calculates holidays: it reads its
 * calendars from XML into objects, and finds their parsers, its parts and its XML parser by name.
 * The files it reads are in {@code application.properties}.
 */
@RegisterForReflection(
    classNames = {
      "de.focus_shift.jollyday.core.impl.DefaultHolidayManager",
      "de.focus_shift.jollyday.core.impl.JapaneseHolidayManager",
      "de.focus_shift.jollyday.core.parser.impl.ChristianHolidayParser",
      "de.focus_shift.jollyday.core.parser.impl.EthiopianOrthodoxHolidayParser",
      "de.focus_shift.jollyday.core.parser.impl.FixedParser",
      "de.focus_shift.jollyday.core.parser.impl.FixedWeekdayBetweenFixedParser",
      "de.focus_shift.jollyday.core.parser.impl.FixedWeekdayInMonthParser",
      "de.focus_shift.jollyday.core.parser.impl.FixedWeekdayRelativeToFixedParser",
      "de.focus_shift.jollyday.core.parser.impl.IslamicHolidayParser",
      "de.focus_shift.jollyday.core.parser.impl.RelativeToEasterSundayParser",
      "de.focus_shift.jollyday.core.parser.impl.RelativeToFixedParser",
      "de.focus_shift.jollyday.core.parser.impl.RelativeToWeekdayInMonthParser",
      "de.focus_shift.jollyday.core.spi.ChristianHoliday",
      "de.focus_shift.jollyday.core.spi.EthiopianOrthodoxHoliday",
      "de.focus_shift.jollyday.core.spi.Fixed",
      "de.focus_shift.jollyday.core.spi.FixedWeekdayBetweenFixed",
      "de.focus_shift.jollyday.core.spi.FixedWeekdayInMonth",
      "de.focus_shift.jollyday.core.spi.FixedWeekdayRelativeToFixed",
      "de.focus_shift.jollyday.core.spi.IslamicHoliday",
      "de.focus_shift.jollyday.core.spi.RelativeToEasterSunday",
      "de.focus_shift.jollyday.core.spi.RelativeToFixed",
      "de.focus_shift.jollyday.core.spi.RelativeToWeekdayInMonth",
      "de.focus_shift.jollyday.jackson.JacksonConfigurationService",
      "de.focus_shift.jollyday.jackson.JacksonHolidays",
      "de.focus_shift.jollyday.jackson.mapping.ChristianHoliday",
      "de.focus_shift.jollyday.jackson.mapping.ChristianHolidayType",
      "de.focus_shift.jollyday.jackson.mapping.ChronologyType",
      "de.focus_shift.jollyday.jackson.mapping.Configuration",
      "de.focus_shift.jollyday.jackson.mapping.EthiopianOrthodoxHoliday",
      "de.focus_shift.jollyday.jackson.mapping.EthiopianOrthodoxHolidayType",
      "de.focus_shift.jollyday.jackson.mapping.Fixed",
      "de.focus_shift.jollyday.jackson.mapping.FixedWeekdayBetweenFixed",
      "de.focus_shift.jollyday.jackson.mapping.FixedWeekdayInMonth",
      "de.focus_shift.jollyday.jackson.mapping.FixedWeekdayRelativeToFixed",
      "de.focus_shift.jollyday.jackson.mapping.Holiday",
      "de.focus_shift.jollyday.jackson.mapping.HolidayCycleType",
      "de.focus_shift.jollyday.jackson.mapping.HolidayType",
      "de.focus_shift.jollyday.jackson.mapping.Holidays",
      "de.focus_shift.jollyday.jackson.mapping.IslamicHoliday",
      "de.focus_shift.jollyday.jackson.mapping.IslamicHolidayType",
      "de.focus_shift.jollyday.jackson.mapping.Month",
      "de.focus_shift.jollyday.jackson.mapping.MoveableHoliday",
      "de.focus_shift.jollyday.jackson.mapping.MovingCondition",
      "de.focus_shift.jollyday.jackson.mapping.RelativeToEasterSunday",
      "de.focus_shift.jollyday.jackson.mapping.RelativeToFixed",
      "de.focus_shift.jollyday.jackson.mapping.RelativeToWeekdayInMonth",
      "de.focus_shift.jollyday.jackson.mapping.Source",
      "de.focus_shift.jollyday.jackson.mapping.Sources",
      "de.focus_shift.jollyday.jackson.mapping.Substituted",
      "de.focus_shift.jollyday.jackson.mapping.Weekday",
      "de.focus_shift.jollyday.jackson.mapping.When",
      "de.focus_shift.jollyday.jackson.mapping.Which",
      "de.focus_shift.jollyday.jackson.mapping.With",
      "com.ctc.wstx.stax.WstxInputFactory",
      "com.ctc.wstx.stax.WstxOutputFactory"
    })
final class HolidaysInNative {

  private HolidaysInNative() {}
}
