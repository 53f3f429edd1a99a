package dev.ficus.oldworld;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was said on the command line: options, each with a value. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param known the options there are
   * @throws IllegalArgumentException when there is another, or one has no value
   */
  public static Arguments parse(Set<String> known, String... words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!known.contains(words[i])) {
        throw new IllegalArgumentException("there is no option " + words[i]);
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      values.put(words[i], words[i + 1]);
    }
    return new Arguments(values);
  }

  public Optional<String> optional(String option) {
    return Optional.ofNullable(values.get(option));
  }

  public String text(String option, String otherwise) {
    return values.getOrDefault(option, otherwise);
  }

  /**
   * @throws IllegalArgumentException when it was not said
   */
  public String needed(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException(option + " is needed");
    }
    return value;
  }

  /** Words separated by commas. */
  public List<String> words(String option, String otherwise) {
    return Arrays.stream(text(option, otherwise).split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /**
   * @throws IllegalArgumentException when it is anything but {@code yes} or {@code no}
   */
  public boolean yes(String option, boolean otherwise) {
    String value = text(option, otherwise ? "yes" : "no");
    if (!value.equals("yes") && !value.equals("no")) {
      throw new IllegalArgumentException("%s needs yes or no, not %s".formatted(option, value));
    }
    return value.equals("yes");
  }

  /**
   * @throws IllegalArgumentException when it is no whole number, or less than {@code least}
   */
  public int number(String option, int otherwise, int least) {
    String value = values.get(option);
    return value == null ? otherwise : number(option, value, least);
  }

  /**
   * A whole number.
   *
   * @param name what it is called when it is refused
   * @throws IllegalArgumentException when it is none, or less than {@code least}
   */
  public static int number(String name, String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below, like a number that is too small.
    }
    throw new IllegalArgumentException(
        "%s needs a whole number from %d, not %s".formatted(name, least, text));
  }
}
