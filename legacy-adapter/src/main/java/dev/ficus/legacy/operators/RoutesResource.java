package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.routing.RouteBook;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Routes of SKUs: who fulfils lines that are first seen from now on. */
@Path("/strangling/routes")
@Produces(MediaType.APPLICATION_JSON)
public class RoutesResource {

  private final RouteBook book;

  RoutesResource(RouteBook book) {
    this.book = book;
  }

  /** The routes of all waves. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "The routes of SKUs that are in a wave, page by page, and the default route")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RoutesJson.Routes.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public RoutesJson.Routes routes(
      @QueryParam("route") String route,
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    return RoutesJson.Routes.of(
        book.defaultRoute().orElseThrow(), book.routes(RoutesJson.route(route), after, most), most);
  }

  /** The route of one SKU. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{sku: .+}")
  @Operation(summary = "The route of a SKU, its own or the default one")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RoutesJson.RouteJson.class)))
  @APIResponse(responseCode = "400", description = "It can be no SKU")
  public RoutesJson.RouteJson route(@PathParam("sku") String sku) {
    if (!Identifiers.readable(sku)) {
      throw new Problem.InvalidParameter("sku is 1 to 255 bytes without control characters", "sku");
    }
    return RoutesJson.RouteJson.of(book.route(sku));
  }
}
