package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Caller;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.BegunJson;
import dev.ficus.legacy.operators.RollBacksJson.RollBackPlanJson;
import dev.ficus.legacy.operators.RollBacksJson.RollBackProblem;
import dev.ficus.legacy.operators.RollBacksJson.RollBackWish;
import dev.ficus.legacy.routing.RollBackRequest;
import dev.ficus.legacy.switching.RollBacks;
import dev.ficus.legacy.switching.RollBacks.RollBackPlan;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Rollback of one wave: planned, and begun. */
@Path("/strangling/waves/{wave}/roll-back")
@Produces(MediaType.APPLICATION_JSON)
public class WaveRollBackResource {

  private final RollBacks rollBacks;
  private final Caller caller;

  WaveRollBackResource(RollBacks rollBacks, Caller caller) {
    this.rollBacks = rollBacks;
    this.caller = caller;
  }

  /** Begins it, or only looks. */
  @POST
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Rolls a wave back: our products become the monolith's again",
      description =
          "First all checks are made; those that do not hold are all in the answer. With dry_run"
              + " nothing is stored, and the answer says what the monolith would be told, what"
              + " would be left behind, and what would change for shops.")
  @APIResponse(
      responseCode = "200",
      description = "Of a dry run: all checks hold",
      content = @Content(schema = @Schema(implementation = RollBackPlanJson.class)))
  @APIResponse(
      responseCode = "202",
      description = "It has begun: look at /strangling/cut-overs/{id}",
      content = @Content(schema = @Schema(implementation = BegunJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(
      responseCode = "409",
      description = "It cannot begin; the answer has each check that does not hold, and what to do",
      content = @Content(schema = @Schema(implementation = RollBackProblem.class)))
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response rollBack(@PathParam("wave") String wave, RollBackWish wish) {
    RollBackRequest request = request(wish);
    if (!Boolean.TRUE.equals(wish.dry_run())) {
      caller.must(Role.OPERATOR);
    }
    return WaveAnswers.seen(
        wave, () -> rollBacks.plan(wave, request), plan -> answer(plan, wish, request));
  }

  private Response answer(RollBackPlan plan, RollBackWish wish, RollBackRequest request) {
    if (!plan.red().isEmpty()) {
      return RollBackProblem.of(plan);
    }
    return Boolean.TRUE.equals(wish.dry_run())
        ? Response.ok(RollBackPlanJson.of(plan)).build()
        : WaveAnswers.begun(rollBacks.begin(plan, request));
  }

  private static RollBackRequest request(RollBackWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    int epoch = WaveAnswers.expectedEpoch(wish.expect_epoch());
    return new RollBackRequest(
        deed.by(),
        deed.reason(),
        epoch,
        (int) accepted(wish.accept_waiting(), "accept_waiting", "commands"),
        accepted(wish.accept_own_stock(), "accept_own_stock", "units"),
        accepted(wish.accept_stranded(), "accept_stranded", "lines"));
  }

  private static long accepted(Number written, String field, String what) {
    long accepted = written == null ? 0 : written.longValue();
    if (accepted < 0) {
      throw new Problem.InvalidParameter(
          "%s is a number of %s, 0 or more".formatted(field, what), field);
    }
    return accepted;
  }
}
