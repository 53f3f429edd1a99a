package dev.ficus.availability;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether this instance has started, and whether it is to be sent questions: from the end of its
 * start until it is asked to stop, once its views are complete (see {@code ViewsComplete}).
 * Database, broker and allocation-service are no part of it: without them questions are answered
 * from memory.
 *
 * <p>It needs no worker thread, of which all may wait for a server that is away. Same algorithm in
 * allocation-service and legacy-adapter.
 */
@ApplicationScoped
class Serving {

  /** After all others that begin with the service. */
  private static final int LAST = Integer.MAX_VALUE;

  private volatile boolean started;
  private volatile boolean stopping;

  void started(@Observes @Priority(LAST) StartupEvent event) {
    started = true;
  }

  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  @Produces
  @Singleton
  @Startup
  AsyncHealthCheck hasStarted() {
    return () -> answer("started", started);
  }

  @Produces
  @Singleton
  @Readiness
  AsyncHealthCheck isServing() {
    return () -> answer("serving", started && !stopping);
  }

  private static Uni<HealthCheckResponse> answer(String name, boolean up) {
    return Uni.createFrom().item(HealthCheckResponse.named(name).status(up).build());
  }
}
