package dev.ficus.allocation.http;

import dev.ficus.allocation.message.Malformed;

/** How many entries of a list one call may ask for. */
final class PageLimit {
  private static final int LARGEST_PAGE = 10_000;

  private PageLimit() {}

  static int read(String limit) {
    try {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= LARGEST_PAGE) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    throw new Malformed("limit", "must be a whole number between 1 and " + LARGEST_PAGE);
  }
}
