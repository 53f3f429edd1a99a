package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.RouteBook.RoutingProgress;
import dev.ficus.legacy.switching.RestoredRoutes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Progress of the migration, and what still holds the monolith. */
@Path("/strangling")
@Produces(MediaType.APPLICATION_JSON)
public class StranglingResource {

  private final RouteBook book;
  private final Forwards forwards;
  private final RestoredRoutes restored;

  StranglingResource(RouteBook book, Forwards forwards, RestoredRoutes restored) {
    this.restored = restored;
    this.book = book;
    this.forwards = forwards;
  }

  /** SKUs that were ever seen or are in a wave, by route. */
  @RegisterForReflection
  public record SkusJson(long legacy, @JsonProperty("new") long ours) {}

  /**
   * What still holds the monolith: it cannot be switched off before all of these are 0.
   *
   * @param open_lines its lines that are neither cancelled nor despatched
   * @param open_units units of these
   * @param figures SKUs whose stock it reports by figures that count
   * @param doubts orders of which it is not known whether it has them
   */
  @RegisterForReflection
  public record HoldsJson(long open_lines, long open_units, long figures, long doubts) {}

  /**
   * Progress.
   *
   * @param older_routes SKUs of which allocation-service knows a newer route, as after a restore of
   *     this database; while there are any, nothing first seen is decided
   */
  @RegisterForReflection
  public record ProgressJson(
      String default_route, SkusJson skus, HoldsJson holds_the_monolith, long older_routes) {}

  /** How far it has come. */
  @GET
  @Operation(summary = "How many SKUs have which route, and what still holds the monolith")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProgressJson.class)))
  public ProgressJson progress() {
    RoutingProgress now = book.progress();
    return new ProgressJson(
        book.defaultRoute().orElseThrow().code(),
        new SkusJson(now.legacy(), now.ours()),
        new HoldsJson(
            now.monolithsOpenLines(), now.monolithsUnits(), now.figures(), forwards.inDoubt()),
        restored.numbers().skus());
  }
}
