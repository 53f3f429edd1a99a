package dev.ficus.legacy.intake;

/** Failure to get a confirm from the broker in time: whether it has the commands is not known. */
public final class NotConfirmedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong, for the log. */
  public NotConfirmedException(String message, Throwable cause) {
    super(message, cause);
  }
}
