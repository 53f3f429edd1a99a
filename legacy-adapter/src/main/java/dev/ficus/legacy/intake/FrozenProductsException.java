package dev.ficus.legacy.intake;

/**
 * Failure to decide about an order in time, because products in it are about to change their route:
 * nothing was written, and it is to be sent again.
 */
public final class FrozenProductsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What waits, for the log. */
  public FrozenProductsException(String message) {
    super(message);
  }
}
