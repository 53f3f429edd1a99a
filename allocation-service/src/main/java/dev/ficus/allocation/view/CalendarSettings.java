package dev.ficus.allocation.view;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;

/** Settings of the calendar. */
@ConfigMapping(prefix = "ficus.calendar")
interface CalendarSettings {

  /** The time zone in which it is decided whether a batch's day has passed. */
  @WithDefault("UTC")
  ZoneId timeZone();
}
