package dev.ficus.bench;

import java.util.Iterator;
import java.util.List;

/**
 * How much is measured.
 *
 * @param pairs how often each of ours is measured beside its floor
 * @param seconds how long one measurement by time lasts
 * @param small whether sizes are such that it can be tried
 * @param only what the name of a row must begin with; empty: all rows
 */
record Options(int pairs, int seconds, boolean small, String only) {
  static final String USAGE =
      """
      Measures allocation-service against floors taken in the same run, and prints a table.
        --pairs N      measure each row N times beside its floor (7; with --small 2)
        --seconds S    how long a measurement by time lasts (10; with --small 1)
        --small        small sizes: about a minute, to see that it works
        --only PREFIX  only the rows whose name begins so, for instance P1
      """;

  private static final int LINES_PER_SECOND = 2_000;

  Options {
    if (pairs < 1 || seconds < 1) {
      throw new IllegalArgumentException("--pairs and --seconds are at least 1");
    }
  }

  /**
   * @throws IllegalArgumentException when they cannot be understood
   */
  static Options of(List<String> arguments) {
    boolean small = arguments.contains("--small");
    int pairs = small ? 2 : 7;
    int seconds = small ? 1 : 10;
    String only = "";
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--small" -> {}
        case "--pairs" -> pairs = number(option, rest);
        case "--seconds" -> seconds = number(option, rest);
        case "--only" -> only = value(option, rest);
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new Options(pairs, seconds, small, only);
  }

  int skus() {
    return 1_000;
  }

  /** Lines of a measurement that ends when all of them are committed. */
  int lines() {
    return seconds * LINES_PER_SECOND;
  }

  /** Lines that are on the SKU before the cost of one more is measured. */
  int linesBefore() {
    return small ? 2_000 : 100_000;
  }

  /** Few beside those, so that a fresh SKU stays fresh. */
  int linesOnTop() {
    return small ? 300 : 5_000;
  }

  int backlog() {
    return small ? 5_000 : 300_000;
  }

  /** A small run measures a JVM that is still compiling; a full one should not. */
  int warmUpRounds() {
    return small ? 2 : 8;
  }

  /**
   * @param row what the name of one row or of several begins with
   */
  boolean wants(String row) {
    return row.startsWith(only) || only.startsWith(row);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static int number(String option, Iterator<String> rest) {
    try {
      return Integer.parseInt(value(option, rest));
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(option + " needs a number", noNumber);
    }
  }
}
