package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.CheckJson;
import dev.ficus.legacy.operators.CutOversJson.CutOverDetail;
import dev.ficus.legacy.operators.CutOversJson.CutOverDifferenceJson;
import dev.ficus.legacy.operators.CutOversJson.CutOverJson;
import dev.ficus.legacy.operators.CutOversJson.CutOverPage;
import dev.ficus.legacy.operators.RollBacksJson.ToldJson;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.CutOvers;
import dev.ficus.legacy.switching.RollBackBook;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Cut-overs that were begun. */
@Path("/strangling/cut-overs")
@Produces(MediaType.APPLICATION_JSON)
public class CutOversResource {

  private static final int MOST_SHOWN = 1_000;

  private final CutOverBook book;
  private final RollBackBook going;
  private final CutOvers cutOvers;

  CutOversResource(CutOverBook book, RollBackBook going, CutOvers cutOvers) {
    this.book = book;
    this.going = going;
    this.cutOvers = cutOvers;
  }

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "The cut-overs and rollbacks, page by page, the last one first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CutOverPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public CutOverPage all(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    long last =
        before == null ? Long.MAX_VALUE : EntryQuery.number("before", before, 1, Long.MAX_VALUE);
    List<CutOverJson> page = book.before(last, most).stream().map(CutOverJson::of).toList();
    return new CutOverPage(page, page.size() == most ? (Long) page.get(most - 1).id() : null);
  }

  /** One of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}")
  @Operation(
      summary = "A cut-over: its step, who has its lease, what it waits for, and what was found")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CutOverDetail.class)))
  @APIResponse(responseCode = "404", description = "No such cut-over")
  public Response one(@PathParam("id") long id) {
    return book.find(id).map(this::detail).orElseGet(CutOversResource::unknown);
  }

  private Response detail(CutOver cutOver) {
    return Response.ok(
            new CutOverDetail(
                CutOverJson.of(cutOver),
                CheckJson.of(book.checks(cutOver.id())),
                book.differences(cutOver.id(), MOST_SHOWN).stream()
                    .map(CutOverDifferenceJson::of)
                    .toList(),
                going.told(cutOver.id(), MOST_SHOWN).stream().map(ToldJson::of).toList()))
        .build();
  }

  /** Ends one. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{id}/abort")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ends a cut-over or rollback before its switch; everything is as it was before",
      description =
          "After the switch it goes on: the routes change again by a rollback, or a cut-over.")
  @APIResponse(responseCode = "204", description = "It has ended")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such cut-over")
  @APIResponse(responseCode = "409", description = "Its routes have changed, or it had ended")
  public Response abort(@PathParam("id") long id, Deed written) {
    Deed deed = Deed.of(written);
    return switch (cutOvers.abort(id, deed.by(), deed.reason())) {
      case ABORTED -> Response.noContent().build();
      case SWITCHED ->
          Problem.of(
              Response.Status.CONFLICT,
              "the routes have changed, and it goes on: products change again by a rollback or a cut-over",
              "id");
      case ENDED -> Problem.of(Response.Status.CONFLICT, "it has ended before", "id");
      case UNKNOWN -> unknown();
    };
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such cut-over", "id");
  }
}
