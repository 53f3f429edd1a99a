package dev.ficus.legacy.parity;

import java.time.LocalDate;
import java.util.Optional;

/** What one side has decided about a line. */
public final class LineDecision {

  private LineDecision() {}

  /**
   * By us, in shadow.
   *
   * @param waits whether it has to wait for stock
   * @param units that it has, or wants
   * @param day when they arrive; empty where they are in the warehouse, and where it waits
   */
  public record ByUs(boolean waits, int units, Optional<LocalDate> day) {

    String words() {
      return waits ? "waits" : "has stock" + day.map(on -> " on " + on).orElse("");
    }
  }

  /**
   * By the monolith, as far as it was said.
   *
   * @param taken whether it accepts the line
   * @param waits whether it has to wait for stock; empty where that was not said
   * @param day for which it is promised; empty where that was not said
   */
  public record ByTheMonolith(boolean taken, Optional<Boolean> waits, Optional<LocalDate> day) {

    /** It refuses the line, or its order. */
    public static final ByTheMonolith REFUSED =
        new ByTheMonolith(false, Optional.empty(), Optional.empty());

    String words() {
      if (!taken) {
        return "refused";
      }
      return waits
          .map(waiting -> waiting ? "waits" : "has stock" + day.map(on -> " on " + on).orElse(""))
          .orElse("taken");
    }
  }
}
