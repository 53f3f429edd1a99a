package dev.ficus.allocation.allocating;

/** Something that the work needs is away for now; a later try may succeed. */
public sealed class Unavailable extends RuntimeException {
  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /** Memory is short: less work at a time may succeed at once. */
  public static final class Memory extends Unavailable {
    public Memory(Throwable cause) {
      super("the service is out of memory", cause);
    }
  }
}
