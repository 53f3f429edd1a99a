package dev.ficus.legacy.magento;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Retries for old shops, which fail now and then, and answer when they are asked again.
 *
 * @param firstPause how long to rest before the second attempt
 */
public record Patience(Duration firstPause) {

  /** How often something is asked for before it is given up. */
  public static final int ATTEMPTS = 5;

  /** Something to ask a shop; asked again it must do no harm. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws IOException;
  }

  /**
   * Asks until there is an answer, at most so often, and rests before each time but the first.
   *
   * @throws IOException why it failed the last time
   * @throws InterruptedIOException when the thread is to stop
   */
  public <T> T with(Asking<T> asking) throws IOException {
    return with(asking, failure -> false);
  }

  /**
   * The same, but gives up at once what it is useless to ask for again.
   *
   * @param useless whether a failure is of that kind
   */
  public <T> T with(Asking<T> asking, Predicate<IOException> useless) throws IOException {
    for (int attempt = 1; ; attempt++) {
      rest(attempt);
      try {
        return asking.ask();
      } catch (InterruptedIOException stopping) {
        throw stopping;
      } catch (IOException failure) {
        if (attempt == ATTEMPTS || useless.test(failure)) {
          throw failure;
        }
      }
    }
  }

  /**
   * Rests before an attempt: not before the first, and twice as long before each later one.
   *
   * @throws InterruptedIOException when the thread is to stop
   */
  public void rest(int attempt) throws InterruptedIOException {
    if (attempt == 1) {
      return;
    }
    try {
      Thread.sleep(firstPause.multipliedBy(1L << (attempt - 2)).toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }
}
