package dev.ficus.bench;

import java.util.List;
import java.util.Set;

/**
 * How much of availability-service is measured.
 *
 * @param minutes how long a steady rate is held once more, for its drift; 0: not at all
 * @param skus how many SKUs are read and written
 */
record AvailabilityOptions(
    int pairs, int seconds, int minutes, int skus, boolean small, String only) implements Options {
  static final String USAGE =
      """
      Measures availability-service beside an empty endpoint of the same run, and prints tables.
        --pairs N      measure each row N times beside its floor (7; with --small 2)
        --seconds S    how long one measurement lasts (10; with --small 2)
        --minutes M    hold the steady rate for M minutes more and tell each minute (not at all)
        --skus N       how many SKUs are read and written (10,000; with --small 200)
        --small        small sizes: about two minutes, to see that it works
        --only PREFIX  only the rows whose name begins so, for instance P5
      """;

  /**
   * @throws IllegalArgumentException when they cannot be understood
   */
  static AvailabilityOptions of(List<String> words) {
    Arguments arguments =
        Arguments.of(words, Set.of("--pairs", "--seconds", "--minutes", "--skus", "--only"));
    boolean small = arguments.small();
    return new AvailabilityOptions(
        arguments.number("--pairs", small ? 2 : 7),
        arguments.number("--seconds", small ? 2 : 10),
        arguments.number("--minutes", 0),
        arguments.number("--skus", small ? 200 : 10_000),
        small,
        arguments.text("--only", ""));
  }

  /** Order lines in a second while availability is read. */
  int updates() {
    return 200;
  }

  /** Questions in a second, when the rate is steady. */
  int steadyRate() {
    return 500;
  }

  /** Order lines in a second while it is measured when they become visible. */
  int busyRate() {
    return small ? 200 : 1_000;
  }

  /** P10: the smaller of two sets of views. */
  int fewViews() {
    return small ? 200 : 10_000;
  }

  /** P10: the larger. */
  int manyViews() {
    return small ? 5_000 : 1_000_000;
  }
}
