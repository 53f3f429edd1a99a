package dev.ficus.availability.http;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.availability.Management.managed;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics, which whoever runs the service asks for. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class ProbesTest {

  private static final List<String> PROBES =
      List.of("/q/health/live", "/q/health/started", "/q/health/ready");

  @Test
  void each_probe_asks_for_what_its_asker_can_do_something_about() {
    awaitAsserted(() -> managed("/q/health/well").statusCode(200));
    managed("/q/health/live").statusCode(200).body(at("$.checks", equalTo(List.of())));
    managed("/q/health/started").statusCode(200).body(at("$.checks[*].name", contains("started")));
    managed("/q/health/ready")
        .statusCode(200)
        .body(at("$.checks[*].name", containsInAnyOrder("serving", "views-complete")));
    managed("/q/health/well")
        .body(
            at("$.checks[*].name", containsInAnyOrder("broker", "database", "allocation-service")));
    managed("/q/metrics").statusCode(200).body(containsString("ficus_"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health",
        "/q/health/live",
        "/q/health/started",
        "/q/health/ready",
        "/q/health/well",
        "/q/metrics"
      })
  void who_calls_the_service_is_told_neither_its_health_nor_its_figures(String path) {
    when().get(path).then().statusCode(404);
  }

  @Test
  void who_runs_the_service_cannot_call_it_at_their_port() {
    managed("/availability/changes").statusCode(404);
  }

  /** As they do when a server is away that neither answers nor refuses. */
  @Test
  void probes_are_answered_while_every_worker_waits() throws Exception {
    awaitReady();
    CountDownLatch over = new CountDownLatch(1);
    try {
      // More than there can be threads, by Quarkus' own rule.
      for (int i = 0; i <= Math.max(200, 8 * Runtime.getRuntime().availableProcessors()); i++) {
        Infrastructure.getDefaultWorkerPool().execute(() -> awaitQuietly(over));
      }
      for (String probe : PROBES) {
        int status =
            Background.supply(() -> managed(probe).extract().statusCode())
                .get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertEquals(200, status, probe);
      }
    } finally {
      over.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
