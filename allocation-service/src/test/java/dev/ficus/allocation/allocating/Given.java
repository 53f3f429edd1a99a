package dev.ficus.allocation.allocating;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What tests of other packages need of this one. */
public final class Given {
  private Given() {}

  public static Arrivals arrivals() {
    return new Arrivals(new SimpleMeterRegistry());
  }
}
