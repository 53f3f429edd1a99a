package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.switching.RestoredRoutes;
import dev.ficus.legacy.switching.RestoredRoutes.OlderNumbers;
import dev.ficus.legacy.switching.RestoredRoutes.OlderRoute;
import dev.ficus.legacy.switching.RouteComparison;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** What this database does not know any more after it was restored to an earlier point. */
@Path("/strangling/restored")
@Produces(MediaType.APPLICATION_JSON)
public class RestoredResource {

  private static final Logger LOG = Logger.getLogger(RestoredResource.class);

  private final RestoredRoutes routes;
  private final RouteComparison comparison;

  RestoredResource(RestoredRoutes routes, RouteComparison comparison) {
    this.routes = routes;
    this.comparison = comparison;
  }

  /**
   * Route that is older here.
   *
   * @param newer what allocation-service has, by whether the product is open there
   * @param revision its epoch then
   */
  @RegisterForReflection
  public record OlderRouteJson(String sku, String route, int epoch, String newer, int revision) {

    static OlderRouteJson of(OlderRoute older) {
      return new OlderRouteJson(
          older.sku(), older.route().code(), older.epoch(), older.newer().code(), older.revision());
    }
  }

  /**
   * What is older here.
   *
   * @param skus how many SKUs have a newer route in allocation-service
   * @param revision the highest that it has of these; 0 when there are none
   * @param lines_above the revision above which those of lines go on
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RestoredJson(
      long skus, int revision, int lines_above, List<OlderRouteJson> routes, String next) {}

  /**
   * Wish to adopt what allocation-service knows.
   *
   * @param skus as they were shown
   * @param revision likewise
   */
  @RegisterForReflection
  public record AdoptionWish(String by, String reason, Long skus, Integer revision) {}

  /** What was adopted. */
  @RegisterForReflection
  public record AdoptedJson(long adopted, int lines_above) {}

  /** Problem with a wish: the numbers of now are others. */
  @RegisterForReflection
  public record OtherNumbersProblem(
      String title, int status, String detail, long skus, int revision) {}

  /** What is older. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Routes that are older here than in allocation-service, page by page",
      description =
          "As after a restore of the adapter's database. While there are any, nothing that is first"
              + " seen is decided: such orders are to be sent again.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RestoredJson.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public RestoredJson older(
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    OlderNumbers now = routes.numbers();
    List<OlderRouteJson> page = routes.older(after, most).stream().map(OlderRouteJson::of).toList();
    return new RestoredJson(
        now.skus(),
        now.revision(),
        routes.linesAbove(),
        page,
        page.size() == most ? page.get(most - 1).sku() : null);
  }

  /** Adopts it. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Adopts the newer routes, and lets revisions of lines go on above those seen",
      description =
          "To be called after each restore of the adapter's database, also when no route is older:"
              + " then skus and revision are 0. They must be the numbers of now.")
  @APIResponse(
      responseCode = "200",
      description = "It is adopted",
      content = @Content(schema = @Schema(implementation = AdoptedJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(
      responseCode = "409",
      description = "The numbers of now are others; the answer has them",
      content = @Content(schema = @Schema(implementation = OtherNumbersProblem.class)))
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response adopt(AdoptionWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    if (wish.skus() == null || wish.skus() < 0) {
      throw new Problem.InvalidParameter(
          "skus is how many SKUs are older, as GET /strangling/restored has it", "skus");
    }
    if (wish.revision() == null || wish.revision() < 0) {
      throw new Problem.InvalidParameter(
          "revision is the highest of them, as GET /strangling/restored has it", "revision");
    }
    OlderNumbers found = new OlderNumbers(wish.skus(), wish.revision());
    try {
      Optional<OlderNumbers> others = comparison.adopt(deed.by(), deed.reason(), found);
      return others
          .map(RestoredResource::otherNumbers)
          .orElseGet(() -> Response.ok(new AdoptedJson(found.skus(), routes.linesAbove())).build());
    } catch (IOException e) {
      LOG.warnf("allocation-service cannot be asked what it knows: %s", e.getMessage());
      return Problem.of(Response.Status.BAD_GATEWAY, e.getMessage(), null);
    }
  }

  private static Response otherNumbers(OlderNumbers now) {
    Response.Status status = Response.Status.CONFLICT;
    return Response.status(status)
        .type("application/problem+json")
        .entity(
            new OtherNumbersProblem(
                status.getReasonPhrase(),
                status.getStatusCode(),
                "the numbers of now are others: look at GET /strangling/restored, and send those",
                now.skus(),
                now.revision()))
        .build();
  }
}
