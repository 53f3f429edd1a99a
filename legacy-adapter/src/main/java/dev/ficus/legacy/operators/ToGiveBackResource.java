package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.GivenBack;
import dev.ficus.legacy.stock.BatchLedger.GivenBackResult;
import dev.ficus.legacy.stock.BatchLedger.UnitsToGiveBack;
import dev.ficus.legacy.stock.NamedSource;
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

/** Units that the monolith is to give back: set aside for lines that do not hold them any more. */
@Path("/stock/to-give-back")
@Produces(MediaType.APPLICATION_JSON)
public class ToGiveBackResource {

  private static final int MOST_SHOWN = 1000;
  private static final int MOST_TEXT = 500;

  private final BatchLedger ledger;

  ToGiveBackResource(BatchLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Units of a SKU that its source is to give back.
   *
   * @param units how many are left to give back
   * @param givenBackBefore how many were noted as given back up to now
   */
  @RegisterForReflection
  public record ToGiveBackJson(
      String batchref, String source, String sku, long units, long givenBackBefore) {

    static ToGiveBackJson of(UnitsToGiveBack each) {
      return new ToGiveBackJson(
          each.batchref(),
          NamedSource.sourceOf(each.source()),
          each.sku(),
          each.units(),
          each.givenBackBefore());
    }
  }

  /** The first 1000 of them. */
  @RegisterForReflection
  public record AllToGiveBackJson(List<ToGiveBackJson> batches) {}

  /**
   * What somebody has had the monolith give back.
   *
   * @param units at least 1
   * @param givenBackBefore as the list has it, so that what is sent twice is not noted twice
   * @param by 1 to 500 characters
   * @param reason 1 to 500 characters
   */
  @RegisterForReflection
  public record GivenBackJson(Long units, Long givenBackBefore, String by, String reason) {}

  /**
   * Conflict with what is known now.
   *
   * @param units how many are left to give back
   * @param givenBackBefore how many were noted as given back up to now
   */
  @RegisterForReflection
  public record GivenBackProblem(
      String title, int status, String detail, String field, long units, long givenBackBefore) {

    static Response of(UnitsToGiveBack now, String detail, String field) {
      return Response.status(Response.Status.CONFLICT)
          .type("application/problem+json")
          .entity(
              new GivenBackProblem(
                  Response.Status.CONFLICT.getReasonPhrase(),
                  Response.Status.CONFLICT.getStatusCode(),
                  detail,
                  field,
                  now.units(),
                  now.givenBackBefore()))
          .build();
    }
  }

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Units that the monolith is to give back, by batch",
      description =
          "It has set them aside for lines that do not hold them any more. Somebody has to have it"
              + " give them back, and to note it here.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AllToGiveBackJson.class)))
  public AllToGiveBackJson toGiveBack() {
    return new AllToGiveBackJson(
        ledger.toGiveBack(MOST_SHOWN).stream().map(ToGiveBackJson::of).toList());
  }

  /** Notes what was given back. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{batchref: .+}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Notes that the monolith has given units back")
  @APIResponse(responseCode = "204", description = "It is noted, with who has had it do that")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "There is no batch of figures of this reference")
  @APIResponse(
      responseCode = "409",
      description =
          "It has not so many units to give back, or something was noted since, perhaps the same:"
              + " nothing is changed, and the answer has the numbers of now",
      content = @Content(schema = @Schema(implementation = GivenBackProblem.class)))
  public Response gaveBack(@PathParam("batchref") String batchref, GivenBackJson found) {
    if (found == null || found.units() == null || found.units() < 1) {
      return wrong("units is a whole number of at least 1", "units");
    }
    if (found.givenBackBefore() == null || found.givenBackBefore() < 0) {
      return wrong(
          "givenBackBefore is a whole number of at least 0, as GET /stock/to-give-back shows it",
          "givenBackBefore");
    }
    if (isWrong(found.by())) {
      return wrong("by is 1 to " + MOST_TEXT + " characters", "by");
    }
    if (isWrong(found.reason())) {
      return wrong("reason is 1 to " + MOST_TEXT + " characters", "reason");
    }
    GivenBackResult result =
        ledger.gaveBack(
            batchref,
            new GivenBack(found.units(), found.givenBackBefore(), found.by(), found.reason()));
    if (result instanceof GivenBackResult.UnknownBatch) {
      return Problem.of(Response.Status.NOT_FOUND, "there is no such batch of figures", "batchref");
    }
    if (result instanceof GivenBackResult.TooMany tooMany) {
      return GivenBackProblem.of(
          tooMany.now(),
          "the monolith has not so many units to give back, and nothing is changed",
          "units");
    }
    if (result instanceof GivenBackResult.NotedMeanwhile meanwhile) {
      return GivenBackProblem.of(
          meanwhile.now(),
          "something was noted since, perhaps this, and nothing is changed",
          "givenBackBefore");
    }
    return Response.noContent().build();
  }

  private static boolean isWrong(String text) {
    return text == null || text.isBlank() || text.length() > MOST_TEXT || text.indexOf('\0') >= 0;
  }

  private static Response wrong(String detail, String field) {
    return Problem.of(Response.Status.BAD_REQUEST, detail, field);
  }
}
