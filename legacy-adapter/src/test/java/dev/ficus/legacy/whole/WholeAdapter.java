package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Waiting;

/** Waits until the adapter has all that it needs, or is missing something. */
public final class WholeAdapter {

  private WholeAdapter() {}

  public static void await() {
    await(200);
  }

  public static void awaitNot() {
    await(503);
  }

  private static void await(int status) {
    if (!Waiting.until(() -> AdapterApi.managedStatus("/q/health/well") == status, LIMIT)) {
      throw new AssertionError("the answer to whether it is well does not become " + status);
    }
  }
}
