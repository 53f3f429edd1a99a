package dev.ficus.availability.allocation;

import dev.ficus.availability.view.Snapshots;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether allocation-service gives its snapshot; it is asked for one product. */
@Wellness
@ApplicationScoped
class AllocationWellness implements HealthCheck {

  private final Snapshots snapshots;

  AllocationWellness(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("allocation-service");
    try {
      snapshots.page(null, 1);
      return answer.up().build();
    } catch (Snapshots.Unreachable away) {
      return answer
          .down()
          .withData(
              "means",
              "allocation-service does not give its products. Questions are answered from what is"
                  + " known; an event that was missed is made up for only when it is back.")
          .withData(
              "next",
              "Look at allocation-service, and at ficus.availability.allocation-url. It is asked"
                  + " again by itself.")
          .withData("why", String.valueOf(away.getMessage()))
          .build();
    }
  }
}
