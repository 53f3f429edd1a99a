package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.judging.ParityBook;
import dev.ficus.legacy.parity.Aspect;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Acknowledgement that we may do better than the monolith in some aspect. */
@Path("/strangling/waves/{wave}/acknowledge")
@Produces(MediaType.APPLICATION_JSON)
public class AcknowledgeResource {

  private final ParityBook book;

  AcknowledgeResource(ParityBook book) {
    this.book = book;
  }

  /**
   * Wish to acknowledge it.
   *
   * @param aspect taken, outcome, day, despatch or figure
   */
  @RegisterForReflection
  public record AcknowledgeWish(String aspect, String by, String reason) {}

  /**
   * What was acknowledged.
   *
   * @param better how many such verdicts there are, all of which are acknowledged by it
   */
  @RegisterForReflection
  public record AcknowledgedJson(String wave, String aspect, long better) {}

  /** Acknowledges it. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Acknowledges that we do better in this aspect: somebody has looked at it",
      description =
          "Covers the comparisons that there are of it now, of each SKU in its present basing. One"
              + " more of a SKU makes the check better of the gate red again. What may go on for a"
              + " while is for a rule, which has an end")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AcknowledgedJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  public Response acknowledge(@PathParam("wave") String wave, AcknowledgeWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    Aspect aspect = ParityJson.aspect(wish.aspect()).orElseThrow(ParityJson::noAspect);
    OptionalLong better = book.acknowledge(wave, aspect, deed.by(), deed.reason());
    return better.isPresent()
        ? Response.ok(new AcknowledgedJson(wave, aspect.code(), better.getAsLong())).build()
        : Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave");
  }
}
