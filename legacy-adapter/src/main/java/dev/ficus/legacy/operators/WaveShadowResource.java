package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.shadow.ShadowBook;
import dev.ficus.legacy.shadow.ShadowBook.RefusedSku;
import dev.ficus.legacy.shadow.ShadowBook.ShadowDecision;
import dev.ficus.legacy.shadow.ShadowBook.ShadowedSku;
import dev.ficus.legacy.shadow.ShadowFeed;
import dev.ficus.legacy.shadow.ShadowState;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The SKUs of a wave in the shadow. */
@Path("/strangling/waves/{wave}")
@Produces(MediaType.APPLICATION_JSON)
public class WaveShadowResource {

  private static final int MOST_SHOWN = 100;

  private final ShadowBook book;
  private final ShadowFeed shadow;
  private final RouteBook routes;

  WaveShadowResource(ShadowBook book, ShadowFeed shadow, RouteBook routes) {
    this.book = book;
    this.shadow = shadow;
    this.routes = routes;
  }

  /**
   * SKU of the wave.
   *
   * @param state missing when it was never in the shadow
   * @param why why it is lost or has ended
   * @param basing how often it was based
   * @param figure the monolith's figure that was fed last
   * @param batch units of its batch in the shadow
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShadowedJson(
      String sku, String state, String why, int basing, Instant based_at, Long figure, Long batch) {

    static ShadowedJson of(ShadowedSku sku) {
      return new ShadowedJson(
          sku.sku(),
          sku.state().map(ShadowState::code).orElse(null),
          sku.why().isEmpty() ? null : sku.why(),
          sku.basing(),
          sku.basedAt().orElse(null),
          units(sku.figure()),
          units(sku.batch()));
    }

    private static Long units(OptionalLong units) {
      return units.isPresent() ? (Long) units.getAsLong() : null;
    }
  }

  /** Page of the SKUs. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShadowedPage(String wave, List<ShadowedJson> skus, String next) {}

  /** How many SKUs were based, or have ended. */
  @RegisterForReflection
  public record ShadowDone(String wave, int skus) {}

  /** SKU because of which nothing was done. */
  @RegisterForReflection
  public record RefusedJson(String sku, String reason, String hint) {

    static RefusedJson of(RefusedSku refused) {
      return new RefusedJson(
          refused.sku(),
          refused.refusal().name().toLowerCase(Locale.ROOT),
          refused.refusal().hint());
    }
  }

  /**
   * Problem of a wave that cannot be in the shadow.
   *
   * @param refused how many SKUs it is refused for
   * @param refused_skus the first 100 of them
   */
  @RegisterForReflection
  public record ShadowProblem(
      String title, int status, String detail, int refused, List<RefusedJson> refused_skus) {

    static Response of(List<RefusedSku> refused) {
      Response.Status status = Response.Status.CONFLICT;
      return Response.status(status)
          .type("application/problem+json")
          .entity(
              new ShadowProblem(
                  status.getReasonPhrase(),
                  status.getStatusCode(),
                  "nothing is shadowed: take these SKUs out of the wave, or wait",
                  refused.size(),
                  refused.stream().limit(MOST_SHOWN).map(RefusedJson::of).toList()))
          .build();
    }
  }

  /** The SKUs. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/shadow")
  @Operation(summary = "Which SKUs of a wave are in the shadow, page by page")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ShadowedPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  @APIResponse(responseCode = "404", description = "No such wave")
  public Response shadowed(
      @PathParam("wave") String wave,
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    if (routes.wave(wave).isEmpty()) {
      return noSuchWave();
    }
    List<ShadowedJson> page = book.skus(wave, after, most).stream().map(ShadowedJson::of).toList();
    return Response.ok(
            new ShadowedPage(wave, page, page.size() == most ? page.get(most - 1).sku() : null))
        .build();
  }

  /** Bases them. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/shadow")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Has the shadow decide about the SKUs of a wave from now on",
      description =
          "Each begins with the monolith's figure of now; so does one again that is in the shadow"
              + " already, and what was lost is mended by it. All of them, or none.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ShadowDone.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  @APIResponse(
      responseCode = "409",
      description = "There is no shadow, or SKUs cannot be in it; the answer names them and why",
      content = @Content(schema = @Schema(implementation = ShadowProblem.class)))
  public Response shadow(@PathParam("wave") String wave, Deed written) {
    Deed deed = Deed.of(written);
    if (shadow.address().isEmpty()) {
      return Problem.of(
          Response.Status.CONFLICT,
          "there is no shadow: ficus.legacy.shadow.virtual-host is not set",
          null);
    }
    return answer(wave, book.base(wave, deed.by(), deed.reason()));
  }

  /** Ends it. */
  @POST
  @RolesAllowed(Role.MIGRATOR)
  @Path("/unshadow")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Has the shadow not decide about the SKUs of a wave any more")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ShadowDone.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such wave")
  public Response unshadow(@PathParam("wave") String wave, Deed written) {
    Deed deed = Deed.of(written);
    return answer(wave, book.end(wave, deed.by(), deed.reason()));
  }

  private static Response answer(String wave, Optional<ShadowDecision> decided) {
    if (decided.isEmpty()) {
      return noSuchWave();
    }
    return decided.get().refused().isEmpty()
        ? Response.ok(new ShadowDone(wave, decided.get().changed())).build()
        : ShadowProblem.of(decided.get().refused());
  }

  private static Response noSuchWave() {
    return Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave");
  }
}
