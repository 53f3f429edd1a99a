package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.WatchedLine.LineStock;
import dev.ficus.legacy.stock.FigureMovement;

/**
 * Watch on a source's figure of a SKU that is ours: what may still make it fall without a leak.
 *
 * <p>Only what the monolith does for its own lines, what came in, and what it was told moves such a
 * figure. A fall beyond that is a leak: somebody sells the SKU through another door. Each unit of a
 * line explains a fall once, and only as long as it can still show; so an open line alone explains
 * nothing.
 *
 * <p>A rise is never a leak: goods have come in. What is sold between two reports in the same time
 * as goods come in cannot be seen.
 *
 * @param placed units that changed lines may still take from the figure
 * @param released units that they may still give back to it
 * @param served units of lines that may have waited, and that a fall was explained by
 * @param risen whether the figure has risen, so that lines may be served that waited for it
 */
public record StockWatch(long placed, long released, long served, boolean risen) {

  /** Nothing is under way. */
  public static final StockWatch AT_REST = new StockWatch(0, 0, 0, false);

  public StockWatch {
    if (placed < 0 || released < 0 || served < 0) {
      throw new IllegalArgumentException("of units there are no less than 0");
    }
  }

  /**
   * Units of the monolith's open lines that its figure may still hold.
   *
   * @param waiting of lines that are known to wait for stock: they may be served at any time
   * @param unknown of lines of which that is not known: they may be served when the figure rises
   */
  public record OpenUnits(long waiting, long unknown) {

    /** These and others. */
    public OpenUnits plus(OpenUnits others) {
      return new OpenUnits(waiting + others.waiting, unknown + others.unknown);
    }
  }

  /**
   * Explanation of a movement: the change of the figure is {@code released + received - told -
   * placed - served - leaked}.
   *
   * @param leaked units that nothing explains
   * @param then the watch after it
   */
  public record Explanation(
      long placed, long served, long released, long received, long leaked, StockWatch then) {}

  /** Whether nothing is under way that could explain a fall. */
  public boolean isAtRest() {
    return placed == 0 && released == 0 && !risen;
  }

  /** The watch after a line has changed: the monolith may decide about all of it anew. */
  public StockWatch after(LineChange change) {
    long before = change.unitsBefore();
    long stillServed = change.mayHaveWaited() ? Math.max(0, served - before) : served;
    // It may have got stock just now, and the figure that shows it still comes.
    long late = change.waited() || change.mayHaveWaited() && risen ? before : 0;
    switch (change.after()) {
      case CANCELLED:
        return new StockWatch(placed + late, released + before, stillServed, risen);
      case DESPATCHED:
        return new StockWatch(placed + late, released, stillServed, risen);
      default:
        long taken = change.wasCounted() ? change.units() - before : change.units();
        long given = Math.max(0, before - change.units());
        return new StockWatch(
            placed + Math.max(Math.max(taken, late), 0), released + given, stillServed, risen);
    }
  }

  /** The watch after the monolith has said of a line whether it has stock. */
  public StockWatch learned(WatchedLine before, LineStock now) {
    return before.stock() == now || before.stock() == LineStock.COUNTED
        ? this
        : new StockWatch(placed, released, Math.max(0, served - before.units()), risen);
  }

  /** What explains a movement of the figure. */
  public Explanation explain(FigureMovement movement, OpenUnits open) {
    long rise = movement.after() - movement.before() + movement.told();
    if (rise > 0) {
      long back = Math.min(rise, released);
      StockWatch then = new StockWatch(placed, released - back, served, true);
      return new Explanation(0, 0, back, rise - back, 0, then);
    }
    long byPlaced = Math.min(-rise, placed);
    long servable = Math.max(0, open.waiting() + (risen ? open.unknown() : 0) - served);
    long byServed = Math.min(-rise - byPlaced, servable);
    StockWatch then = new StockWatch(placed - byPlaced, released, served + byServed, risen);
    return new Explanation(byPlaced, byServed, 0, 0, -rise - byPlaced - byServed, then);
  }

  /** The watch once the figure shows all that had changed before. */
  public StockWatch atRest() {
    return new StockWatch(0, 0, served, false);
  }

  /** The watch since the figure has risen. */
  public StockWatch withRisen() {
    return new StockWatch(placed, released, served, true);
  }
}
