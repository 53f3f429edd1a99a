package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Caller;
import dev.ficus.legacy.access.Role;
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

/** Cut-over of one wave: planned, and begun. */
@Path("/strangling/waves/{wave}/cut-over")
@Produces(MediaType.APPLICATION_JSON)
public class WaveCutOverResource {

  private final CutOvers cutOvers;
  private final Caller caller;

  WaveCutOverResource(CutOvers cutOvers, Caller caller) {
    this.cutOvers = cutOvers;
    this.caller = caller;
  }

  /** Begins it, or only looks. */
  @POST
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
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
    if (!Boolean.TRUE.equals(wish.dry_run())) {
      caller.must(Role.OPERATOR);
    }
    return WaveAnswers.seen(
        wave, () -> cutOvers.plan(wave, request), plan -> answer(plan, wish, request));
  }

  private Response answer(CutOverPlan plan, CutOverWish wish, CutOverRequest request) {
    if (!plan.red().isEmpty()) {
      return CutOverProblem.of(plan.red());
    }
    return Boolean.TRUE.equals(wish.dry_run())
        ? Response.ok(
                new DryRunJson(
                    plan.wave(),
                    plan.skus().size(),
                    CheckJson.of(plan.checks()),
                    cutOvers.preview(plan.wave()).stream().map(ShopsChangeJson::of).toList()))
            .build()
        : WaveAnswers.begun(cutOvers.begin(plan, request));
  }

  private static CutOverRequest request(CutOverWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    int epoch = WaveAnswers.expectedEpoch(wish.expect_epoch());
    int accepted = wish.accept_waiting() == null ? 0 : wish.accept_waiting();
    if (accepted < 0) {
      throw new Problem.InvalidParameter(
          "accept_waiting is a number of commands, 0 or more", "accept_waiting");
    }
    return new CutOverRequest(deed.by(), deed.reason(), epoch, accepted);
  }
}
