package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.push.Pushes;
import dev.ficus.legacy.push.StockPush;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Pushes to shops, for operators: their status, and pausing, resuming and comparing them. */
@Path("/pushing")
@Produces(MediaType.APPLICATION_JSON)
public class PushResource {

  private final Pushes pushes;

  PushResource(Pushes pushes) {
    this.pushes = pushes;
  }

  /** All shops, by name. */
  @RegisterForReflection
  public record PushesJson(List<PushJson> shops) {}

  /** The status of the push to a shop. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PushJson(@JsonUnwrapped StockPush.PushStatus status) {}

  /** The status of all shops. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "Progress and lag of the shops that are sent their stock")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PushesJson.class)))
  public PushesJson all() {
    return new PushesJson(pushes.all().stream().map(StockPush::status).map(PushJson::new).toList());
  }

  /** Compares all figures at once. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{shop}/compare")
  @Operation(summary = "Compares all figures of the shop with those it was sent, and corrects them")
  @APIResponse(responseCode = "202", description = "They are being compared")
  @APIResponse(responseCode = "404", description = "No such shop")
  public Response compare(@PathParam("shop") String name) {
    return with(name, StockPush::compareNow);
  }

  /** Leaves the shop alone. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{shop}/pause")
  @Operation(summary = "Leaves the shop alone until it is resumed, also after a restart")
  @APIResponse(responseCode = "202", description = "A round under way comes to its end")
  @APIResponse(responseCode = "404", description = "No such shop")
  public Response pause(@PathParam("shop") String name) {
    return with(name, StockPush::pause);
  }

  /** Goes on. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{shop}/resume")
  @Operation(summary = "Goes on")
  @APIResponse(responseCode = "202", description = "It goes on")
  @APIResponse(responseCode = "404", description = "No such shop")
  public Response resume(@PathParam("shop") String name) {
    return with(name, StockPush::resume);
  }

  private Response with(String name, Consumer<StockPush> work) {
    Optional<StockPush> push = pushes.named(name);
    push.ifPresent(work);
    return push.isPresent()
        ? Response.accepted().build()
        : Problem.of(Response.Status.NOT_FOUND, "no such shop", "shop");
  }
}
