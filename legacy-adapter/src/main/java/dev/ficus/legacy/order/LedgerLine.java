package dev.ficus.legacy.order;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Line of an order as the ledger has it.
 *
 * @param quantity last ordered, 1 to 2147483647; kept when the line is cancelled or despatched
 * @param revision 1 at first, higher with every change of the line and only then; of a despatched
 *     line that of the despatch, after what was despatched
 * @param cancelledFor why the line is cancelled; empty when it is not
 * @param despatched whether it is despatched: then it stays as it is
 * @param owner who fulfils it; decided when the line is first shown, for good
 * @param confirmed whether the broker has confirmed the command of this revision, or none is needed
 * @param correlation the id under which the call that brought this revision can be found
 */
public record LedgerLine(
    LineKey key,
    int quantity,
    int revision,
    Optional<String> cancelledFor,
    boolean despatched,
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
    if (despatched && cancelledFor.isPresent()) {
      throw new IllegalArgumentException("a despatched line is not cancelled");
    }
  }

  /** State of a line. */
  public enum LineState {
    /** It is wanted, and still here. */
    ORDERED,
    /** It is not wanted any more. */
    CANCELLED,
    /** It is on its way to the customer. */
    DESPATCHED;

    /** The stable code. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same, with a revision that is higher by this. */
  LedgerLine raised(int by) {
    return new LedgerLine(
        key, quantity, revision + by, cancelledFor, despatched, owner, confirmed, correlation);
  }

  /** The state of the line. */
  public LineState state() {
    if (despatched) {
      return LineState.DESPATCHED;
    }
    return cancelledFor.isPresent() ? LineState.CANCELLED : LineState.ORDERED;
  }

  /** Whether the line is wanted and still here: it can be changed and cancelled. */
  public boolean isOpen() {
    return state() == LineState.ORDERED;
  }

  /** Whether the line is wanted, here or on its way to the customer. */
  public boolean isWanted() {
    return state() != LineState.CANCELLED;
  }
}
