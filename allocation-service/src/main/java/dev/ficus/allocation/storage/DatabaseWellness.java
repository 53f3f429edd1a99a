package dev.ficus.allocation.storage;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether the database answers. Same algorithm in availability-service and legacy-adapter. */
@Wellness
@ApplicationScoped
class DatabaseWellness implements HealthCheck {
  private static final int VALID_WITHIN_SECONDS = 2;

  private final AgroalDataSource dataSource;

  DatabaseWellness(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("database");
    if (answers()) {
      return answer.up().build();
    }
    return answer
        .down()
        .withData(
            "means",
            "The database does not answer. Calls are answered 503 with Retry-After, commands wait"
                + " at the broker. What was accepted is safe.")
        .withData(
            "next", "Get PostgreSQL going again, or the way to it. The service goes on by itself.")
        .build();
  }

  private boolean answers() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(VALID_WITHIN_SECONDS);
    } catch (SQLException away) {
      return false;
    }
  }
}
