package dev.ficus.bench;

import java.util.List;
import java.util.Set;

/** How much of allocation-service is measured. */
record AllocationOptions(int pairs, int seconds, boolean small, String only) implements Options {
  static final String USAGE =
      """
      Measures allocation-service against floors taken in the same run, and prints a table.
        --pairs N      measure each row N times beside its floor (7; with --small 2)
        --seconds S    how long a measurement by time lasts (10; with --small 1)
        --small        small sizes: about a minute, to see that it works
        --only PREFIX  only the rows whose name begins so, for instance P1
      """;

  private static final int LINES_PER_SECOND = 2_000;

  /**
   * @throws IllegalArgumentException when they cannot be understood
   */
  static AllocationOptions of(List<String> words) {
    Arguments arguments = Arguments.of(words, Set.of("--pairs", "--seconds", "--only"));
    boolean small = arguments.small();
    return new AllocationOptions(
        arguments.number("--pairs", small ? 2 : 7),
        arguments.number("--seconds", small ? 1 : 10),
        small,
        arguments.text("--only", ""));
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
}
