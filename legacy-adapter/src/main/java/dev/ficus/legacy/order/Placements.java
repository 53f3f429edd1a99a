package dev.ficus.legacy.order;

import java.util.List;
import java.util.Map;

/** What allocation has done with the lines of the ledger. */
public interface Placements {

  /** Notes them, all or none; one that is older than what is known changes nothing. */
  void place(List<Placement> placements);

  /** Units that were ordered and that allocation has not placed yet, by SKU. */
  Map<String, Long> unplaced();
}
