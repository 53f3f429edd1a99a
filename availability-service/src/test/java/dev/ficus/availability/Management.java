package dev.ficus.availability;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;

/** The port of health and metrics. */
public final class Management {

  private Management() {}

  /** What is answered there. */
  public static ValidatableResponse managed(String path) {
    int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    return given().port(port).when().get(path).then();
  }

  /** Returns when there are views of all products, and events are received. */
  public static void awaitReady() {
    awaitAsserted(() -> managed("/q/health/ready").statusCode(200));
    awaitBroker("UP");
  }

  /** Returns when it is UP, or DOWN, that events are received. */
  public static void awaitBroker(String status) {
    awaitAsserted(
        () ->
            managed("/q/health/well")
                .body(at("$.checks[?(@.name=='broker')].status", contains(status))));
  }
}
