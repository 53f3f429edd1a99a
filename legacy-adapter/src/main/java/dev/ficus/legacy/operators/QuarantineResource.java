package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.Action;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.quarantine.Redriven;
import dev.ficus.legacy.quarantine.Redriving;
import dev.ficus.legacy.quarantine.State;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * What waits in quarantine, for the people who carry out the migration. In lists stands what is
 * known to be safe to show, and nothing else of the call: the call itself is in one entry alone.
 */
@Path("/quarantine")
@Produces(MediaType.APPLICATION_JSON)
public class QuarantineResource {

  private static final int MOST = 1000;

  private static final int MOST_TEXT = 500;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Quarantine quarantine;
  private final Redriving redriving;
  private final Correlation correlation;

  QuarantineResource(Quarantine quarantine, Redriving redriving, Correlation correlation) {
    this.quarantine = quarantine;
    this.redriving = redriving;
    this.correlation = correlation;
  }

  /**
   * An entry without the call it came in.
   *
   * @param subject what it is about: an order, a line or stock
   * @param seen how often it was shown
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waiting(
      long id,
      String state,
      String shop,
      String orderNumber,
      String sku,
      String lineid,
      String qty,
      String subject,
      String reason,
      String feed,
      String correlationId,
      Instant receivedAt,
      Instant lastSeenAt,
      int seen) {

    static Waiting of(Entry entry) {
      return new Waiting(
          entry.id(),
          entry.state().code(),
          entry.shop(),
          entry.number(),
          entry.sku(),
          entry.lineid(),
          entry.qty(),
          entry.subject().code(),
          entry.reason().code(),
          entry.feed(),
          entry.correlation(),
          entry.receivedAt(),
          entry.lastSeenAt(),
          entry.seen());
    }
  }

  /**
   * One page of entries.
   *
   * @param next to be given as {@code after} for the next page; absent on the last
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<Waiting> entries, Long next) {}

  /**
   * An entry with the call it came in, its bytes read as tolerantly as when it came.
   *
   * @param rawXml absent once it has been deleted for its age
   * @param actions what was done about it, the first thing first
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Detail(Waiting entry, String rawXml, List<Done> actions) {}

  /** What somebody did about an entry. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Done(
      Instant at, String by, String action, String why, String outcome, String detail) {

    static Done of(Action action) {
      return new Done(
          action.at(),
          action.by(),
          action.action(),
          action.why(),
          action.outcome(),
          action.detail().orElse(null));
    }
  }

  /**
   * Who wants something done, and why.
   *
   * @param by 1 to 500 characters
   * @param reason 1 to 500 characters; may be left out for redriving
   */
  @RegisterForReflection
  public record Wanted(String by, String reason) {}

