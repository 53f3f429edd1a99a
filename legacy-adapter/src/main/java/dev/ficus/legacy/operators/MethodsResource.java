package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.feed.methods.CallTotals;
import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodBook.WatchedFeed;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.feed.methods.MethodReport;
import dev.ficus.legacy.feed.methods.MethodReport.ReportedFeed;
import dev.ficus.legacy.feed.methods.MethodReport.ReportedMethod;
import dev.ficus.legacy.feed.methods.WatchedSilence;
import dev.ficus.legacy.http.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The method log, for operators: its length is limited by the number of rows per feed. */
@Path("/strangling/methods")
@Produces(MediaType.APPLICATION_JSON)
public class MethodsResource {

  private final MethodLog log;

  MethodsResource(MethodLog log) {
    this.log = log;
  }

  /**
   * The log.
   *
   * @param now by the database's clock
   * @param silent_for how long a method must have been silent and watched to be safe to delete, in
   *     seconds
   */
  @RegisterForReflection
  public record MethodsJson(Instant now, long silent_for, List<MethodsOfFeedJson> feeds) {

    static MethodsJson of(MethodReport report, List<ReportedFeed> feeds) {
      return new MethodsJson(
          report.now(),
          report.enough().toSeconds(),
          feeds.stream().map(feed -> MethodsOfFeedJson.of(feed, report.enough())).toList());
    }
  }

  /**
   * A feed.
   *
   * @param watched whether an instance watches it now
   * @param watched_since since when it has been watched, without a gap that is too long
   * @param watched_until up to when what was seen is in the log
   * @param others all methods together that are beyond the number that are counted apart
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MethodsOfFeedJson(
      String feed,
      boolean watched,
      Instant watched_since,
      Instant watched_until,
      List<MethodJson> methods,
      OtherMethodsJson others) {

    static MethodsOfFeedJson of(ReportedFeed feed, Duration enough) {
      return new MethodsOfFeedJson(
          feed.feed(),
          feed.watched(),
          feed.log().map(WatchedFeed::watchedSince).orElse(null),
          feed.log().map(WatchedFeed::watchedUntil).orElse(null),
          feed.methods().stream().map(method -> MethodJson.of(method, enough)).toList(),
          feed.log().flatMap(WatchedFeed::others).map(OtherMethodsJson::of).orElse(null));
    }
  }

  /**
   * A method.
   *
   * @param configured whether the dialect of the feed knows it
   * @param first_seen missing when it was never called; likewise last_seen
   * @param silent_since when it was last seen or, when that is later, since when it is watched;
   *     missing while it is not watched
   * @param safe_from from when on it is safe to delete, if it stays silent and watched
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MethodJson(
      String method,
      boolean configured,
      Instant first_seen,
      Instant last_seen,
      CallsJson calls,
      Instant silent_since,
      boolean safe_to_delete,
      Instant safe_from) {

    static MethodJson of(ReportedMethod method, Duration enough) {
      return new MethodJson(
          method.method(),
          method.configured(),
          method.log().map(LoggedMethod::firstSeen).orElse(null),
          method.log().map(LoggedMethod::lastSeen).orElse(null),
          CallsJson.of(method.totals()),
          method.silence().map(WatchedSilence::since).orElse(null),
          method.safeToDelete(),
          method.silence().map(silence -> silence.safeFrom(enough)).orElse(null));
    }
  }

  /** Methods that are not counted apart. */
  @RegisterForReflection
  public record OtherMethodsJson(Instant first_seen, Instant last_seen, CallsJson calls) {

    static OtherMethodsJson of(LoggedMethod others) {
      return new OtherMethodsJson(
          others.firstSeen(), others.lastSeen(), CallsJson.of(others.totals()));
    }
  }

  /**
   * Numbers of calls, by who has answered.
   *
   * @param all of them
   * @param us the adapter
   * @param upstream the system behind the feed, whatever its answer was
   * @param both a part of the call each
   * @param fault nobody: the adapter answered a fault
   */
  @RegisterForReflection
  public record CallsJson(long all, long us, long upstream, long both, long fault) {

    static CallsJson of(CallTotals totals) {
      return new CallsJson(
          totals.calls(), totals.us(), totals.upstream(), totals.both(), totals.fault());
    }
  }

  /** All feeds, or one. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Which methods are still called, who answers them, and which are safe to delete",
      description =
          "Calls of the last seconds may be missing. A method is safe to delete when it has been"
              + " silent, and its feed watched, for longer than ficus.legacy.methods.silent-for.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = MethodsJson.class)))
  @APIResponse(responseCode = "404", description = "No such feed, now or in the log")
  public Response methods(
      @Parameter(description = "The name of a feed; all of them without it") @QueryParam("feed")
          String feed) {
    MethodReport report = log.report();
    List<ReportedFeed> feeds =
        report.feeds().stream().filter(each -> feed == null || each.feed().equals(feed)).toList();
    return feed != null && feeds.isEmpty()
        ? Problem.of(Response.Status.NOT_FOUND, "no such feed", "feed")
        : Response.ok(MethodsJson.of(report, feeds)).build();
  }
}
