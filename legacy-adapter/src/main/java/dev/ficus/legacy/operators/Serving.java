package dev.ficus.legacy.operators;

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
 * Whether this instance has started, and whether it is to be sent calls: from the end of its start
 * until it is asked to stop. Database, broker and monolith are no part of it: while one of them is
 * away a call is forwarded, or its sender is asked to send it again, which no other instance does
 * better.
 *
 * <p>It needs no worker thread, of which all may wait for a server that is away. Same algorithm in
 * allocation-service and availability-service.
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
