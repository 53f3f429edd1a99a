package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;

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
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (given().get("/q/health/ready").statusCode() != status) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("readiness does not become " + status);
      }
      Thread.onSpinWait();
    }
  }
}