  /**
   * What came of redriving one entry.
   *
   * @param detail why it came out like that, where the outcome does not say it
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      long id,
      String outcome,
      String detail,
      List<CommandJson> commands,
      List<String> reasons,
      boolean held,
      boolean confirmed) {

    static Result of(Redriven redriven) {
      return new Result(
          redriven.id(),
          redriven.outcome().code(),
          redriven.detail().orElse(null),
          redriven.commands().stream().map(CommandJson::of).toList(),
          redriven.reasons().stream().map(Reason::code).toList(),
          redriven.held(),
          redriven.confirmed());
    }
  }

  /** A command for allocation-service, about a line of an order or about a batch. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CommandJson(
      String command,
      String orderid,
      String batchref,
      String sku,
      String lineid,
      Integer qty,
      LocalDate eta,
      int revision) {

    static CommandJson of(Command command) {
      return command instanceof Command.OfBatch ofBatch
          ? of(ofBatch)
          : of((Command.OfLine) command);
    }

    private static CommandJson of(Command.OfLine command) {
      return new CommandJson(
          command.name(),
          command.orderid(),
          null,
          command.sku(),
          command.line().lineid(),
          command instanceof Command.Allocate allocate ? allocate.qty() : null,
          null,
          command.revision());
    }

    private static CommandJson of(Command.OfBatch command) {
      Integer qty = null;
      LocalDate eta = null;
      if (command instanceof Command.CreateBatch created) {
        qty = created.qty();
        eta = created.eta().orElse(null);
      } else if (command instanceof Command.ChangeBatchQuantity resized) {
        qty = resized.qty();
      } else if (command instanceof Command.ChangeBatchEta moved) {
        eta = moved.eta().orElse(null);
      }
      return new CommandJson(
          command.name(),
          null,
          command.batchref(),
          command.sku(),
          null,
          qty,
          eta,
          command.revision());
    }
  }

  /**
   * What came of redriving many.
   *
   * @param outcomes how many came out how
   * @param next to be given as {@code after} to go on; absent when all were tried
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Results(Map<String, Long> outcomes, List<Result> results, Long next) {}

  /** The entries, oldest first. The calls they came in hold names and addresses: see one by id. */
  @GET
  @Operation(summary = "What is in quarantine, without the calls' XML")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Page.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public Response list(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String afterText,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limitText,
      @QueryParam("shop") String shop,
      @QueryParam("subject") String subject,
      @QueryParam("reason") String reason,
      @QueryParam("state") @DefaultValue("waiting") String state) {
    long after = number("after", afterText, 0, Long.MAX_VALUE);
    int limit = Math.toIntExact(number("limit", limitText, 1, MOST));
    Optional<State> wantedState = named(State.values(), State::code, state);
    if (wantedState.isEmpty() && !state.equals("any")) {
      return Problem.of(
          Response.Status.BAD_REQUEST, "state is waiting, redriven, discarded or any", "state");
    }
    return checked(subject, reason)
        .orElseGet(
            () -> {
              List<Entry> entries =
                  quarantine.after(after, filter(wantedState, shop, subject, reason), limit);
              return Response.ok(
                      new Page(
                          entries.stream().map(Waiting::of).toList(),
                          next(entries.size(), limit, () -> entries.get(limit - 1).id())))
                  .build();
            });
  }

  /** One entry with the call it came in. */
  @GET
  @Path("/{id}")
  @Operation(summary = "One entry with the XML of its call, and what was done about it")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Detail.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  public Response show(@PathParam("id") long id) {
    return quarantine
        .find(id)
        .map(
            kept ->
                Response.ok(
                        new Detail(
                            Waiting.of(kept.entry()),
                            kept.document().map(XmlRpcReader::readable).orElse(null),
                            quarantine.actions(id).stream().map(Done::of).toList()))
                    .build())
        .orElseGet(QuarantineResource::unknown);
  }

