package dev.ficus.legacy.settings;

import dev.ficus.legacy.senders.PasswordHash;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rule for the value of a setting. The two other services have the same.
 *
 * @param must what the value must be, in words that follow "must be"
 * @param secret whether the value is kept out of messages
 */
record SettingRule(String must, boolean secret, Predicate<String> allows) {

  private static final Pattern PATH = Pattern.compile("[^.\\s]+(\\.[^.\\s]+)*");
  private static final int KEY_BYTES = 32;

  /** What SmallRye reads as true or false. Any other word would be false, with a warning. */
  private static final Set<String> TRUE =
      Set.of("true", "yes", "y", "on", "1", "ja", "j", "si", "sim", "oui");

  private static final Set<String> FALSE =
      Set.of("false", "no", "n", "off", "0", "nein", "não", "non");

  SettingRule(String must, Predicate<String> allows) {
    this(must, false, allows);
  }

  static SettingRule wholeNumber(long least, long most) {
    return new SettingRule(
        "a whole number from %d to %d".formatted(least, most),
        value -> {
          long number = Long.parseLong(value.trim());
          return number >= least && number <= most;
        });
  }

  static SettingRule duration(String least, String most) {
    Duration shortest = DurationConverter.parseDuration(least);
    Duration longest = DurationConverter.parseDuration(most);
    return new SettingRule(
        "a duration from %s to %s".formatted(least, most),
        value -> {
          Duration duration = DurationConverter.parseDuration(value);
          return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
        });
  }

  /** How often something is done that may be left out. */
  static SettingRule durationOrOff(String least, String most) {
    SettingRule duration = duration(least, most);
    return new SettingRule(
        duration.must + ", or off",
        value -> value.equalsIgnoreCase("off") || duration.allows.test(value));
  }

  static SettingRule oneOf(String... words) {
    String last = words[words.length - 1];
    return new SettingRule(
        String.join(", ", Arrays.asList(words).subList(0, words.length - 1)) + " or " + last,
        value -> List.of(words).contains(value.trim().toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  static SettingRule trueOrFalse() {
    return new SettingRule(
        "true or false",
        value -> isTrue(value) || FALSE.contains(value.trim().toLowerCase(Locale.ROOT)));
  }

  static boolean isTrue(String value) {
    return TRUE.contains(value.trim().toLowerCase(Locale.ROOT));
  }

  static SettingRule address() {
    return new SettingRule(
        "an address such as http://host/path",
        value -> {
          URI address = URI.create(value.trim());
          return ("http".equalsIgnoreCase(address.getScheme())
                  || "https".equalsIgnoreCase(address.getScheme()))
              && address.getHost() != null;
        });
  }

  /** Where something is in the parameters of a call, in an order or in a line. */
  static SettingRule paths() {
    return new SettingRule(
        "one or more paths such as head.rows or 2.sku, with commas between",
        value -> each(value).allMatch(path -> PATH.matcher(path).matches()));
  }

  static SettingRule localTime() {
    return new SettingRule(
        "a time without a zone, such as 2026-11-22T06:00:00",
        value -> LocalDateTime.parse(value) != null);
  }

  static SettingRule expression() {
    return new SettingRule("a regular expression of Java", value -> Pattern.compile(value) != null);
  }

  static SettingRule startingWithSlash() {
    return new SettingRule("a path such as /api/xmlrpc", value -> value.startsWith("/"));
  }

  /** A text of any content. */
  static SettingRule text(String what) {
    return new SettingRule(what, value -> true);
  }

  /** At least one. */
  static SettingRule words() {
    return new SettingRule(
        "words with commas between", value -> each(value).noneMatch(String::isEmpty));
  }

  /** What of a telling may be named in braces. */
  static SettingRule told() {
    return new SettingRule(
        "text with {sku}, {units}, {reference} and {batch} for what is told",
        value -> !value.replaceAll("\\{(sku|units|reference|batch)}", "").matches("(?s).*[{}].*"));
  }

  static SettingRule secret(String what) {
    return new SettingRule(what, true, value -> true);
  }

  static SettingRule encryptionKey() {
    return new SettingRule(
        "32 bytes in base64",
        true,
        value -> Base64.getDecoder().decode(value.strip()).length == KEY_BYTES);
  }

  /** Hashes of passwords, of one user. */
  static SettingRule passwordHashes() {
    return new SettingRule(
        "a hash that hash-password has made (pbkdf2-sha512:…), or more with commas between",
        true,
        value -> each(value).allMatch(hash -> PasswordHash.parse(hash) != null));
  }

  private static Stream<String> each(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip);
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

  /** What to say of this value, which is not accepted. An address may hold a password. */
  String refusal(String key, String value) {
    String is = value.isBlank() ? "empty" : secret || value.contains("@") ? "not" : value;
    return "%s must be %s, but is %s".formatted(key, must, is);
  }
}
