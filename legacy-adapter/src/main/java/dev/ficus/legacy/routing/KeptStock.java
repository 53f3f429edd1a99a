package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stock that we keep: what the monolith reports of these SKUs changes nothing any more, and their
 * routes stay.
 */
public interface KeptStock {

  /**
   * Result of a wish to keep the stock of a wave.
   *
   * @param checks all that was looked at; where one does not hold, nothing is changed
   * @param skus how many SKUs it has
   * @param now of how many of them we keep the stock only since now
   * @param since since when we keep all of it; empty when we do not
   */
  record KeepingResult(List<CutOverCheck> checks, long skus, long now, Optional<Instant> since) {

    /** The checks for which it may not be. */
    public List<CutOverCheck> red() {
      return checks.stream().filter(check -> !check.holds()).toList();
    }
  }

  /**
   * Keeps the stock of a wave from now on, for good, unless {@link KeepingRules} refuse it; what we
   * keep already stays so.
   *
   * @return empty when there is no such wave
   */
  Optional<KeepingResult> keep(String wave, String by, String reason);
}
