package dev.ficus.allocation.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.allocation.access.Caller;
import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.allocating.UnroutedCommands;
import dev.ficus.allocation.allocating.UnroutedCommands.TakenIn;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.logging.Logger;

/** Commands with a routing key that nobody knows, taken out of the queue that keeps them. */
@Path("/unrouted-commands")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class UnroutedCommandResource {
  private static final Logger LOG = Logger.getLogger(UnroutedCommandResource.class);
  private static final int MOST = 10_000;

  private final UnroutedCommands commands;
  private final Caller caller;

  UnroutedCommandResource(UnroutedCommands commands, Caller caller) {
    this.commands = commands;
    this.caller = caller;
  }

  /** See {@link TakenIn}. */
  public record TakenInJson(@JsonProperty("taken_in") long takenIn, long left) {}

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/take-in")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Take in what had a routing key that nobody knew",
      description =
          "As if it had come with all other commands: one whose key this release knows takes effect,"
              + " any other is parked, where it can be looked at, redriven under its right `type`,"
              + " or discarded. The answer says how many were taken in and how many are left. May be"
              + " repeated.")
  public TakenInJson takeIn(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("1000")
          String limit,
      @RequestBody(content = @Content(schema = @Schema(implementation = TakeIn.class)))
          byte[] body) {
    String by = CallBody.read(body, caller.name()).by();
    TakenIn taken = commands.takeIn(Paging.limit(limit, MOST));
    LOG.infof(
        "%s has %d unrouted commands taken in; %d are left", by, taken.takenIn(), taken.left());
    return new TakenInJson(taken.takenIn(), taken.left());
  }

  /** The body of the call, for its description. */
  private record TakeIn(String by) {}
}
