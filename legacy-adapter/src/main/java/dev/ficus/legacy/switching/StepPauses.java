package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverStep;
import java.time.Duration;

/**
 * Pauses of one cut-over or rollback before it takes a step once more, while its products are
 * frozen. What is looked up in our own tables is looked up often. A monolith is asked, and told, at
 * first as often, because what it lacks is mostly on its way; then more and more seldom.
 */
final class StepPauses {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Duration next = SHORT;

  /** The pause before this step is taken once more. */
  Duration before(CutOverStep step) {
    if (step != CutOverStep.COUNT && step != CutOverStep.CONFIRM && step != CutOverStep.TELL) {
      return SHORT;
    }
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    return now;
  }
}
