package dev.ficus.allocation.allocating;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Arrivals for the tests of other packages; nobody reads what they count. */
public final class UnmeasuredArrivals {
  private UnmeasuredArrivals() {}

  public static Arrivals create() {
    return new Arrivals(new SimpleMeterRegistry());
  }
}
