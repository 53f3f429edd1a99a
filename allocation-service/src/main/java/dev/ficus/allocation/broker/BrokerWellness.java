package dev.ficus.allocation.broker;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether commands are taken from the broker, by this instance or the one it stands by for. */
@Wellness
@ApplicationScoped
class BrokerWellness implements HealthCheck {
  private final CommandConsumer consumer;

  BrokerWellness(CommandConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("broker");
    if (consumer.isConsuming()) {
      return answer.up().build();
    }
    return answer
        .down()
        .withData(
            "means",
            "RabbitMQ cannot be reached. Calls over HTTP are carried out; commands wait with their"
                + " senders and in the queue, events in the outbox. Nothing is lost.")
        .withData(
            "next", "Get RabbitMQ going again, or the way to it. The service goes on by itself.")
        .build();
  }
}
