package dev.ficus.legacy.routing;

import java.time.Duration;
import java.util.Set;

/**
 * Limits of the gate.
 *
 * @param off names of checks that are not asked for
 * @param inShadow how long each SKU has to be in shadow
 * @param sample how many calls have to be compared at least
 * @param unjudgedPercent how many of a hundred calls may be unjudged
 * @param rehearsedWithin how long ago the way back may have been rehearsed
 */
public record GateLimits(
    Set<String> off,
    Duration inShadow,
    long sample,
    int unjudgedPercent,
    Duration rehearsedWithin) {

  public GateLimits {
    off = Set.copyOf(off);
  }

  /** Those of a gate that asks for nothing. */
  public static final GateLimits NOTHING =
      new GateLimits(Set.copyOf(GateRules.NAMES), Duration.ZERO, 0, 0, Duration.ZERO);

  /** Whether anything of what was compared in shadow is asked for. */
  public boolean askForParity() {
    return !off.containsAll(GateRules.NAMES);
  }
}
