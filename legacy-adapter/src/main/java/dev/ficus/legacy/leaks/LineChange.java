package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.WatchedLine.LineStock;
import java.util.Optional;

/**
 * What has become of a line of the monolith since it was last looked.
 *
 * @param before empty when it was not open then
 * @param units how many are wanted now; of a line that is not open any more as many as before
 * @param after how it is now
 */
public record LineChange(Optional<WatchedLine> before, int units, LineEnd after) {

  /** How a line is. */
  public enum LineEnd {
    /** Open: the monolith decides about it anew. */
    OPEN,
    /** Cancelled: what it has promised is free again. */
    CANCELLED,
    /** Despatched: it had stock, and the figure does not change by it. */
    DESPATCHED
  }

  long unitsBefore() {
    return before.map(WatchedLine::units).orElse(0);
  }

  boolean wasCounted() {
    return before.filter(line -> line.stock() == LineStock.COUNTED).isPresent();
  }

  boolean waited() {
    return before.filter(line -> line.stock() == LineStock.WAITS).isPresent();
  }

  boolean mayHaveWaited() {
    return before.isPresent() && !wasCounted();
  }
}
