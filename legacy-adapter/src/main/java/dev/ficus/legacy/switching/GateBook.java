package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.GateState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a wave for the checks of the gate. */
public interface GateBook {

  /** The wave as it is now; with nothing in it where there is none of this name. */
  GateState state(String wave);

  /**
   * Rule by which differences of a wave were ignored, or could be.
   *
   * @param where the wave, SKU or shop that it is about; empty for everything
   */
  record RuleInForce(
      long id,
      String where,
      String aspect,
      String verdict,
      String owner,
      String reason,
      Instant expiresAt,
      long hits) {}

  /**
   * What was compared of a wave, for its certificate.
   *
   * @param verdicts how many, by aspect and verdict
   */
  record ComparedWave(Map<String, Map<String, Long>> verdicts, List<RuleInForce> rules) {}

  /** What was compared of a wave since its SKUs were based; empty for nothing. */
  Optional<ComparedWave> compared(String wave);
}
