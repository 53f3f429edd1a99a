package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.operators.CutOversJson.CheckJson;
import dev.ficus.legacy.operators.RollBacksJson.RollBackPlanJson;
import dev.ficus.legacy.switching.RollBacks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Rehearsal of the way back of a wave, before it is cut over. */
@Path("/strangling/waves/{wave}/rehearsal")
@Produces(MediaType.APPLICATION_JSON)
public class RehearsalResource {

  private final RollBacks rollBacks;

  RehearsalResource(RollBacks rollBacks) {
    this.rollBacks = rollBacks;
  }

  /**
   * What was rehearsed.
   *
   * @param passed whether all checks hold
   * @param red those that do not
   * @param plan what a rollback would do now
   */
  @RegisterForReflection
  public record RehearsalJson(
      String wave, boolean passed, List<CheckJson> red, RollBackPlanJson plan) {}

  /** Rehearses it. */
  @POST
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Rehearses the way back of a wave: all that a rollback would look at",
      description =
          "As if its SKUs were ours already, and whoever asks accepted what there is. Nothing is"
              + " changed and nobody is told anything; that it was rehearsed, and whether it passed,"
              + " is noted for the gate.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RehearsalJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response rehearse(@PathParam("wave") String wave, Deed written) {
    Deed deed = Deed.of(written);
    return WaveAnswers.seen(
        wave,
        () -> rollBacks.rehearse(wave, deed.by(), deed.reason()),
        plan ->
            Response.ok(
                    new RehearsalJson(
                        wave,
                        plan.red().isEmpty(),
                        CheckJson.of(plan.red()),
                        RollBackPlanJson.of(plan)))
                .build());
  }
}
