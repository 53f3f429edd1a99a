package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.intake.Forwards.RefusedOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Orders that the monolith has refused, and our lines with them. */
@Path("/strangling/refused")
@Produces(MediaType.APPLICATION_JSON)
public class RefusedOrdersResource {

  private static final int MOST_SHOWN = 1000;

  private final Forwards forwards;

  RefusedOrdersResource(Forwards forwards) {
    this.forwards = forwards;
  }

  /**
   * An order.
   *
   * @param lines of ours that are refused with it
   * @param units of these
   */
  @RegisterForReflection
  public record RefusedOrderJson(String shop, String number, int lines, long units, Instant since) {

    static RefusedOrderJson of(RefusedOrder refused) {
      return new RefusedOrderJson(
          refused.order().shop(),
          refused.order().number(),
          refused.lines(),
          refused.units(),
          refused.since());
    }
  }

  /** Refused orders, the first 1000 of them. */
  @RegisterForReflection
  public record RefusedOrdersJson(long refused, List<RefusedOrderJson> orders) {}

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Orders of which the monolith has refused its part, the oldest first",
      description =
          "Our lines of them were refused with the order: they are not sent to allocation-service. The"
              + " next call about the order that goes well releases them.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RefusedOrdersJson.class)))
  public RefusedOrdersJson refused() {
    return new RefusedOrdersJson(
        forwards.refused(),
        forwards.refused(MOST_SHOWN).stream().map(RefusedOrderJson::of).toList());
  }
}
