package dev.ficus.availability.broker;

import dev.ficus.availability.Live;
import dev.ficus.availability.Stored;
import dev.ficus.availability.view.Freshness;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether events are received, for the views in memory and for the stored ones. */
@Wellness
@ApplicationScoped
class BrokerWellness implements HealthCheck {

  private final Freshness live;
  private final Freshness stored;

  BrokerWellness(@Live Freshness live, @Stored Freshness stored) {
    this.live = live;
    this.stored = stored;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("broker");
    if (live.isBound() && stored.isBound()) {
      return answer.up().build();
    }
    return answer
        .down()
        .withData(
            "means",
            "RabbitMQ cannot be reached. Questions are answered from what is known; once something"
                + " may be missing the answers say since when (stale_since). Nothing is lost: events"
                + " wait with allocation-service and in the queue.")
        .withData(
            "next", "Get RabbitMQ going again, or the way to it. The service goes on by itself.")
        .build();
  }
}
