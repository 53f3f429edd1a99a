package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.routing.DrainingSkus;
import dev.ficus.legacy.routing.DrainingSkus.DrainingSku;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** SKUs of ours of which the monolith still has open lines. */
@Path("/strangling/draining")
@Produces(MediaType.APPLICATION_JSON)
public class DrainingResource {

  private final DrainingSkus draining;

  DrainingResource(DrainingSkus draining) {
    this.draining = draining;
  }

  /**
   * SKU that drains.
   *
   * @param lines open lines of the monolith
   * @param units of these
   * @param again whether it had settled: a line has grown or was opened again since
   * @param settled_at when it had; missing when it has not
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DrainingJson(
      String sku,
      String wave,
      int epoch,
      long lines,
      long units,
      boolean again,
      Instant settled_at) {

    static DrainingJson of(DrainingSku sku) {
      return new DrainingJson(
          sku.sku(),
          sku.wave(),
          sku.epoch(),
          sku.lines(),
          sku.units(),
          sku.settledAt().isPresent(),
          sku.settledAt().orElse(null));
    }
  }

  /** Page of SKUs that drain. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DrainingPage(List<DrainingJson> skus, String next) {}

  /** All of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "SKUs of ours of which the monolith still has open lines, page by page",
      description =
          "With their units. A SKU that had settled is there again when a line of the monolith has"
              + " grown or was opened again; no event says so.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DrainingPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public DrainingPage draining(
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    List<DrainingJson> page = draining.after(after, most).stream().map(DrainingJson::of).toList();
    return new DrainingPage(page, page.size() == most ? page.get(most - 1).sku() : null);
  }
}
