package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Caller;
import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.outbox.Replays;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Events of the past, sent again to who asks for them. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ReplayResource {
  private final Replays replays;
  private final Caller caller;

  ReplayResource(Replays replays, Caller caller) {
    this.replays = replays;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({Role.OPERATOR, Role.SERVICE})
  @Path("/replay")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Send published events of products to one queue again",
      description =
          "With the ids they had, those of a SKU in order, marked by the headers ficus_replay and"
              + " ficus_replay_id. Bounds are inclusive; a range of sequences needs a sku. Answers"
              + " when the broker has them all; 404 when there is no such queue.")
  public Replays.Replayed replay(
      @RequestBody(content = @Content(schema = @Schema(implementation = Replay.class)))
          byte[] body) {
    Replays.ReplayRequest request = read(CallBody.read(body, caller.name()));
    return replays
        .replay(request)
        .orElseThrow(() -> Problem.notFound("queue", "queue", request.queue()));
  }

  private static Replays.ReplayRequest read(CallBody call) {
    Replays.ReplayRequest request =
        new Replays.ReplayRequest(
            call.by(),
            call.name("queue"),
            call.optionalName("sku"),
            call.sequence("from_sequence"),
            call.sequence("to_sequence"),
            call.time("from"),
            call.time("to"));
    if (request.sku().isEmpty() && request.fromSequence().isPresent()) {
      throw new Malformed("from_sequence", "needs a sku");
    }
    if (request.sku().isEmpty() && request.toSequence().isPresent()) {
      throw new Malformed("to_sequence", "needs a sku");
    }
    ordered("to_sequence", request.fromSequence(), request.toSequence());
    ordered("to", request.from(), request.to());
    return request;
  }

  private static <T extends Comparable<T>> void ordered(
      String field, Optional<T> from, Optional<T> to) {
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      throw new Malformed(field, "is before the beginning of the range");
    }
  }

  /** The body of a replay, for its description. */
  private record Replay(
      String by,
      String queue,
      String sku,
      Long from_sequence,
      Long to_sequence,
      Instant from,
      Instant to) {}
}
