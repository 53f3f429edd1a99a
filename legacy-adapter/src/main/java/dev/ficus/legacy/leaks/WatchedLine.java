package dev.ficus.legacy.leaks;

/**
 * Open line of the monolith, as it was when it was last looked.
 *
 * @param units at least 1
 */
public record WatchedLine(int units, LineStock stock) {

  /** Whether the figure holds the units of a line. */
  public enum LineStock {
    /** It holds them no longer: the monolith has promised them. */
    COUNTED,
    /** The line waits for stock: the figure falls when it gets some. */
    WAITS,
    /** The monolith has not said. */
    UNKNOWN
  }

  public WatchedLine {
    if (units < 1) {
      throw new IllegalArgumentException("an open line has at least 1 unit");
    }
  }
}
