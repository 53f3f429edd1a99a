package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.OversoldUnits;
import dev.ficus.legacy.stock.NamedSource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Units that have left for our lines, and that the monolith has promised to others or lacks. */
@Path("/stock/oversold")
@Produces(MediaType.APPLICATION_JSON)
public class OversoldResource {

  private static final int MOST_SHOWN = 1000;

  private final BatchLedger ledger;

  OversoldResource(BatchLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Batch of which more units have left than its source has.
   *
   * @param despatched how many have left
   * @param units how many of these the source has not
   */
  @RegisterForReflection
  public record OversoldJson(
      String batchref, String source, String sku, long despatched, long units) {

    static OversoldJson of(OversoldUnits each) {
      return new OversoldJson(
          each.batchref(),
          NamedSource.sourceOf(each.source()),
          each.sku(),
          each.despatched(),
          each.units());
    }
  }

  /** The first 1000 of them. */
  @RegisterForReflection
  public record AllOversoldJson(List<OversoldJson> batches) {}

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Units that have left, and that the monolith has promised to others or lacks",
      description =
          "The batch is as large as what has left of it. The monolith has to buy these units, or to"
              + " cancel what it has promised; its next figure ends it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AllOversoldJson.class)))
  public AllOversoldJson oversold() {
    return new AllOversoldJson(ledger.oversold(MOST_SHOWN).stream().map(OversoldJson::of).toList());
  }
}
