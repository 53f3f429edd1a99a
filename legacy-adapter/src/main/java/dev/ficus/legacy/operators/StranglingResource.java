package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.RouteBook.RoutingProgress;
import dev.ficus.legacy.switching.RestoredRoutes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
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
  private final MethodLog methods;

  StranglingResource(
      RouteBook book, Forwards forwards, RestoredRoutes restored, MethodLog methods) {
    this.methods = methods;
    this.restored = restored;
    this.book = book;
    this.forwards = forwards;
  }

  private long methodsStillCalled() {
    return methods.report().feeds().stream()
        .flatMap(feed -> feed.methods().stream())
        .filter(method -> method.totals().upstream() + method.totals().both() > 0)
        .filter(method -> !method.safeToDelete())
        .count();
  }

  /** SKUs that were ever seen or are in a wave, by route. */
  @RegisterForReflection
  public record SkusJson(long legacy, @JsonProperty("new") long ours) {}

  /**
   * What still holds the monolith: it cannot be switched off before all of these are 0.
   *
   * @param open_lines its lines that are neither cancelled nor despatched
   * @param open_units units of these
   * @param draining SKUs that we fulfil and of which it has open lines
   * @param drains_again of these, how many had none before: a line has grown or was opened again
   * @param figures SKUs whose stock it reports by figures that count
   * @param doubts orders of which it is not known whether it has them
   * @param methods that it, or a shop behind us, still answers: they are not safe to delete
   */
  @RegisterForReflection
  public record HoldsJson(
      long open_lines,
      long open_units,
      long draining,
      long drains_again,
      long figures,
      long doubts,
      long methods) {}

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
  @RolesAllowed(Role.READER)
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
            now.monolithsOpenLines(),
            now.monolithsUnits(),
            now.draining(),
            now.drainsAgain(),
            now.figures(),
            forwards.inDoubt(),
            methodsStillCalled()),
        restored.numbers().skus());
  }
}
