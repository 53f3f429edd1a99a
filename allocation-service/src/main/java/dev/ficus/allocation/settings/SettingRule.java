package dev.ficus.allocation.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.common.utils.StringUtil;
import io.vertx.ext.mail.mailencoder.EmailAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rule for the value of a setting. Same algorithm as SettingRule in availability-service.
 *
 * @param must what the value must be, in words that follow "must be"
 * @param mayBeEmpty whether an empty value is right: it counts as not set
 */
record SettingRule(String must, boolean mayBeEmpty, Predicate<String> allows) {
  private static final int MINUTE_OF_MILLIS = 60_000;
  private static final int DAY_OF_SECONDS = 86_400;

  /** What SmallRye reads as true or false. Any other word would be false, with a warning. */
  private static final Set<String> TRUE_OR_FALSE =
      Set.of(
          "true", "yes", "y", "on", "1", "ja", "j", "si", "sim", "oui", //
          "false", "no", "n", "off", "0", "nein", "não", "non");

  /** The rule of each setting, by its key. */
  static final Map<String, SettingRule> BY_KEY =
      Map.ofEntries(
          Map.entry("ficus.access", oneOf("required", "open")),
          Map.entry("ficus.groups.size", wholeNumber(1, 10_000)),
          Map.entry("ficus.groups.lanes", wholeNumber(1, 100)),
          // AMQP counts in 16 bits.
          Map.entry("ficus.commands.prefetch", wholeNumber(1, 65_535)),
          Map.entry("ficus.commands.gather-millis", wholeNumber(0, MINUTE_OF_MILLIS)),
          Map.entry("ficus.commands.pause-millis", wholeNumber(1, 10 * MINUTE_OF_MILLIS)),
          Map.entry("ficus.relay.in-flight", wholeNumber(1, 1_000_000)),
          Map.entry("ficus.relay.window", wholeNumber(1, 100_000)),
          Map.entry("ficus.relay.gather-millis", wholeNumber(0, MINUTE_OF_MILLIS)),
          Map.entry("ficus.relay.poll-millis", wholeNumber(1, MINUTE_OF_MILLIS)),
          Map.entry("ficus.relay.pause-millis", wholeNumber(1, 10 * MINUTE_OF_MILLIS)),
          Map.entry("ficus.broker.host", text()),
          Map.entry("ficus.broker.port", wholeNumber(1, 65_535)),
          Map.entry("ficus.broker.username", text()),
          Map.entry("ficus.broker.password", text()),
          Map.entry("ficus.broker.virtual-host", text()),
          Map.entry("ficus.broker.ssl", yesOrNo()),
          Map.entry("ficus.allocation.grants", absolutePath()),
          Map.entry("ficus.pruning.every", duration("1s", "30d")),
          Map.entry("ficus.pruning.inbox-age", duration("1m", "3650d")),
          Map.entry("ficus.pruning.history-age", duration("1m", "3650d")),
          Map.entry("ficus.calendar.time-zone", timeZone()),
          Map.entry("ficus.purchasing.mail-to", mailAddresses()),
          Map.entry("ficus.purchasing.pause-millis", wholeNumber(1, 10 * MINUTE_OF_MILLIS)),
          Map.entry("ficus.metrics.refresh-seconds", wholeNumber(1, DAY_OF_SECONDS)),
          Map.entry("ficus.metrics.recount-seconds", wholeNumber(1, DAY_OF_SECONDS)));

  private static SettingRule wholeNumber(int least, int most) {
    return new SettingRule(
        "a whole number from %d to %d".formatted(least, most),
        false,
        value -> {
          int number = Integer.parseInt(value.trim());
          return number >= least && number <= most;
        });
  }

  private static SettingRule duration(String least, String most) {
    Duration shortest = DurationConverter.parseDuration(least);
    Duration longest = DurationConverter.parseDuration(most);
    return new SettingRule(
        "a duration from %s to %s, such as 90s, 12h or 30d".formatted(least, most),
        false,
        value -> {
          Duration duration = DurationConverter.parseDuration(value);
          return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
        });
  }

  private static SettingRule timeZone() {
    return new SettingRule(
        "a time zone such as UTC or Europe/London",
        false,
        value -> ZoneId.of(value).getId() != null);
  }

  private static SettingRule mailAddresses() {
    return new SettingRule(
        "mail addresses separated by commas, or empty",
        true,
        value ->
            Arrays.stream(StringUtil.split(value))
                .map(address -> new EmailAddress(address.strip()))
                .noneMatch(address -> address.getEmail().isEmpty()));
  }

  private static SettingRule absolutePath() {
    return new SettingRule(
        "an absolute path, or empty", true, value -> Path.of(value).isAbsolute());
  }

  private static SettingRule yesOrNo() {
    return new SettingRule(
        "true or false",
        false,
        value -> TRUE_OR_FALSE.contains(value.trim().toLowerCase(Locale.ROOT)));
  }

  private static SettingRule oneOf(String one, String other) {
    return new SettingRule(
        one + " or " + other,
        false,
        value -> Set.of(one, other).contains(value.trim().toLowerCase(Locale.ROOT)));
  }

  private static SettingRule text() {
    return new SettingRule("given", false, value -> true);
  }

  /** Whether the text is one that may be set: read as it will be, blanks at its ends included. */
  boolean accepts(String value) {
    if (value.isBlank()) {
      return mayBeEmpty;
    }
    try {
      return allows.test(value);
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      return false;
    }
  }
}
