package dev.ficus.availability.upkeep;

import dev.ficus.availability.Live;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a product may lack its view: "unknown" would be a wrong answer then. */
@Readiness
@ApplicationScoped
class ViewsComplete implements HealthCheck {

  private final Upkeep upkeep;

  ViewsComplete(@Live Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("views-complete").status(upkeep.isComplete()).build();
  }
}
