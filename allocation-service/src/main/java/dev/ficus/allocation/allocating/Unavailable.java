package dev.ficus.allocation.allocating;

/** Something that the work needs is away for now; a later try may succeed. */
public final class Unavailable extends RuntimeException {
  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
