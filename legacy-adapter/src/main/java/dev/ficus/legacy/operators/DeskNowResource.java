package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.health.api.Wellness;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What an instance says of itself at the desk: what it is missing, what has gone wrong in it. A
 * browser need not reach the management port, where health and metrics are.
 */
@Path("/desk/now")
@Produces(MediaType.APPLICATION_JSON)
public class DeskNowResource {

  private final Instance<HealthCheck> checks;
  private final MeterRegistry meters;

  DeskNowResource(@Wellness Instance<HealthCheck> checks, MeterRegistry meters) {
    this.checks = checks;
    this.meters = meters;
  }

  /**
   * What is now.
   *
   * @param well whether nothing is missing
   * @param missing what {@code /q/health/well} has as DOWN
   * @param defects by kind of work, since this instance began; those that have happened
   * @param waiting in quarantine, by reason, as they were last counted; those of which there are
   *     any
   */
  @RegisterForReflection
  public record DeskNowJson(
      boolean well,
      List<MissingJson> missing,
      List<DefectsJson> defects,
      List<QuarantinedJson> waiting) {}

  /**
   * Something that is missing.
   *
   * @param means what follows from it, for a person
   * @param next what that person can do
   */
  @RegisterForReflection
  public record MissingJson(String name, String means, String next) {

    static MissingJson of(HealthCheckResponse answer) {
      Map<String, Object> words = answer.getData().orElse(Map.of());
      return new MissingJson(
          answer.getName(),
          words.getOrDefault("means", "").toString(),
          words.getOrDefault("next", "").toString());
    }
  }

  /** How often a kind of work has met a defect. */
  @RegisterForReflection
  public record DefectsJson(String work, long count) {}

  /**
   * What waits in quarantine for one reason.
   *
   * @param oldest_seconds for how long the oldest of them
   */
  @RegisterForReflection
  public record QuarantinedJson(String reason, long count, long oldest_seconds) {}

  /** All of it. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(hidden = true)
  public DeskNowJson now() {
    List<MissingJson> missing =
        checks.stream()
            .map(HealthCheck::call)
            .filter(answer -> answer.getStatus() == HealthCheckResponse.Status.DOWN)
            .map(MissingJson::of)
            .toList();
    return new DeskNowJson(missing.isEmpty(), missing, defects(), waiting());
  }

  private List<DefectsJson> defects() {
    return meters.find("ficus.unexpected.failures").counters().stream()
        .map(each -> new DefectsJson(each.getId().getTag("work"), (long) each.count()))
        .filter(each -> each.count() > 0)
        .toList();
  }

  private List<QuarantinedJson> waiting() {
    return meters.find("ficus.legacy.quarantine.waiting").gauges().stream()
        .map(each -> quarantined(each.getId().getTag("reason"), (long) each.value()))
        .filter(each -> each.count() > 0)
        .toList();
  }

  private QuarantinedJson quarantined(String reason, long count) {
    Gauge oldest =
        meters.find("ficus.legacy.quarantine.oldest.seconds").tag("reason", reason).gauge();
    return new QuarantinedJson(reason, count, oldest == null ? 0 : (long) oldest.value());
  }
}
