package dev.ficus.legacy.leaks;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Plan by which differences are mended, as a person reads it before it is applied.
 *
 * @param applying when it was begun to be applied, by whom and why; empty before
 * @param appliedAt when all of its steps were done
 */
public record RepairPlan(
    long id,
    Instant madeAt,
    String by,
    String reason,
    List<RepairStep> steps,
    Optional<Applying> applying,
    Optional<Instant> appliedAt) {

  public RepairPlan {
    steps = List.copyOf(steps);
  }

  /** Who has had a plan applied. */
  public record Applying(Instant at, String by, String reason) {}

  /** What is done. */
  public enum RepairAction {
    /** The figure in the monolith's list is taken in, as when it is reported. */
    TAKE_IN,
    /** The batch is sent to allocation-service once more, as the ledger has it. */
    SEND_AGAIN,
    /** Nothing is done by itself: somebody has to be called. */
    CALL;

    /** The name in tables and answers. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action of this name. */
    public static RepairAction of(String code) {
      return Arrays.stream(values())
          .filter(each -> each.code().equals(code))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Step of a plan.
   *
   * @param found what it was made from
   * @param why in words
   */
  public record RepairStep(RepairAction action, StockComparison found, String why) {}
}
