package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.intake.Resendings;
import dev.ficus.legacy.intake.Resendings.ResendProgress;
import dev.ficus.legacy.intake.Resendings.ResendRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Sending again what the broker had confirmed, for operators. */
@Path("/commands/resend")
@Produces(MediaType.APPLICATION_JSON)
public class ResendResource {

  private static final int MOST_SHOWN = 100;
  private static final int MOST_TEXT = 500;

  private final Resendings resendings;

  ResendResource(Resendings resendings) {
    this.resendings = resendings;
  }

  /**
   * What an operator asks for.
   *
   * @param by 1 to 500 characters
   * @param since a time with its zone, as RFC 3339 has it; earlier than the backup by as long as
   *     commands then waited
   * @param reason 1 to 500 characters
   */
  @RegisterForReflection
  public record ResendJson(String by, String since, String reason) {}

  /**
   * What has come of it.
   *
   * @param state running, or done when the broker has confirmed all of it again
   * @param batches how many are sent again, as far as they have been found
   * @param orders likewise
   * @param left how many of them are not confirmed again yet
   * @param held how many orders wait for something in quarantine, and are sent after that
   */
  @RegisterForReflection
  public record ResendingJson(
      UUID id,
      String state,
      String by,
      String reason,
      Instant since,
      Instant asked_at,
      long batches,
      long orders,
      long left,
      long held) {

    static ResendingJson of(ResendProgress progress) {
      return new ResendingJson(
          progress.id(),
          progress.isDone() ? "done" : "running",
          progress.request().by(),
          progress.request().reason(),
          progress.request().since(),
          progress.askedAt(),
          progress.batches(),
          progress.orders(),
          progress.left(),
          progress.held());
    }
  }

  /** The last requests. */
  @RegisterForReflection
  public record ResendingsJson(List<ResendingJson> resendings) {}

  /** Sends again what has changed since. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Sends again what was confirmed since a time",
      description =
          "For what allocation-service has lost in a restore of its database: each batch and each"
              + " order that has changed since then, as the ledger has it now, with the ids of the"
              + " first time. What was not lost is known as repeated. It goes on after a restart.")
  @APIResponse(responseCode = "202", description = "It is being sent, in the next runs")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  public Response ask(ResendJson asked) {
    if (asked == null || isWrong(asked.by())) {
      return wrong("by is 1 to " + MOST_TEXT + " characters", "by");
    }
    if (isWrong(asked.reason())) {
      return wrong("reason is 1 to " + MOST_TEXT + " characters", "reason");
    }
    Optional<Instant> since = time(asked.since());
    if (since.isEmpty()) {
      return wrong("since is a time like 2026-12-24T02:00:00Z", "since");
    }
    UUID id = resendings.ask(new ResendRequest(asked.by(), asked.reason(), since.get()));
    return resendings
        .find(id)
        .map(
            progress ->
                Response.accepted(ResendingJson.of(progress))
                    .location(URI.create("/commands/resend/" + id))
                    .build())
        .orElseThrow();
  }

  /** The last requests, the last one first. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "What has come of the last requests, the last one first")
  public ResendingsJson latest() {
    return new ResendingsJson(
        resendings.latest(MOST_SHOWN).stream().map(ResendingJson::of).toList());
  }

  /** One request. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}")
  @Operation(summary = "What has come of a request")
  @APIResponse(responseCode = "200", description = "How far it has come")
  @APIResponse(responseCode = "404", description = "No such request")
  public Response one(@PathParam("id") String id) {
    return uuid(id)
        .flatMap(resendings::find)
        .map(progress -> Response.ok(ResendingJson.of(progress)).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such request", "id"));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static boolean isWrong(String text) {
    return text == null
        || text.isBlank()
        || text.length() > MOST_TEXT
        || text.chars().anyMatch(Character::isISOControl);
  }

  private static Response wrong(String detail, String field) {
    return Problem.of(Response.Status.BAD_REQUEST, detail, field);
  }
}
