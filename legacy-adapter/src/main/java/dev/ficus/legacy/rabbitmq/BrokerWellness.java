package dev.ficus.legacy.rabbitmq;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether commands can be sent to the broker. */
@Wellness
@ApplicationScoped
class BrokerWellness implements HealthCheck {

  private final MessageSender sender;

  BrokerWellness(MessageSender sender) {
    this.sender = sender;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("broker");
    if (sender.reachable()) {
      return answer.up().build();
    }
    return answer
        .down()
        .withData(
            "means",
            "The broker (RabbitMQ) cannot be reached. Orders are answered fault -32500 and have to"
                + " be sent again; what is in the ledger is sent when the broker is back. What is the"
                + " monolith's is forwarded.")
        .withData(
            "next", "Get RabbitMQ going again, or the way to it. The adapter goes on by itself.")
        .build();
  }
}
