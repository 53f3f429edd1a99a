package dev.ficus.legacy.shadow;

import dev.ficus.legacy.placement.PlacementTaker;

/** What the shadow did with the lines that it was fed. */
public interface ShadowPlacements extends PlacementTaker {

  /** The queue at its broker in which that arrives. */
  String QUEUE = "legacy-adapter.shadow.placements";
}
