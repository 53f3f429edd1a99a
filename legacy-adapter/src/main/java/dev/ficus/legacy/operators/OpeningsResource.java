package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.opening.OpeningBook;
import dev.ficus.legacy.opening.OpeningStock;
import dev.ficus.legacy.opening.Reconciliation;
import dev.ficus.legacy.opening.UnreadableFile;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Opening stock: the lists of all stock that were imported, and their reconciliation. */
@Path("/stock/openings")
@Produces(MediaType.APPLICATION_JSON)
public class OpeningsResource {

  private static final int OPENINGS = 100;
  private static final String SOON_SECONDS = "10";

  private final OpeningStock opening;
  private final OpeningBook book;
  private final Correlation correlation;

  OpeningsResource(OpeningStock opening, OpeningBook book, Correlation correlation) {
    this.opening = opening;
    this.book = book;
    this.correlation = correlation;
  }

  /** All lists. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "Lists of all stock that were taken in, the last one first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningJson.Openings.class)))
  public OpeningJson.Openings openings() {
    return new OpeningJson.Openings(
        book.last(OPENINGS).stream().map(OpeningJson.Summary::new).toList());
  }

  /** One list. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}")
  @Operation(summary = "A list with the first 1000 rows that could not be understood")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningJson.OpeningDetail.class)))
  @APIResponse(responseCode = "404", description = "No such list")
  public Response opening(@PathParam("id") long id) {
    return book.find(id)
        .map(detail -> Response.ok(OpeningJson.OpeningDetail.of(detail)).build())
        .orElseGet(OpeningsResource::unknown);
  }

  /** Asks a monolith. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/ask/{monolith}")
  @Operation(summary = "Asks a configured monolith for all its stock and takes it in")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningJson.OpeningDetail.class)))
  @APIResponse(responseCode = "404", description = "No such monolith")
  @APIResponse(responseCode = "502", description = "It does not answer as it should; ask again")
  @APIResponse(responseCode = "503", description = "The broker does not confirm; ask again")
  public Response ask(@PathParam("monolith") String monolith) {
    try {
      return opening
          .ask(monolith, correlation.id())
          .map(detail -> Response.ok(OpeningJson.OpeningDetail.of(detail)).build())
          .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such monolith", "monolith"));
    } catch (IOException e) {
      return Problem.of(
          Response.Status.BAD_GATEWAY, "its list could not be had: " + e.getMessage(), null);
    } catch (NotConfirmedException e) {
      return notConfirmed(e);
    }
  }

  /** Takes in a file. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/file/{shop}")
  @Consumes("text/csv")
  @Operation(
      summary = "Takes in a file of all stock of a shop",
      description =
          "Columns batchref, sku, qty, eta by a header line, separated by commas, semicolons or tabs."
              + " A row without batchref is the SKU's figure. Up to 2 GB, read as it comes; a bad row"
              + " is reported and the others go on, and so is a batch or a figure that is there"
              + " already: the first counts.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningJson.OpeningDetail.class)))
  @APIResponse(responseCode = "400", description = "No such shop, or no header")
  @APIResponse(responseCode = "415", description = "No such charset")
  @APIResponse(responseCode = "503", description = "The broker does not confirm; send it again")
  public Response file(
      @PathParam("shop") String shop, @Context HttpHeaders headers, InputStream file)
      throws IOException {
    Optional<String> named;
    try {
      named =
          Optional.ofNullable(headers.getMediaType())
              .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER));
    } catch (IllegalArgumentException none) {
      return Problem.of(
          Response.Status.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is none", "Content-Type");
    }
    Optional<Charset> charset = named.flatMap(OpeningStock::charset);
    if (named.isPresent() && charset.isEmpty()) {
      return Problem.of(
          Response.Status.UNSUPPORTED_MEDIA_TYPE,
          "there is no charset " + named.get(),
          "Content-Type");
    }
    try {
      return Response.ok(
              OpeningJson.OpeningDetail.of(opening.file(shop, file, charset, correlation.id())))
          .build();
    } catch (UnreadableFile e) {
      return Problem.of(Response.Status.BAD_REQUEST, e.getMessage(), e.field());
    } catch (IllegalArgumentException e) {
      return Problem.of(Response.Status.BAD_REQUEST, e.getMessage(), "shop");
    } catch (NotConfirmedException e) {
      return notConfirmed(e);
    }
  }

  /** Reconciles. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{id}/reconciliation")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @Operation(
      summary = "Compares what was listed, what was sent, and what allocation-service has now",
      description =
          "The differences, the first 10000 of them, and totals; as a table for text/plain. What"
              + " was sent a moment ago may still be under way.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningJson.ReconciliationJson.class)))
  @APIResponse(responseCode = "404", description = "No such list")
  @APIResponse(responseCode = "502", description = "allocation-service does not answer")
  public Response reconcile(@PathParam("id") long id, @Context HttpHeaders headers) {
    Optional<Reconciliation> found;
    try {
      found = opening.reconcile(id);
    } catch (IOException e) {
      return Problem.of(Response.Status.BAD_GATEWAY, "allocation-service: " + e.getMessage(), null);
    }
    return found
        .map(
            report ->
                Wanted.asText(headers)
                    ? Response.ok(ReconciliationText.of(report), MediaType.TEXT_PLAIN).build()
                    : Response.ok(OpeningJson.of(report), MediaType.APPLICATION_JSON).build())
        .orElseGet(OpeningsResource::unknown);
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "no such opening", "id");
  }

  private static Response notConfirmed(NotConfirmedException failure) {
    Response later =
        Problem.of(
            Response.Status.SERVICE_UNAVAILABLE,
            "the broker does not confirm, send it again: " + failure.getMessage(),
            null);
    return Response.fromResponse(later).header("Retry-After", SOON_SECONDS).build();
  }
}
