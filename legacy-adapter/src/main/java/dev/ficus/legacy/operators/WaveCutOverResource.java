package dev.ficus.legacy.operators;

import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.BegunJson;
import dev.ficus.legacy.operators.CutOversJson.CheckJson;
import dev.ficus.legacy.operators.CutOversJson.CutOverProblem;
import dev.ficus.legacy.operators.CutOversJson.CutOverWish;
import dev.ficus.legacy.operators.CutOversJson.DryRunJson;
import dev.ficus.legacy.operators.CutOversJson.ShopsChangeJson;
import dev.ficus.legacy.routing.CutOverRequest;
import dev.ficus.legacy.switching.CutOvers;
import dev.ficus.legacy.switching.CutOvers.CutOverPlan;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** Cut-over of one wave: planned, and begun. */
@Path("/strangling/waves/{wave}/cut-over")
@Produces(MediaType.APPLICATION_JSON)
public class WaveCutOverResource {

  private static final Logger LOG = Logger.getLogger(WaveCutOverResource.class);

  private final CutOvers cutOvers;

  WaveCutOverResource(CutOvers cutOvers) {
    this.cutOvers = cutOvers;
  }

  /** Begins it, or only looks. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Cuts a wave over: the products of the monolith become ours",
      description =
          "First all checks are made; those that do not hold are all in the answer. With dry_run"
              + " nothing is stored, and the answer says what would change for shops.")
  @APIResponse(
      responseCode = "200",
      description = "Of a dry run: all checks hold",
      content = @Content(schema = @Schema(implementation = DryRunJson.class)))
  @APIResponse(
      responseCode = "202",
      description = "It has begun: look at /strangling/cut-overs/{id}",
      content = @Content(schema = @Schema(implementation = BegunJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(
      responseCode = "409",
      description = "It cannot begin; the answer has each check that does not hold, and what to do",
      content = @Content(schema = @Schema(implementation = CutOverProblem.class)))
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response cutOver(@PathParam("wave") String wave, CutOverWish wish) {
    CutOverRequest request = request(wish);
    Optional<CutOverPlan> found;
    try {
      found = cutOvers.plan(wave, request);
    } catch (IOException e) {
      LOG.warnf("Wave %s cannot be looked at: %s", wave, e.getMessage());
      return Problem.of(Response.Status.BAD_GATEWAY, e.getMessage(), null);
    }
    if (found.isEmpty()) {
      return Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave");
    }
    CutOverPlan plan = found.get();
    if (!plan.red().isEmpty()) {
      return CutOverProblem.of(plan.red());
    }
    if (Boolean.TRUE.equals(wish.dry_run())) {
      return Response.ok(
              new DryRunJson(
                  wave,
                  plan.skus().size(),
                  CheckJson.of(plan.checks()),
                  cutOvers.preview(wave).stream().map(ShopsChangeJson::of).toList()))
          .build();
    }
    OptionalLong begun = cutOvers.begin(plan, request);
    return begun.isPresent()
        ? Response.accepted(new BegunJson(begun.getAsLong())).build()
        : changedMeanwhile();
  }

  /** Conflict with what has happened since the checks were made. */
  static Response changedMeanwhile() {
    return Problem.of(
        Response.Status.CONFLICT,
        "the wave, or what is under way, has changed while it was looked at: look again",
        null);
  }

  /**
   * The epoch that is expected.
   *
   * @throws Problem.InvalidParameter when it is none
   */
  static int expected(Integer written) {
    if (written == null || written < 0) {
      throw new Problem.InvalidParameter(
          "expect_epoch is the highest epoch of the wave's SKUs, 0 or more", "expect_epoch");
    }
    return written;
  }

  private static CutOverRequest request(CutOverWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    int epoch = expected(wish.expect_epoch());
    int accepted = wish.accept_waiting() == null ? 0 : wish.accept_waiting();
    if (accepted < 0) {
      throw new Problem.InvalidParameter(
          "accept_waiting is a number of commands, 0 or more", "accept_waiting");
    }
    return new CutOverRequest(deed.by(), deed.reason(), epoch, accepted);
  }
}
