package dev.ficus.legacy.postgres;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether the database answers. Same algorithm in allocation-service and availability-service. */
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
            "The database does not answer. Every call of a shop or the monolith that needs it is"
                + " answered fault -32500; whoever sent it has to send it again. What was accepted is"
                + " safe.")
        .withData(
            "next", "Get PostgreSQL going again, or the way to it. The adapter goes on by itself.")
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
