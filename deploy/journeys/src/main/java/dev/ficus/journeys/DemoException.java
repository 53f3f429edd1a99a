package dev.ficus.journeys;

/** The demo, or a journey, cannot go on; the message is for whoever started it. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
