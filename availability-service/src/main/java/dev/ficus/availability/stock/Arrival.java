package dev.ficus.availability.stock;

import java.time.LocalDate;
import java.util.Optional;

/** How goods come from the warehouse to where they are wanted. */
@FunctionalInterface
public interface Arrival {

  /** For whoever collects them. */
  Arrival AT_THE_WAREHOUSE = Optional::of;

  /**
   * The calendar day by which what the warehouse has from this day on is there; never earlier for a
   * later day. Empty when it is never: nothing is delivered there.
   */
  Optional<LocalDate> by(LocalDate from);
}
