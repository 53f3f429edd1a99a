package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.order.Approval;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderNumber;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Orders of the shops as the ledger has them. */
@Path("/orders/{shop}/{number: .+}")
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

  private final Ledger ledger;

  OrdersResource(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * An order.
   *
   * @param held whether its lines wait for what is in quarantine
   * @param approval whether they wait for the monolith to accept its part: {@code awaited}, or
   *     {@code refused}; missing when they do not
   * @param lines as last asked for
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OrderJson(
      String shop,
      String number,
      String orderid,
      boolean cancelled,
      boolean held,
      String approval,
      List<LineJson> lines) {}

  /** A line; {@code confirmed} once the broker has its command. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record LineJson(
      String sku,
      String lineid,
      int qty,
      int revision,
      String state,
      String reason,
      String owner,
      boolean confirmed) {

    static LineJson of(LedgerLine line) {
      return new LineJson(
          line.key().sku(),
          line.key().lineid(),
          line.quantity(),
          line.revision(),
          line.state().code(),
          line.cancelledFor().orElse(null),
          line.owner().name().toLowerCase(Locale.ROOT),
          line.confirmed());
    }
  }

  /** The order of this number. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "What the ledger knows of an order")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OrderJson.class)))
  @APIResponse(responseCode = "404", description = "An order nobody has seen")
  public Response show(@PathParam("shop") String shop, @PathParam("number") String number) {
    return OrderNumber.of(shop, number)
        .flatMap(ledger::find)
        .map(known -> Response.ok(order(known)).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such order", "number"));
  }

  private static OrderJson order(KnownOrder known) {
    return new OrderJson(
        known.number().shop(),
        known.number().number(),
        known.number().orderid(),
        known.cancelled(),
        known.held(),
        known.approval() == Approval.GIVEN ? null : known.approval().code(),
        known.lines().stream().map(LineJson::of).toList());
  }
}
