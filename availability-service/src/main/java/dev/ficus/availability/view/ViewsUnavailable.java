package dev.ficus.availability.view;

/** A transient failure: the views are out of reach, or another writer came first. Try again. */
public final class ViewsUnavailable extends RuntimeException {
  /** Says why. */
  public ViewsUnavailable(String message) {
    super(message);
  }

  /** Keeps the cause. */
  public ViewsUnavailable(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
