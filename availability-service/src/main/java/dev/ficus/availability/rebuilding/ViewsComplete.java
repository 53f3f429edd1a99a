package dev.ficus.availability.rebuilding;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a product may lack its view: "unknown" would be a wrong answer then. */
@Readiness
@ApplicationScoped
class ViewsComplete implements HealthCheck {

  private final Rebuilding rebuilding;

  ViewsComplete(Rebuilding rebuilding) {
    this.rebuilding = rebuilding;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("views-complete").status(rebuilding.isComplete()).build();
  }
}
