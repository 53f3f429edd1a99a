package dev.ficus.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service answered. */
record HttpAnswer(int status, String body) {

  /**
   * A number in a JSON object.
   *
   * @throws IllegalStateException when it is not there
   */
  long number(String key) {
    Matcher matcher = numbers(key);
    if (!matcher.find()) {
      throw new IllegalStateException(key + " is missing in " + status + " " + body);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** The sum of all numbers of this name, however deep they are. */
  long sum(String key) {
    return numbers(key).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  private Matcher numbers(String key) {
    return Pattern.compile("\"" + key + "\"\\s*:\\s*(-?\\d+)").matcher(body);
  }
}
