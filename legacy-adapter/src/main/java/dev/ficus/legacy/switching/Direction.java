package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.Route;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Direction of a switch: from the monolith to us, or back. */
public enum Direction {
  /** From the monolith to us. */
  CUT_OVER(Route.LEGACY, Route.NEW),
  /** From us back to the monolith. */
  ROLL_BACK(Route.NEW, Route.LEGACY);

  private final Route from;
  private final Route to;

  Direction(Route from, Route to) {
    this.from = from;
    this.to = to;
  }

  /** The route that the SKUs had before. */
  public Route from() {
    return from;
  }

  /** The route that they have afterwards. */
  public Route to() {
    return to;
  }

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The direction of this code; empty when there is none. */
  public static Optional<Direction> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
  }
}
