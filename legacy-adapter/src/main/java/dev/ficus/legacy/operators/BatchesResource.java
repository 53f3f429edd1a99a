package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.ReportedFigure;
import dev.ficus.legacy.stock.SourceFigures;
import dev.ficus.legacy.stock.SourceStock;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

  /** A figure as it was last reported to a shop. */
  @RegisterForReflection
  public record FigureJson(String shop, long qty) {

    static FigureJson of(ReportedFigure figure) {
      return new FigureJson(figure.shop(), figure.units());
    }
  }

  /**
   * A batch as it is sent; {@code confirmed} once the broker has all its commands. For one of
   * figures, what was reported, units of our lines that it does not count any more or still counts,
   * units that the source is to give back, and how many of the batch it has promised to others or
   * lacks.
   */
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
      boolean confirmed,
      List<FigureJson> figures,
      Long uncounted,
      Long pending,
      Long toGiveBack,
      Long oversold) {

    static BatchJson of(KnownBatch known, Optional<SourceFigures> figures) {
      Optional<SourceStock> stock = figures.map(SourceFigures::stock);
      return new BatchJson(
          known.batchref(),
          known.shop(),
          known.sku(),
          known.now().quantity(),
          known.now().eta().orElse(null),
          known.figure(),
          known.revision(),
          known.isConfirmed(),
          figures.map(all -> all.byShop().stream().map(FigureJson::of).toList()).orElse(null),
          stock.map(SourceStock::uncounted).orElse(null),
          stock.map(SourceStock::pending).orElse(null),
          stock.map(SourceStock::toGiveBack).orElse(null),
          stock.map(SourceStock::oversold).orElse(null));
    }
  }

  /** A batch. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{batchref: .+}")
  @Operation(summary = "What the ledger knows of a batch")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = BatchJson.class)))
  @APIResponse(responseCode = "404", description = "The ledger knows no such batch")
  public Response batch(@PathParam("batchref") String batchref) {
    return ledger
        .state(batchref)
        .map(state -> Response.ok(BatchJson.of(state.batch(), state.figures())).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such batch", "batchref"));
  }
}
