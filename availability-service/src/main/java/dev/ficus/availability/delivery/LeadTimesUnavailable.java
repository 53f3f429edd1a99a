package dev.ficus.availability.delivery;

/** A transient failure: the store of the lead times is out of reach. Try again. */
public final class LeadTimesUnavailable extends RuntimeException {
  /** Says why. */
  public LeadTimesUnavailable(String message) {
    super(message);
  }

  /** Keeps the cause. */
  public LeadTimesUnavailable(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
