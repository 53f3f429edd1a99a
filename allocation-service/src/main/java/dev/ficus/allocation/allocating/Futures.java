package dev.ficus.allocation.allocating;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for answers that other threads give. */
final class Futures {
  private Futures() {}

  /** The answer, or the failure as it was thrown there. */
  static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
