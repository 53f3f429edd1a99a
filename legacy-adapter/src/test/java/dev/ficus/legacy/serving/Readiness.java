package dev.ficus.legacy.serving;

import static io.restassured.RestAssured.given;

import java.time.Duration;

/** Waits until the adapter is ready, or is not. */
public final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Readiness() {}

  public static void await() {
    await(200);
  }

  public static void awaitNot() {
    await(503);
  }

  private static void await(int status) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (given().get("/q/health/ready").statusCode() != status) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("readiness does not become " + status);
      }
      Thread.onSpinWait();
    }
  }
}
