package dev.ficus.allocation.http;

import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.WholeNumber;

/** Paging as callers ask for it: where a page begins, and how long it is. */
final class Paging {
  /** Entries that a page may have unless they are large. */
  static final int LARGEST = 10_000;

  private Paging() {}

  static int limit(String limit, int largest) {
    return (int) number("limit", limit, 1, largest);
  }

  static long after(String after) {
    return number("after", after, 0, Long.MAX_VALUE);
  }

  private static long number(String field, String value, long least, long most) {
    return WholeNumber.of(value)
        .filter(number -> number >= least && number <= most)
        .orElseThrow(
            () ->
                new Malformed(
                    field, "must be a whole number between %d and %d".formatted(least, most)));
  }
}
