package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.GateState;

/** What is known of a wave for the checks of the gate. */
public interface GateBook {

  /** The wave as it is now; with nothing in it where there is none of this name. */
  GateState state(String wave);
}
