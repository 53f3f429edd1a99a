package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Caller;
import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.outbox.Generations;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Generations of the sequences, for operators who have restored the database. */
@Path("/generations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class GenerationResource {
  private final Generations generations;
  private final Caller caller;

  GenerationResource(Generations generations, Caller caller) {
    this.generations = generations;
    this.caller = caller;
  }

  /**
   * @param generation the second since 1970 at which it began
   */
  public record Begun(long generation) {}

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begin a new generation of all sequences",
      description =
          "After the database was restored to an earlier point: whatever readers have of a product"
              + " is replaced by the snapshot, also where their sequence is higher.")
  public Begun begin(
      @RequestBody(content = @Content(schema = @Schema(implementation = Begin.class)))
          byte[] body) {
    CallBody call = CallBody.read(body, caller.name());
    return new Begun(generations.begin(call.by(), call.reason()));
  }

  /** The body of the call, for its description. */
  private record Begin(String by, String reason) {}
}
