package dev.ficus.legacy.rabbitmq;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: without the broker the adapter is not ready, yet alive, since a restart would
 * not bring it back.
 */
@Readiness
class BrokerReadiness implements HealthCheck {

  private final MessageSender sender;

  BrokerReadiness(MessageSender sender) {
    this.sender = sender;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("broker").status(sender.reachable()).build();
  }
}
