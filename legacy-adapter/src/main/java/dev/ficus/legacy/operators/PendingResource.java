package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.PendingBook;
import dev.ficus.legacy.switching.PendingBook.PendingFinding;
import dev.ficus.legacy.switching.PendingBook.PendingResult;
import dev.ficus.legacy.switching.PendingBook.PendingUnits;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Units that the monolith was informed of and that its figures still count. */
@Path("/stock/pending")
@Produces(MediaType.APPLICATION_JSON)
public class PendingResource {

  private static final int MOST_SHOWN = 1_000;

  private final PendingBook book;

  PendingResource(PendingBook book) {
    this.book = book;
  }

  /**
   * Units of a SKU that are pending.
   *
   * @param figure as the monolith has reported it
   * @param told whether it was told to set some of them aside, and it is not known whether it has
   */
  @RegisterForReflection
  public record PendingJson(
      String batchref, String source, String sku, long units, long figure, boolean told) {

    static PendingJson of(PendingUnits each) {
      return new PendingJson(
          each.batchref(),
          NamedSource.sourceOf(each.source()),
          each.sku(),
          each.units(),
          each.figure(),
          each.told());
    }
  }

  /** The first 1000 of them. */
  @RegisterForReflection
  public record AllPendingJson(List<PendingJson> batches) {}

  /**
   * What somebody has found out about them.
   *
   * @param counted_out whether the figure counts them no more; false: the monolith knows nothing of
   *     them
   * @param units as the list has it
   * @param figure as the list has it
   * @param by 1 to 500 characters
   * @param reason 1 to 500 characters
   */
  @RegisterForReflection
  public record PendingFindingJson(
      Boolean counted_out, Long units, Long figure, String by, String reason) {}

  /** Conflict with the numbers of now. */
  @RegisterForReflection
  public record PendingProblem(
      String title, int status, String detail, String field, long units, long figure) {

    static Response of(PendingUnits now, String field) {
      return Response.status(Response.Status.CONFLICT)
          .type("application/problem+json")
          .entity(
              new PendingProblem(
                  Response.Status.CONFLICT.getReasonPhrase(),
                  Response.Status.CONFLICT.getStatusCode(),
                  "it is another number now, and nothing is changed: look again",
                  field,
                  now.units(),
                  now.figure()))
          .build();
    }
  }

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Units that the monolith was informed of and still counts, by batch",
      description =
          "It was told to set them aside for our lines, or books goods that have left. Its next"
              + " figures show it by themselves; where they do not, somebody has to look.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AllPendingJson.class)))
  public AllPendingJson pending() {
    return new AllPendingJson(book.pending(MOST_SHOWN).stream().map(PendingJson::of).toList());
  }

  /** Notes what somebody has found out. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{batchref: .+}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Notes that the monolith's figure counts them no more, or never will")
  @APIResponse(responseCode = "204", description = "It is noted, with who has found it out")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "Nothing is pending of this batch")
  @APIResponse(
      responseCode = "409",
      description = "The numbers are others now: nothing is changed, and the answer has them",
      content = @Content(schema = @Schema(implementation = PendingProblem.class)))
  public Response find(@PathParam("batchref") String batchref, PendingFindingJson found) {
    Deed deed = found == null ? Deed.of(null, null) : Deed.of(found.by(), found.reason());
    if (found.counted_out() == null) {
      throw new Problem.InvalidParameter("counted_out is true or false", "counted_out");
    }
    if (found.units() == null || found.units() < 1) {
      throw new Problem.InvalidParameter(
          "units is how many are pending, 1 or more, as GET /stock/pending shows it", "units");
    }
    if (found.figure() == null) {
      throw new Problem.InvalidParameter(
          "figure is the monolith's, as GET /stock/pending shows it", "figure");
    }
    PendingResult result =
        book.find(
            batchref,
            new PendingFinding(
                found.counted_out(), found.units(), found.figure(), deed.by(), deed.reason()));
    if (result instanceof PendingResult.NothingPending) {
      return Problem.of(Response.Status.NOT_FOUND, "nothing is pending of this batch", "batchref");
    }
    if (result instanceof PendingResult.PendingChanged changed) {
      return PendingProblem.of(
          changed.now(), changed.now().units() == found.units() ? "figure" : "units");
    }
    return Response.noContent().build();
  }
}
