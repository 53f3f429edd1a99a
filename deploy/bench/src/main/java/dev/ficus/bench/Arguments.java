package dev.ficus.bench;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was said on the command line.
 *
 * @param small whether {@code --small} was
 * @param values the other options
 */
record Arguments(boolean small, Map<String, String> values) {

  /**
   * @param known the options that have a value
   * @throws IllegalArgumentException when they cannot be understood
   */
  static Arguments of(List<String> words, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      if (option.equals("--small")) {
        continue;
      }
      if (!known.contains(option)) {
        throw new IllegalArgumentException("unknown option " + option);
      }
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      values.put(option, rest.next());
    }
    return new Arguments(words.contains("--small"), values);
  }

  String text(String option, String otherwise) {
    return values.getOrDefault(option, otherwise);
  }

  /**
   * @throws IllegalArgumentException when it is no number, or less than 1
   */
  int number(String option, int otherwise) {
    String value = values.get(option);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Said below, as of a number that is too small.
    }
    throw new IllegalArgumentException(option + " needs a number, at least 1");
  }
}
