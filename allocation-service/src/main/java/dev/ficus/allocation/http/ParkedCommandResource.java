package dev.ficus.allocation.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.allocation.access.Caller;
import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.allocating.ParkedCommands;
import dev.ficus.allocation.allocating.ParkedCommands.Answer;
import dev.ficus.allocation.inbox.InboxView;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.wire.CommandJson;
import io.smallrye.common.annotation.Blocking;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Parked and waiting commands: listed, shown, redriven, discarded. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ParkedCommandResource {
  private static final int LARGEST_PAGE = 1_000;

  private final ParkedCommands commands;
  private final InboxView view;
  private final Caller caller;

  ParkedCommandResource(ParkedCommands commands, InboxView view, Caller caller) {
    this.commands = commands;
    this.view = view;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.OPERATOR)
  @Path("/parked-commands")
  @Operation(
      summary = "Commands that cannot succeed, the oldest first",
      description = "Pass `next` as `after` for the page that follows; the last has no `next`.")
  public InboxView.CommandPage parked(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @QueryParam("code") String code,
      @QueryParam("type") String type) {
    return view.parked(
        Paging.after(after),
        Paging.limit(limit, LARGEST_PAGE),
        Optional.ofNullable(code),
        Optional.ofNullable(type));
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/waiting-commands")
  @Operation(
      summary = "Commands that wait for a batch, the oldest first",
      description =
          "They are taken up when it is created, and can be discarded like parked ones. Pass"
              + " `next` as `after` for the page that follows; the last has no `next`.")
  public InboxView.CommandPage waiting(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @QueryParam("type") String type) {
    return view.waiting(
        Paging.after(after), Paging.limit(limit, LARGEST_PAGE), Optional.ofNullable(type));
  }

  @GET
  @RolesAllowed(Role.OPERATOR)
  @Path("/parked-commands/{message_id}")
  @Operation(
      summary = "A command with its raw body, its headers and what operators did with it",
      description =
          "In whatever state it is now. What is no valid UTF-8 text is given as `body_base64`.")
  public InboxView.CommandDetails get(@PathParam("message_id") String messageId) {
    return find(messageId);
  }

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/parked-commands/{message_id}/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Try a parked command again, perhaps corrected",
      description =
          "With a `body` in place of the one that came, or a `type` in place of its routing key. 200"
              + " when it has taken effect or waits for its batch now; 409 when it is refused again,"
              + " with the reason, or is not parked any more.")
  public InboxView.CommandDetails redrive(
      @PathParam("message_id") String messageId,
      @RequestBody(content = @Content(schema = @Schema(implementation = Redrive.class)))
          byte[] body) {
    CallBody call = CallBody.read(body, caller.name());
    String by = call.by();
    InboxView.CommandDetails kept = find(messageId);
    return answer(messageId, commands.redrive(messageId, by, correction(call, kept)));
  }

  /** Empty when the command is to be tried as it came. */
  private static Optional<Command> correction(CallBody call, InboxView.CommandDetails kept) {
    Optional<String> type = call.optionalName("type");
    Optional<byte[]> body = call.object("body");
    if (type.isEmpty() && body.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        CommandJson.read(type.orElse(kept.type()), body.orElseGet(() -> asItCame(kept))));
  }

  private static byte[] asItCame(InboxView.CommandDetails kept) {
    if (kept.body() == null) {
      throw new Malformed("body", "is missing: what came is no text");
    }
    return kept.body().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A command that was tried again and cannot succeed yet.
   *
   * @param code stable name of the reason
   */
  public record RefusedAgain(
      @JsonProperty("message_id") String messageId, String code, String reason) {}

  /**
   * What came of redriving a page of parked commands.
   *
   * @param redriven how many have taken effect, or wait now
   * @param stillParked those that cannot succeed yet
   * @param next to be given as {@code after} to go on; absent when all were tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RedrivenPage(
      int redriven, @JsonProperty("still_parked") List<RefusedAgain> stillParked, String next) {}

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/parked-commands/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Try parked commands again as they came, the oldest first, some at a time",
      description =
          "Those that `code` and `type` select. Pass `next` as `after` to go on; the last page has"
              + " no `next`. What cannot succeed yet stays parked, and is named with its reason.")
  public RedrivenPage redriveMany(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @QueryParam("code") String code,
      @QueryParam("type") String type,
      @RequestBody(content = @Content(schema = @Schema(implementation = RedriveMany.class)))
          byte[] body) {
    String by = CallBody.read(body, caller.name()).by();
    InboxView.CommandPage page = parked(after, limit, code, type);
    int redriven = 0;
    List<RefusedAgain> refused = new ArrayList<>();
    for (InboxView.ListedCommand each : page.commands()) {
      Answer answer = commands.redrive(each.messageId(), by, Optional.empty());
      if (answer instanceof Answer.StillParked still) {
        Outcome.Refused refusal = still.refusal();
        refused.add(new RefusedAgain(each.messageId(), refusal.code(), refusal.reason()));
      } else if (answer instanceof Answer.Done) {
        redriven++;
      }
    }
    return new RedrivenPage(redriven, refused, page.next());
  }

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/parked-commands/{message_id}/discard")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Give up a command that is parked or waits",
      description = "It is announced as command_discarded. 409 when it is settled already.")
  public InboxView.CommandDetails discard(
      @PathParam("message_id") String messageId,
      @RequestBody(content = @Content(schema = @Schema(implementation = Discard.class)))
          byte[] body) {
    CallBody call = CallBody.read(body, caller.name());
    return answer(messageId, commands.discard(messageId, call.by(), call.reason()));
  }

  /**
   * The body of a redrive, for its description; without a body the command is tried as it came, and
   * without a type under the routing key that it came with.
   */
  private record Redrive(String by, String type, JsonNode body) {}

  /** The body of a call that redrives many, for its description. */
  private record RedriveMany(String by) {}

  /** The body of a discard, for its description. */
  private record Discard(String by, String reason) {}

  private InboxView.CommandDetails answer(String messageId, Answer answer) {
    if (answer instanceof Answer.Settled settled) {
      throw Problem.conflict(
          null,
          "not_parked",
          "command %s is %s".formatted(messageId, settled.state().name().toLowerCase(Locale.ROOT)));
    }
    if (answer instanceof Answer.StillParked parked) {
      Outcome.Refused refusal = parked.refusal();
      throw Problem.conflict(refusal.field(), refusal.code(), refusal.reason());
    }
    return find(messageId);
  }

  private InboxView.CommandDetails find(String messageId) {
    return view.command(messageId).orElseThrow(() -> Problem.notFound("command", messageId));
  }
}
