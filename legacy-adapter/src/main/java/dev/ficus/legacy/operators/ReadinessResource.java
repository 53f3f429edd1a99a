package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.CheckJson;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.switching.CutOvers;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.RollBacks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Readiness of a wave: all checks before a cut-over or a rollback, as they are now. */
@Path("/strangling/waves/{wave}/readiness")
@Produces(MediaType.APPLICATION_JSON)
public class ReadinessResource {

  private final CutOvers cutOvers;
  private final RollBacks rollBacks;

  ReadinessResource(CutOvers cutOvers, RollBacks rollBacks) {
    this.cutOvers = cutOvers;
    this.rollBacks = rollBacks;
  }

  /**
   * All checks.
   *
   * @param checks those that hold have no hint; the epoch is the one of now
   */
  @RegisterForReflection
  public record ReadinessJson(String wave, String direction, int skus, List<CheckJson> checks) {}

  /** Looks. */
  @GET
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
  @Operation(
      summary = "All checks before a cut-over of a wave, or a rollback, as they are now",
      description =
          "Those that a dry run makes, for whoever accepts nothing. Nothing is stored. A check that"
              + " does not hold has a hint what to do.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReadinessJson.class)))
  @APIResponse(responseCode = "400", description = "The direction is wrong")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response readiness(
      @PathParam("wave") String wave,
      @Parameter(description = "cut_over or roll_back")
          @QueryParam("direction")
          @DefaultValue("cut_over")
          String direction) {
    boolean isBack = direction.equals(Direction.ROLL_BACK.code());
    if (!isBack && !direction.equals(Direction.CUT_OVER.code())) {
      throw new Problem.InvalidParameter("direction is cut_over or roll_back", "direction");
    }
    return WaveAnswers.seen(
        wave, () -> isBack ? back(wave) : over(wave), readiness -> Response.ok(readiness).build());
  }

  private Optional<ReadinessJson> over(String wave) throws IOException {
    return cutOvers
        .readiness(wave)
        .map(plan -> readiness(wave, Direction.CUT_OVER, plan.skus(), plan.checks()));
  }

  private Optional<ReadinessJson> back(String wave) throws IOException {
    return rollBacks
        .readiness(wave)
        .map(plan -> readiness(wave, Direction.ROLL_BACK, plan.skus(), plan.checks()));
  }

  private static ReadinessJson readiness(
      String wave, Direction direction, Set<String> skus, List<CutOverCheck> checks) {
    return new ReadinessJson(wave, direction.code(), skus.size(), CheckJson.of(checks));
  }
}
