package dev.ficus.allocation.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the outbox relay. */
@ConfigMapping(prefix = "ficus.relay")
interface RelaySettings {

  /** How many events are in flight at most. */
  @WithDefault("4000")
  int inFlight();

  /** How many events are read and sent together at most. */
  @WithDefault("500")
  int window();

  /**
   * How long after one look at the outbox the next one comes, in milliseconds, unless more is known
   * to wait: a look costs nearly the same for one event as for ten.
   */
  @WithDefault("4")
  long gatherMillis();

  /** How often an idle relay looks for events that other instances wrote, in milliseconds. */
  @WithDefault("100")
  long pollMillis();

  /** How long the relay waits after a failure, in milliseconds. */
  @WithDefault("1000")
  long pauseMillis();
}
