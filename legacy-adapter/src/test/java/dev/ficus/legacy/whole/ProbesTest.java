package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.AdapterApi.managed;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.schedule.Unexpected;
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
@WithTestResource(ManyFeedsResource.class)
class ProbesTest {

  private static final List<String> PROBES =
      List.of("/q/health/live", "/q/health/started", "/q/health/ready");

  @Test
  void each_probe_asks_for_what_its_asker_can_do_something_about() {
    WholeAdapter.await();
    managed("/q/health/live").statusCode(200).body(at("$.checks", equalTo(List.of())));
    managed("/q/health/started").statusCode(200).body(at("$.checks[*].name", contains("started")));
    managed("/q/health/ready").statusCode(200).body(at("$.checks[*].name", contains("serving")));
    managed("/q/health/well")
        .body(at("$.checks[*].name", containsInAnyOrder("broker", "database")));
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
    given().get(path).then().statusCode(404);
  }

  @Test
  void who_runs_the_service_cannot_call_it_at_their_port() {
    managed("/quarantine").statusCode(404);
  }

  @Test
  void the_desk_asks_the_adapter_itself() {
    WholeAdapter.await();
    given()
        .get("/desk/now")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.well", equalTo(true)))
        .body(at("$.missing", equalTo(List.of())));
    Unexpected.met("probes-test", new IllegalStateException("on purpose"));
    given()
        .get("/desk/now")
        .then()
        .body(at("$.defects[?(@.work=='probes-test')].count", hasItem(greaterThan(0))));
  }

  /** As they do when a server is away that neither answers nor refuses. */
  @Test
  void probes_are_answered_while_every_worker_waits() throws Exception {
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
