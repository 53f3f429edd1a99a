package dev.ficus.allocation.broker;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether commands are taken from the broker. It is no part of readiness: without the broker, HTTP
 * goes on accepting and events wait in the outbox.
 */
@Wellness
@ApplicationScoped
class BrokerHealth implements HealthCheck {
  private final CommandConsumer consumer;

  BrokerHealth(CommandConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("command consumer").status(consumer.isConsuming()).build();
  }
}
