package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.CutOverProblem;
import dev.ficus.legacy.routing.KeptStock;
import dev.ficus.legacy.routing.KeptStock.KeepingResult;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Keeper of the stock of a wave: the monolith until we are, and then for good. */
@Path("/strangling/waves/{wave}/keeper")
@Produces(MediaType.APPLICATION_JSON)
public class KeeperResource {

  private final KeptStock stock;

  KeeperResource(KeptStock stock) {
    this.stock = stock;
  }

  /**
   * Stock that we keep.
   *
   * @param kept of how many SKUs only since this call
   * @param since since when of all
   */
  @RegisterForReflection
  public record KeeperJson(String wave, long skus, long kept, Instant since) {}

  /** Keeps it from now on. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Keeps the stock of a wave from now on, for good",
      description =
          "What the monolith reports of its SKUs changes nothing any more, and there is no way back:"
              + " the wave cannot be rolled back. Batches stay as they are; what is bought from now"
              + " on is told to allocation-service (create_batch). The same again changes nothing.")
  @APIResponse(
      responseCode = "200",
      description = "We keep it",
      content = @Content(schema = @Schema(implementation = KeeperJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(
      responseCode = "409",
      description = "It cannot be yet; the answer has each check that does not hold",
      content = @Content(schema = @Schema(implementation = CutOverProblem.class)))
  @APIResponse(
      responseCode = "503",
      description = "Nothing is changed, because a transaction under way does not end")
  public Response keep(@PathParam("wave") String wave, Deed written) {
    Deed deed = Deed.of(written);
    return stock
        .keep(wave, deed.by(), deed.reason())
        .map(result -> answer(wave, result))
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave"));
  }

  private static Response answer(String wave, KeepingResult result) {
    return result.red().isEmpty()
        ? Response.ok(
                new KeeperJson(wave, result.skus(), result.now(), result.since().orElse(null)))
            .build()
        : CutOverProblem.of(result.red());
  }
}
