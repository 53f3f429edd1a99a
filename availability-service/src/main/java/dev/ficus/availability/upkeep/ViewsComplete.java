package dev.ficus.availability.upkeep;

import dev.ficus.availability.Live;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while a product may lack its view: "unknown" would be a wrong answer then. Views that
 * are complete stay so, whatever is away.
 */
@Readiness
@ApplicationScoped
class ViewsComplete implements AsyncHealthCheck {

  private final Upkeep upkeep;

  ViewsComplete(@Live Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(HealthCheckResponse.named("views-complete").status(upkeep.isComplete()).build());
  }
}
