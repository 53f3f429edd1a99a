package dev.ficus.legacy.switching;

/**
 * Failure to do a step because the lease has gone, or somebody has ended the cut-over: the step has
 * changed nothing, and is somebody else's to do.
 */
public final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Of which cut-over. */
  public LeaseLostException(long cutOver) {
    super("the lease of cut-over " + cutOver + " has gone");
  }
}
