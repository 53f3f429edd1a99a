package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Waiting;

/** Waits until the adapter is ready, or is not. */
public final class Readiness {

  private Readiness() {}

  public static void await() {
    await(200);
  }

  public static void awaitNot() {
    await(503);
  }

  private static void await(int status) {
    if (!Waiting.until(() -> AdapterApi.status("/q/health/ready") == status, LIMIT)) {
      throw new AssertionError("readiness does not become " + status);
    }
  }
}
