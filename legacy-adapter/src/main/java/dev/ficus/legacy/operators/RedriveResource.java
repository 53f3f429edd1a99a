package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.QuarantineJson.ActionRequest;
import dev.ficus.legacy.operators.QuarantineJson.RedrivenJson;
import dev.ficus.legacy.operators.QuarantineJson.RedrivenPage;
import dev.ficus.legacy.quarantine.EntryState;
import dev.ficus.legacy.quarantine.Redriven;
import dev.ficus.legacy.quarantine.Redriving;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Redrives and discards entries of the quarantine, each time with who wants it and why. */
@Path("/quarantine")
@Produces(MediaType.APPLICATION_JSON)
public class RedriveResource {

  private static final int MOST_TEXT = 500;

  private final Redriving redriving;
  private final Correlation correlation;

  RedriveResource(Redriving redriving, Correlation correlation) {
    this.redriving = redriving;
    this.correlation = correlation;
  }

  /** Redrives one entry. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{id}/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Reads an entry's call once more, by the rules of today, and does what follows")
  @APIResponse(
      responseCode = "200",
      description =
          "The outcome: translated, with the commands; superseded by a later call about the order or"
              + " the stock; still_refused, with the reasons; later, while products in it change their"
              + " route; not_found, when the call does not hold it by the rules of today, or contradicted, when by these it says what the ledger"
              + " does not: then the entry waits, and detail names what was looked for",
      content = @Content(schema = @Schema(implementation = RedrivenJson.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  @APIResponse(
      responseCode = "409",
      description = "It does not wait, its call is deleted, or its feed is not configured any more")
  public Response redrive(@PathParam("id") long id, ActionRequest request) {
    return redriving
        .redrive(id, redriveRequest(request, false))
        .map(RedriveResource::answer)
        .orElseGet(RedriveResource::unknown);
  }

  private static Response answer(Redriven redriven) {
    return switch (redriven.outcome()) {
      case NOT_WAITING -> conflict("the entry does not wait");
      case CALL_DELETED -> conflict("the entry's call has been deleted: it can be discarded");
      case NO_SUCH_FEED -> conflict("the entry's feed or shop is not configured any more");
      default -> Response.ok(RedrivenJson.of(redriven)).build();
    };
  }

  /** Redrives a page of the waiting entries. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Redrives the waiting entries, the oldest first, some at a time")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RedrivenPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public RedrivenPage redriveMany(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @QueryParam("shop") String shop,
      @QueryParam("subject") String subject,
      @QueryParam("reason") String reason,
      ActionRequest request) {
    EntryQuery query = EntryQuery.of(after, limit, shop, subject, reason, EntryState.WAITING);
    List<Redriven> page =
        redriving.redrive(
            query.after(), query.filter(), query.limit(), redriveRequest(request, false));
    Map<String, Long> outcomes =
        page.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.outcome().code(), TreeMap::new, Collectors.counting()));
    return new RedrivenPage(
        outcomes, page.stream().map(RedrivenJson::of).toList(), query.next(page, Redriven::id));
  }

  /** Discards one entry. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{id}/discard")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Settles an entry without doing anything about it; what waited for it goes on")
  @APIResponse(responseCode = "204", description = "It is discarded")
  @APIResponse(responseCode = "404", description = "No such entry")
  @APIResponse(responseCode = "409", description = "It does not wait")
  public Response discard(@PathParam("id") long id, ActionRequest request) {
    return redriving
        .discard(id, redriveRequest(request, true))
        .map(done -> done ? Response.noContent().build() : conflict("the entry does not wait"))
        .orElseGet(RedriveResource::unknown);
  }

  private Redriving.RedriveRequest redriveRequest(ActionRequest request, boolean reasonNeeded) {
    if (request == null || isWrong(request.by(), true)) {
      throw wrong("by");
    }
    if (isWrong(request.reason(), reasonNeeded)) {
      throw wrong("reason");
    }
    return new Redriving.RedriveRequest(
        request.by(), request.reason() == null ? "" : request.reason(), correlation.id());
  }

  private static boolean isWrong(String text, boolean needed) {
    return text == null
        ? needed
        : text.isBlank() || text.length() > MOST_TEXT || text.indexOf('\0') >= 0;
  }

  private static Problem.InvalidParameter wrong(String field) {
    return new Problem.InvalidParameter(field + " is 1 to " + MOST_TEXT + " characters", field);
  }

  private static Response conflict(String detail) {
    return Problem.of(Response.Status.CONFLICT, detail, null);
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such entry", "id");
  }
}
