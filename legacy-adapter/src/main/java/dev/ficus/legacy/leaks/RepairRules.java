package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.stock.NamedSource;
import java.util.Optional;

/**
 * Rules for repairs: what mends a difference. It is always something ordinary: to take in the
 * figure that the monolith lists, to send once more what the ledger has; or a person is to be
 * called. What is taken in or sent again changes nothing a second time.
 */
public final class RepairRules {

  private RepairRules() {}

  /**
   * The step that mends a difference.
   *
   * @param unclear of a named batch why it cannot be told what is left of it, in words
   * @param sentBefore whether the batch was sent again for just this difference, in vain
   */
  public static RepairStep step(
      StockComparison found, Optional<String> unclear, boolean sentBefore) {
    boolean named = NamedSource.isKey(found.stock().source());
    if (found.isListOther()) {
      return new RepairStep(
          RepairAction.TAKE_IN,
          found,
          named
              ? "the monolith's lists leave another quantity of the batch than is known, or have"
                  + " another day: look at it, and take in what is found"
              : "the monolith's list has another figure than its last report: take in the list's");
    }
    if (found.listable() && found.stock().listed().isEmpty()) {
      return new RepairStep(
          RepairAction.CALL,
          found,
          named
              ? "it cannot be told from the monolith's lists what is left of the batch (%s): ask those who run the monolith"
                  .formatted(unclear.orElse("they do not have it"))
              : "the monolith's list has no figure of it, or has it twice: ask those who run the"
                  + " monolith");
    }
    if (!found.stock().confirmed()) {
      return new RepairStep(
          RepairAction.SEND_AGAIN,
          found,
          "the broker has not confirmed the batch as the ledger has it: send it again");
    }
    if (sentBefore) {
      return new RepairStep(
          RepairAction.CALL,
          found,
          "allocation-service has another quantity or day of the batch, also after it was sent again: look"
              + " who has changed it there, and have them change it back");
    }
    return new RepairStep(
        RepairAction.SEND_AGAIN,
        found,
        "allocation-service has another quantity or day of the batch than was sent: send it again, in case"
            + " it was lost there");
  }
}
