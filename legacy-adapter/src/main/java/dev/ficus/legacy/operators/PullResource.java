package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.PulledFeed;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import dev.ficus.legacy.feed.pulled.Report;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Pulls from shops, for operators: their status, and running, pausing and comparing them. */
@Path("/pulling")
@Produces(MediaType.APPLICATION_JSON)
public class PullResource {

  private static final int REPORTS = 100;

  private final PulledFeeds feeds;
  private final PullBook book;

  PullResource(PulledFeeds feeds, PullBook book) {
    this.feeds = feeds;
    this.book = book;
  }

  /** All feeds, by name. */
  @RegisterForReflection
  public record PullsJson(List<PullJson> feeds) {}

  /** The status of a feed. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PullJson(@JsonUnwrapped PulledFeed.PullStatus status) {}

  /** What comparisons found, the last one first. */
  @RegisterForReflection
  public record Reports(List<ReportJson> reports) {}

  /** What one comparison found; {@code whole} when each order is in the ledger or in quarantine. */
  @RegisterForReflection
  public record ReportJson(@JsonUnwrapped Report report, boolean whole) {}

  /** The status of all feeds. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "Progress and lag of the shops that are asked for their orders")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PullsJson.class)))
  public PullsJson all() {
    return new PullsJson(feeds.all().stream().map(PulledFeed::status).map(PullJson::new).toList());
  }

  /** Asks at once for what has changed. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{feed}/run")
  @Operation(summary = "Asks the shop at once for what has changed")
  @APIResponse(responseCode = "202", description = "It is being asked")
  @APIResponse(responseCode = "404", description = "No such feed")
  public Response run(@PathParam("feed") String name) {
    return with(name, PulledFeed::runNow);
  }

  /** Compares all orders at once. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{feed}/compare")
  @Operation(
      summary = "Compares all orders of the shop with the ledger at once",
      description = "If the shop fails, or the adapter is restarted, it is tried again by itself.")
  @APIResponse(responseCode = "202", description = "They are being compared, or will be")
  @APIResponse(responseCode = "404", description = "No such feed")
  public Response compare(@PathParam("feed") String name) {
    return with(name, PulledFeed::compareNow);
  }

  /** Pauses a feed. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{feed}/pause")
  @Operation(summary = "Pauses until it is resumed, also after a restart")
  @APIResponse(responseCode = "202", description = "A round under way comes to its end")
  @APIResponse(responseCode = "404", description = "No such feed")
  public Response pause(@PathParam("feed") String name) {
    return with(name, PulledFeed::pause);
  }

  /** Goes on. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{feed}/resume")
  @Operation(summary = "Goes on")
  @APIResponse(responseCode = "202", description = "It goes on")
  @APIResponse(responseCode = "404", description = "No such feed")
  public Response resume(@PathParam("feed") String name) {
    return with(name, PulledFeed::resume);
  }

  /** What comparisons found. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{feed}/reports")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @Operation(
      summary = "What comparisons of all orders found, the last one first",
      description = "The last one alone, to be read by a person, as text/plain.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Reports.class)))
  @APIResponse(responseCode = "404", description = "No such feed")
  public Response reports(@PathParam("feed") String name, @Context HttpHeaders headers) {
    return feeds
        .named(name)
        .map(feed -> Wanted.asText(headers) ? lastReport(name, feed.status()) : reports(name))
        .orElseGet(PullResource::unknown);
  }

  private Response reports(String name) {
    Reports reports =
        new Reports(
            book.reports(name, REPORTS).stream()
                .map(report -> new ReportJson(report, report.leavesNothingOut()))
                .toList());
    return Response.ok(reports, MediaType.APPLICATION_JSON).build();
  }

  private Response lastReport(String name, PulledFeed.PullStatus status) {
    String text =
        book.reports(name, 1).stream()
            .findFirst()
            .map(report -> ReportText.of(name, report))
            .orElse("Feed %s has not been compared yet.%n".formatted(name));
    return Response.ok(text + ReportText.ofNow(status), MediaType.TEXT_PLAIN).build();
  }

  private Response with(String name, Consumer<PulledFeed> work) {
    Optional<PulledFeed> feed = feeds.named(name);
    feed.ifPresent(work);
    return feed.isPresent() ? Response.accepted().build() : unknown();
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such feed", "feed");
  }
}
