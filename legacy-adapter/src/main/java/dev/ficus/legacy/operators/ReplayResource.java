package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.replayed.Replay;
import dev.ficus.legacy.feed.replayed.Replays;
import dev.ficus.legacy.feed.replayed.Speed;
import dev.ficus.legacy.http.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Replays of captured files, for operators. */
@Path("/replays")
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {

  private static final String UPLOADED = "uploaded";

  private final Replays replays;
  private final Captures captures;

  ReplayResource(Replays replays, Captures captures) {
    this.replays = replays;
    this.captures = captures;
  }

  /** Those that are remembered, the last one first. */
  @RegisterForReflection
  public record ReplaysJson(List<ReplayJson> replays) {}

  /**
   * The status of a replay.
   *
   * @param file its name, or {@code uploaded}
   * @param state {@code running}, {@code waiting} for broker or database, {@code finished}, {@code
   *     stopped} or {@code failed}
   * @param torn whether the file's last document is cut off and was left out
   * @param failures the first hundred documents that could not be taken in
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayJson(
      String id,
      String file,
      String speed,
      String state,
      long taken,
      long passedOver,
      long failed,
      List<FailedDocument> failures,
      boolean torn,
      String why,
      Instant startedAt,
      Instant endedAt) {

    static ReplayJson of(Replay replay) {
      Replay.ReplayStatus status = replay.status();
      return new ReplayJson(
          status.id(),
          status.file(),
          status.speed(),
          status.state().name().toLowerCase(Locale.ROOT),
          status.taken(),
          status.passedOver(),
          status.failed(),
          status.failures().stream().map(FailedDocument::of).toList(),
          status.torn(),
          status.why(),
          status.startedAt(),
          status.endedAt().orElse(null));
    }
  }

  /** A document that could not be taken in; its position is counted from 1. */
  @RegisterForReflection
  public record FailedDocument(long position, String why) {

    static FailedDocument of(Replay.Failure failure) {
      return new FailedDocument(failure.position(), failure.why());
    }
  }

  /** Begins a replay. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Replays an uploaded file, or one of the capture directory by its name",
      description =
          "A capture file, or XML-RPC documents one after another. speed is full, documents in a"
              + " second such as 50/s, or how many times as fast as they came, such as 10x. feed is"
              + " the way in by which everything comes; without it the one in the file.")
  @APIResponse(
      responseCode = "202",
      description = "It has begun",
      content = @Content(schema = @Schema(implementation = ReplayJson.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  @APIResponse(responseCode = "404", description = "No such file in the capture directory")
  @APIResponse(responseCode = "409", description = "Another one is under way")
  public Response start(
      @QueryParam("file") String file,
      @QueryParam("speed") @DefaultValue("full") String speed,
      @QueryParam("feed") String feed,
      InputStream body)
      throws IOException {
    Optional<Speed> pace = Speed.of(speed);
    if (pace.isEmpty()) {
      return wrong("speed is full, such as 50/s, or such as 10x", "speed");
    }
    if (feed != null && !replays.isFeed(feed)) {
      return wrong("there is no such feed", "feed");
    }
    Optional<InputStream> content = file == null ? Optional.of(stored(body)) : named(file);
    if (content.isEmpty()) {
      return Problem.of(Response.Status.NOT_FOUND, "no such file in the capture directory", "file");
    }
    Optional<Replay> begun =
        replays.start(
            file == null ? UPLOADED : file, content.get(), pace.get(), Optional.ofNullable(feed));
    if (begun.isEmpty()) {
      content.get().close();
      return Problem.of(Response.Status.CONFLICT, "another replay is under way", null);
    }
    ReplayJson progress = ReplayJson.of(begun.get());
    return Response.accepted(progress).location(URI.create("/replays/" + progress.id())).build();
  }

  private Optional<InputStream> named(String file) throws IOException {
    Optional<java.nio.file.Path> path = captures.stored(file);
    return path.isPresent() ? Optional.of(Files.newInputStream(path.get())) : Optional.empty();
  }

  /** In a file that has no name any more once it is open: it ends with us, however we end. */
  private static InputStream stored(InputStream body) throws IOException {
    java.nio.file.Path path = Files.createTempFile("replay", null);
    try {
      Files.copy(body, path, StandardCopyOption.REPLACE_EXISTING);
      return Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Those that are remembered. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "The last twenty replays")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReplaysJson.class)))
  public ReplaysJson all() {
    return new ReplaysJson(replays.all().stream().map(ReplayJson::of).toList());
  }

  /** One of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}")
  @Operation(summary = "The status of a replay")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReplayJson.class)))
  @APIResponse(responseCode = "404", description = "No such replay, or one before the last start")
  public Response show(@PathParam("id") String id) {
    return replays
        .find(id)
        .map(replay -> Response.ok(ReplayJson.of(replay)).build())
        .orElseGet(ReplayResource::unknown);
  }

  /** Stops one. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{id}/stop")
  @Operation(summary = "Stops a replay; what was begun comes to its end")
  @APIResponse(responseCode = "202", description = "It stops")
  @APIResponse(responseCode = "404", description = "No such replay, or one before the last start")
  public Response stop(@PathParam("id") String id) {
    Optional<Replay> replay = replays.find(id);
    replay.ifPresent(Replay::stop);
    return replay.isPresent() ? Response.accepted().build() : unknown();
  }

  private static Response wrong(String detail, String field) {
    return Problem.of(Response.Status.BAD_REQUEST, detail, field);
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such replay", "id");
  }
}
