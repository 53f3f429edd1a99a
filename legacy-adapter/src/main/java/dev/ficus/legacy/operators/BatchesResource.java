package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.KnownBatch;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Batches as the monolith has reported them. */
@Path("/stock/batches")
@Produces(MediaType.APPLICATION_JSON)
public class BatchesResource {

  private final BatchLedger ledger;

  BatchesResource(BatchLedger ledger) {
    this.ledger = ledger;
  }

  /** A batch as last reported; {@code confirmed} once the broker has all its commands. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BatchJson(
      String batchref,
      String shop,
      String sku,
      int qty,
      LocalDate eta,
      boolean figure,
      int revision,
      boolean confirmed) {

    static BatchJson of(KnownBatch known) {
      return new BatchJson(
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

  /** A batch. */
  @GET
  @Path("/{batchref: .+}")
  @Operation(summary = "What the ledger knows of a batch")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = BatchJson.class)))
  @APIResponse(responseCode = "404", description = "The ledger knows no such batch")
  public Response batch(@PathParam("batchref") String batchref) {
    return ledger
        .find(batchref)
        .map(known -> Response.ok(BatchJson.of(known)).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such batch", "batchref"));
  }
}
