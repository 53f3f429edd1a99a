package dev.ficus.legacy.placement;

import java.util.List;

/** Taker of placements, as they arrive in a queue. */
public interface PlacementTaker {

  /** Notes them, all or none; one that is older than what is known changes nothing. */
  void place(List<Placement> placements);

  /** From now on there is a gap: the queue was gone, or was never there. */
  void missed();
}
