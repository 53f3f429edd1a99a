package dev.ficus.legacy.intake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Results of futures. */
public final class Results {

  private Results() {}

  /** Waits for the result; throws what it failed with. */
  public static <T> T of(CompletableFuture<T> begun) {
    try {
      return begun.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
