package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.judging.ParityBook;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Noise: how often our own decisions about the same calls differ, as it was measured. */
@Path("/strangling/noise")
@Produces(MediaType.APPLICATION_JSON)
public class NoiseResource {

  private final ParityBook book;

  NoiseResource(ParityBook book) {
    this.book = book;
  }

  /**
   * What was measured.
   *
   * @param calls that were decided twice
   * @param differences how many of them otherwise the second time
   */
  @RegisterForReflection
  public record NoiseWish(Long calls, Long differences, String by, String reason) {}

  /** Notes it. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Notes that the same calls were decided twice, and how many otherwise",
      description = "The last such figure stands beside the rates of /strangling/parity.")
  @APIResponse(responseCode = "204", description = "It is noted")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  public Response measured(NoiseWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    if (wish.calls() == null || wish.calls() < 0) {
      throw new Problem.InvalidParameter("calls is a number, 0 or more", "calls");
    }
    if (wish.differences() == null || wish.differences() < 0 || wish.differences() > wish.calls()) {
      throw new Problem.InvalidParameter("differences is a number, 0 to calls", "differences");
    }
    book.measured(wish.calls(), wish.differences(), deed.by(), deed.reason());
    return Response.noContent().build();
  }
}
