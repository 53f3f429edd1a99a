package dev.ficus.legacy.magento;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Old shops fail now and then, and answer when they are asked again. */
public final class Patience {

  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private Patience() {}

  /** Something to ask a shop; asked again it must do no harm. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws IOException;
  }

  /**
   * Asks up to five times, with growing pauses.
   *
   * @throws IOException why it failed the last time
   * @throws InterruptedIOException when the thread is to stop
   */
  public static <T> T with(Asking<T> asking) throws IOException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return asking.ask();
      } catch (InterruptedIOException stopping) {
        throw stopping;
      } catch (IOException failure) {
        if (attempt == ATTEMPTS) {
          throw failure;
        }
        pause(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }
}
