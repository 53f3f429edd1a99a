package dev.ficus.availability;

import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rule for the value of a setting. Same algorithm as SettingRule in allocation-service.
 *
 * @param must what the value must be, in words that follow "must be"
 */
record SettingRule(String must, Predicate<String> allows) {

  /** The rule of each setting, by its key. */
  static final Map<String, SettingRule> BY_KEY =
      Map.ofEntries(
          Map.entry("ficus.access", oneOf("required", "open")),
          Map.entry("ficus.client.id", text()),
          Map.entry("ficus.client.secret", text()),
          Map.entry("ficus.availability.calls-per-second", wholeNumber(1, 1_000_000)),
          Map.entry("ficus.availability.zone", timeZone()),
          Map.entry("ficus.availability.cache-for", duration("0s", "24h")),
          Map.entry("ficus.availability.stale-after", duration("0s", "24h")),
          Map.entry("ficus.availability.allocation-url", httpAddress()),
          Map.entry("ficus.availability.lead-times.file", path()),
          Map.entry("ficus.availability.lead-times.look-every", duration("10ms", "24h")),
          Map.entry("ficus.availability.applying.group-size", wholeNumber(1, 10_000)),
          Map.entry("ficus.availability.applying.gather", duration("0s", "10s")),
          Map.entry("ficus.availability.applying.held-per-sku", wholeNumber(0, 1_000_000)),
          Map.entry("ficus.availability.applying.held-in-total", wholeNumber(0, 10_000_000)),
          Map.entry("ficus.availability.applying.longest-pause", duration("20ms", "1h")),
          Map.entry("ficus.availability.applying.follow-every", duration("10ms", "1h")),
          Map.entry("ficus.availability.rebuilding.compare-every", duration("10ms", "7d")),
          // The largest page that allocation-service gives.
          Map.entry("ficus.availability.rebuilding.page-size", wholeNumber(1, 10_000)),
          Map.entry("ficus.availability.rebuilding.patience", duration("10ms", "1h")),
          Map.entry("ficus.availability.rebuilding.heal-every", duration("10ms", "24h")),
          Map.entry("ficus.availability.rebuilding.longest-pause", duration("500ms", "1h")),
          Map.entry("ficus.availability.rebuilding.request-timeout", duration("10ms", "10m")));

  private static SettingRule wholeNumber(int least, int most) {
    return new SettingRule(
        "a whole number from %d to %d".formatted(least, most),
        value -> {
          int number = Integer.parseInt(value.trim());
          return number >= least && number <= most;
        });
  }

  private static SettingRule duration(String least, String most) {
    Duration shortest = DurationConverter.parseDuration(least);
    Duration longest = DurationConverter.parseDuration(most);
    return new SettingRule(
        "a duration from %s to %s, such as 10s or 500ms".formatted(least, most),
        value -> {
          Duration duration = DurationConverter.parseDuration(value);
          return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
        });
  }

  private static SettingRule timeZone() {
    return new SettingRule(
        "a time zone such as Europe/London", value -> ZoneId.of(value).getId() != null);
  }

  private static SettingRule httpAddress() {
    return new SettingRule(
        "an address such as http://localhost:8081",
        value -> {
          URI address = URI.create(value.trim());
          return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
              && address.getHost() != null
              && address.getQuery() == null
              && address.getFragment() == null;
        });
  }

  private static SettingRule text() {
    return new SettingRule("given", value -> true);
  }

  private static SettingRule oneOf(String one, String other) {
    return new SettingRule(
        one + " or " + other,
        value -> Set.of(one, other).contains(value.trim().toLowerCase(Locale.ROOT)));
  }

  private static SettingRule path() {
    return new SettingRule("shipped, or the path of a file", value -> true);
  }

  /** Whether the text is one that may be set: read as it will be, blanks at its ends included. */
  boolean accepts(String value) {
    if (value.isBlank()) {
      return false;
    }
    try {
      return allows.test(value);
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      return false;
    }
  }
}
