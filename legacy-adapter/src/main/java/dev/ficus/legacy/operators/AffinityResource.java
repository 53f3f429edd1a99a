package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.routing.Affinity.AddedSku;
import dev.ficus.legacy.switching.Affinities;
import dev.ficus.legacy.switching.Affinities.WaveAffinity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
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

/** Affinity of a wave: how many orders it would split, and which SKUs to take over too. */
@Path("/strangling/waves/{wave}/affinity")
@Produces(MediaType.APPLICATION_JSON)
public class AffinityResource {

  private static final double PERCENT = 100;

  private final Affinities affinities;

  AffinityResource(Affinities affinities) {
    this.affinities = affinities;
  }

  /**
   * Affinity.
   *
   * @param days the orders first seen in so many days up to now
   * @param split_now how many of these have SKUs of both as it is
   * @param split how many would, if the wave were ours too
   * @param split_percent of a hundred orders
   * @param add SKUs that lower it most, one after the other
   */
  @RegisterForReflection
  public record AffinityJson(
      String wave,
      long days,
      long orders,
      long split_now,
      long split,
      double split_percent,
      List<AddedJson> add) {

    static AffinityJson of(String wave, WaveAffinity found) {
      return new AffinityJson(
          wave,
          found.over().toDays(),
          found.orders(),
          found.splitNow(),
          found.split(),
          percent(found.split(), found.orders()),
          found.add().stream().map(each -> AddedJson.of(each, found.orders())).toList());
    }
  }

  /**
   * SKU to take over too.
   *
   * @param split how many orders are split when it and those before it are
   */
  @RegisterForReflection
  public record AddedJson(String sku, long split, double split_percent) {

    static AddedJson of(AddedSku added, long orders) {
      return new AddedJson(added.sku(), added.split(), percent(added.split(), orders));
    }
  }

  private static double percent(long some, long all) {
    return all == 0 ? 0 : Math.round(some * PERCENT * PERCENT / all) / PERCENT;
  }

  /** Looks. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "How many orders a wave would split, and which SKUs to add to lower that",
      description =
          "By the orders of the last weeks: those that have SKUs of ours, the wave's among them,"
              + " and others. SKUs to add are found one after the other, each the best next.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AffinityJson.class)))
  @APIResponse(responseCode = "404", description = "No such wave")
  public Response affinity(@PathParam("wave") String wave) {
    return WaveAnswers.seen(
        wave,
        () -> affinities.of(wave),
        found -> Response.ok(AffinityJson.of(wave, found)).build());
  }
}
