package dev.ficus.journeys;

import java.util.Map;

/** What the demo shows, from the services' start to the sums. */
interface DemoCourse {

  /**
   * Starts what has to be there before the services, which do not run yet.
   *
   * @return environment variables of the adapter, beside those it is shipped with
   */
  default Map<String, String> prepare(Ficus ficus) {
    return Map.of();
  }

  /** Sends everything through, prints the outcome, and returns whether it all adds up. */
  boolean make(Ficus ficus);
}
