package dev.ficus.legacy.judging;

import dev.ficus.legacy.parity.SeenDecision;
import java.time.Instant;
import java.util.List;

/** Book of what the monolith was seen to decide. */
public interface DecisionBook {

  /** The time now, by its clock. */
  Instant now();

  /** Notes those about lines of the monolith's whose SKUs are in shadow; others are passed over. */
  void note(List<SeenDecision> decisions);
}
