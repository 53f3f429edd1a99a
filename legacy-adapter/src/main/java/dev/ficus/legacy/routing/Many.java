package dev.ficus.legacy.routing;

/** A number with its noun, for people. */
public final class Many {

  private Many() {}

  /**
   * For example {@code 1 line}, or {@code 2 lines}.
   *
   * @param one what follows if it is 1
   * @param more what follows otherwise
   */
  public static String of(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
