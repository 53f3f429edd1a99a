package dev.ficus.legacy.order;

import java.util.Objects;
import java.util.Optional;

/**
 * A line as the ledger knows it.
 *
 * @param quantity last ordered, 1 to 2147483647; kept when the line is cancelled
 * @param revision 1 at first, higher by one with every change of the line and only then
 * @param cancelledFor why the line is cancelled; empty while it stands
 * @param owner who fulfils it; decided at first sight, for good
 * @param confirmed whether the broker has confirmed the command of this revision, or none is needed
 * @param correlation the id under which the call that brought this revision can be found
 */
public record LedgerLine(
    LineKey key,
    int quantity,
    int revision,
    Optional<String> cancelledFor,
    Owner owner,
    boolean confirmed,
    String correlation) {

  public LedgerLine {
    Objects.requireNonNull(key);
    Objects.requireNonNull(cancelledFor);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(correlation);
    if (quantity < 1 || revision < 1) {
      throw new IllegalArgumentException("quantity and revision are at least 1");
    }
  }

  /** Whether the line is ordered, as opposed to cancelled. */
  public boolean stands() {
    return cancelledFor.isEmpty();
  }
}