  /** Tries one entry again. */
  @POST
  @Path("/{id}/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Reads an entry's call once more, by the rules of today, and does what follows")
  @APIResponse(
      responseCode = "200",
      description =
          "What came of it: translated, with the commands; superseded by what was seen of the order"
              + " or said of the stock since; still_refused, with the reasons; not_found, when it does"
              + " not stand in the call by the rules of today, or contradicted, when these say of it"
              + " what the ledger does not: then the entry waits, and detail says what was looked"
              + " for",
      content = @Content(schema = @Schema(implementation = Result.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  @APIResponse(
      responseCode = "409",
      description = "It does not wait, its call is deleted, or its feed is not configured any more")
  public Response redrive(@PathParam("id") long id, Wanted wanted) {
    return checked(wanted, false)
        .orElseGet(
            () ->
                redriving
                    .redrive(id, wish(wanted))
                    .map(QuarantineResource::answer)
                    .orElseGet(QuarantineResource::unknown));
  }

  private static Response answer(Redriven redriven) {
    return switch (redriven.outcome()) {
      case NOT_WAITING -> conflict("the entry does not wait");
      case CALL_DELETED -> conflict("the entry's call has been deleted: it can be discarded");
      case NO_SUCH_FEED -> conflict("the entry's feed or shop is not configured any more");
      default -> Response.ok(Result.of(redriven)).build();
    };
  }

  /** Tries the waiting entries again. */
  @POST
  @Path("/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Tries the waiting entries again, the oldest first, some at a time")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Results.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public Response redriveMany(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String afterText,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limitText,
      @QueryParam("shop") String shop,
      @QueryParam("subject") String subject,
      @QueryParam("reason") String reason,
      Wanted wanted) {
    long after = number("after", afterText, 0, Long.MAX_VALUE);
    int limit = Math.toIntExact(number("limit", limitText, 1, MOST));
    return checked(subject, reason)
        .or(() -> checked(wanted, false))
        .orElseGet(
            () -> {
              List<Redriven> all =
                  redriving.redrive(
                      after,
                      filter(Optional.of(State.WAITING), shop, subject, reason),
                      limit,
                      wish(wanted));
              Map<String, Long> outcomes =
                  all.stream()
                      .collect(
                          Collectors.groupingBy(
                              each -> each.outcome().code(), TreeMap::new, Collectors.counting()));
              return Response.ok(
                      new Results(
                          outcomes,
                          all.stream().map(Result::of).toList(),
                          next(all.size(), limit, () -> all.get(limit - 1).id())))
                  .build();
            });
  }

  /** Settles one entry without doing anything about it. */
  @POST
  @Path("/{id}/discard")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Settles an entry without doing anything about it; what waited for it goes on")
  @APIResponse(responseCode = "204", description = "It is discarded")
  @APIResponse(responseCode = "404", description = "No such entry")
  @APIResponse(responseCode = "409", description = "It does not wait")
  public Response discard(@PathParam("id") long id, Wanted wanted) {
    return checked(wanted, true)
        .orElseGet(
            () ->
                redriving
                    .discard(id, wish(wanted))
                    .map(
                        done ->
                            done
                                ? Response.noContent().build()
                                : conflict("the entry does not wait"))
                    .orElseGet(QuarantineResource::unknown));
  }

  private static long number(String field, String written, long least, long most) {
    long number = NUMBER.matcher(written).matches() ? Long.parseLong(written) : -1;
    if (number < least || number > most) {
      String range = most == Long.MAX_VALUE ? "" : ", %d to %d".formatted(least, most);
      throw new Problem.Found(field + " is a whole number" + range, field);
    }
    return number;
  }

  private static Optional<Response> checked(String subject, String reason) {
    if (subject != null && subject(subject).isEmpty()) {
      return wrong("subject is order, line or stock", "subject");
    }
    return reason != null && reason(reason).isEmpty()
        ? wrong("no such reason", "reason")
        : Optional.empty();
  }

  private static Optional<Response> checked(Wanted wanted, boolean reasonNeeded) {
    if (wanted == null || isWrong(wanted.by(), true)) {
      return wrong("by is 1 to " + MOST_TEXT + " characters", "by");
    }
    return isWrong(wanted.reason(), reasonNeeded)
        ? wrong("reason is 1 to " + MOST_TEXT + " characters", "reason")
        : Optional.empty();
  }

  private static boolean isWrong(String text, boolean needed) {
    return text == null
        ? needed
        : text.isBlank() || text.length() > MOST_TEXT || text.indexOf('\0') >= 0;
  }

  private static Optional<Response> wrong(String detail, String field) {
    return Optional.of(Problem.of(Response.Status.BAD_REQUEST, detail, field));
  }

  private static Response conflict(String detail) {
    return Problem.of(Response.Status.CONFLICT, detail, null);
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such entry", "id");
  }

  private Redriving.Wish wish(Wanted wanted) {
    return new Redriving.Wish(
        wanted.by(), wanted.reason() == null ? "" : wanted.reason(), correlation.id());
  }

  private static Quarantine.Filter filter(
      Optional<State> state, String shop, String subject, String reason) {
    return new Quarantine.Filter(
        state, Optional.ofNullable(shop), subject(subject), reason(reason));
  }

  private static Optional<Subject> subject(String code) {
    return named(Subject.values(), Subject::code, code);
  }

  private static Optional<Reason> reason(String code) {
    return named(Reason.values(), Reason::code, code);
  }

  private static <T> Optional<T> named(T[] all, Function<T, String> code, String wanted) {
    return Arrays.stream(all).filter(each -> code.apply(each).equals(wanted)).findFirst();
  }

  private static Long next(int found, int limit, Supplier<Long> last) {
    return found == limit ? last.get() : null;
  }
}
