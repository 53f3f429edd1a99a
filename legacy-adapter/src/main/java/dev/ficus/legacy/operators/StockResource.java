package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.opening.Opening;
import dev.ficus.legacy.opening.OpeningBook;
import dev.ficus.legacy.opening.OpeningStock;
import dev.ficus.legacy.opening.Reconciliation;
import dev.ficus.legacy.opening.UnreadableFile;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.KnownBatch;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the monolith has said of its stock, and the stock it had when it all began. */
@Path("/stock")
@RegisterForReflection(targets = {Opening.class, Opening.Defect.class, Reconciliation.Totals.class})
@Produces(MediaType.APPLICATION_JSON)
public class StockResource {

  private static final int OPENINGS = 100;
  private static final String SOON_SECONDS = "10";

  private final BatchLedger ledger;
  private final OpeningStock opening;
  private final OpeningBook book;
  private final Correlation correlation;

  StockResource(
      BatchLedger ledger, OpeningStock opening, OpeningBook book, Correlation correlation) {
    this.ledger = ledger;
    this.opening = opening;
    this.book = book;
    this.correlation = correlation;
  }

  /** A batch as last said; {@code confirmed} once the broker has all its commands. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Batch(
      String batchref,
      String shop,
      String sku,
      int qty,
      LocalDate eta,
      boolean figure,
      int revision,
      boolean confirmed) {

    static Batch of(KnownBatch known) {
      return new Batch(
          known.batchref(),
          known.shop(),
          known.sku(),
          known.now().quantity(),
          known.now().eta().orElse(null),
          known.figure(),
          known.revision(),
          known.isConfirmed());
    }
  }

  /** Lists that were taken in, the last one first. */
  @RegisterForReflection
  public record Openings(List<OpeningJson> openings) {}

  /** A list that was taken in. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpeningJson(@JsonUnwrapped Opening opening) {}

  /** A list with its first defects, and with what comparisons found, the last one first. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpeningDetail(
      @JsonUnwrapped Opening opening, List<DefectJson> defects, List<TotalsJson> reconciliations) {

    static OpeningDetail of(Opening.Detail detail) {
      return new OpeningDetail(
          detail.opening(),
          detail.defects().stream().map(DefectJson::new).toList(),
          detail.totals().stream().map(TotalsJson::of).toList());
    }
  }

  /** A row that could not be understood. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DefectJson(@JsonUnwrapped Opening.Defect defect) {}

  /** All batches together; {@code even} when all three have the same. */
  @RegisterForReflection
  public record TotalsJson(@JsonUnwrapped Reconciliation.Totals totals, boolean even) {

    static TotalsJson of(Reconciliation.Totals totals) {
      return new TotalsJson(totals, totals.isEven());
    }
  }

  /** What a comparison found. */
  @RegisterForReflection
  public record ReconciliationJson(
      OpeningJson opening, TotalsJson totals, List<DifferenceJson> differences) {}

  /** A batch of which not all have the same; who knows nothing of it is absent. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DifferenceJson(
      String sku,
      String batchref,
      ContentJson listed,
      ContentJson sent,
      boolean confirmed,
      ContentJson held) {

    static DifferenceJson of(Reconciliation.Difference difference) {
      return new DifferenceJson(
          difference.sku(),
          difference.batchref(),
          ContentJson.of(difference.listed()),
          ContentJson.of(difference.sent()),
          difference.confirmed(),
          ContentJson.of(difference.held()));
    }
  }

  /** How much is in it, and when; without an eta it is in the warehouse. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContentJson(int qty, LocalDate eta) {

    static ContentJson of(OpeningBook.Content content) {
      return content == null ? null : new ContentJson(content.quantity(), content.eta());
    }
  }

  /** A batch. */
  @GET
  @Path("/batches/{batchref: .+}")
  @Operation(summary = "What the ledger knows of a batch")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Batch.class)))
  @APIResponse(responseCode = "404", description = "A batch nobody has told of")
  public Response batch(@PathParam("batchref") String batchref) {
    return ledger
        .find(batchref)
        .map(known -> Response.ok(Batch.of(known)).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such batch", "batchref"));
  }

  /** All lists. */
  @GET
  @Path("/openings")
  @Operation(summary = "Lists of all stock that were taken in, the last one first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Openings.class)))
  public Openings openings() {
    return new Openings(book.last(OPENINGS).stream().map(OpeningJson::new).toList());
  }

  /** One list. */
  @GET
  @Path("/openings/{id}")
  @Operation(summary = "A list with the first 1000 rows that could not be understood")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningDetail.class)))
  @APIResponse(responseCode = "404", description = "No such list")
  public Response opening(@PathParam("id") long id) {
    return book.find(id)
        .map(detail -> Response.ok(OpeningDetail.of(detail)).build())
        .orElseGet(StockResource::unknown);
  }

  /** Asks a monolith. */
  @POST
  @Path("/openings/ask/{monolith}")
  @Operation(summary = "Asks a configured monolith for all its stock and takes it in")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OpeningDetail.class)))
  @APIResponse(responseCode = "404", description = "No such monolith")
  @APIResponse(responseCode = "502", description = "It does not answer as it should; ask again")
  @APIResponse(responseCode = "503", description = "The broker does not confirm; ask again")
  public Response ask(@PathParam("monolith") String monolith) {
    try {
      return opening
          .ask(monolith, correlation.id())
          .map(detail -> Response.ok(OpeningDetail.of(detail)).build())
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
  @Path("/openings/file/{shop}")
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
      content = @Content(schema = @Schema(implementation = OpeningDetail.class)))
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
      return Response.ok(OpeningDetail.of(opening.file(shop, file, charset, correlation.id())))
          .build();
    } catch (UnreadableFile e) {
      return Problem.of(Response.Status.BAD_REQUEST, e.getMessage(), e.field());
    } catch (IllegalArgumentException e) {
      return Problem.of(Response.Status.BAD_REQUEST, e.getMessage(), "shop");
    } catch (NotConfirmedException e) {
      return notConfirmed(e);
    }
  }

  /** Compares. */
  @POST
  @Path("/openings/{id}/reconciliation")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @Operation(
      summary = "Compares what was listed, what was sent, and what allocation-service has now",
      description =
          "The differences, the first 10000 of them, and totals; as a table for text/plain. What"
              + " was sent a moment ago may still be under way.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReconciliationJson.class)))
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
                    : Response.ok(json(report), MediaType.APPLICATION_JSON).build())
        .orElseGet(StockResource::unknown);
  }

  private static ReconciliationJson json(Reconciliation report) {
    return new ReconciliationJson(
        new OpeningJson(report.opening()),
        TotalsJson.of(report.totals()),
        report.differences().stream().map(DifferenceJson::of).toList());
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
