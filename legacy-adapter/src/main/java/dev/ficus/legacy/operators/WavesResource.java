package dev.ficus.legacy.operators;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.intake.ProductIntake;
import dev.ficus.legacy.opening.CsvReader;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.RoutesHeldException;
import dev.ficus.legacy.routing.SkuRoute;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.routing.WaveDecision;
import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.routing.WaveDecision.WaveStored;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Waves: the lists of SKUs that change their route together. */
@Path("/strangling/waves")
@Produces(MediaType.APPLICATION_JSON)
public class WavesResource {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern PART_OF_NAME = Pattern.compile("[A-Za-z0-9._-]{0,100}");
  private static final int MOST_SHOWN = 100;

  private final RouteBook book;
  private final ProductIntake products;

  WavesResource(RouteBook book, ProductIntake products) {
    this.book = book;
    this.products = products;
  }

  /** The waves. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "The waves, page by page, with how many SKUs of each have which route")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RoutesJson.Waves.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public RoutesJson.Waves waves(
      @Parameter(description = "What their names contain, in whatever case")
          @QueryParam("name")
          @DefaultValue("")
          String name,
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    if (!PART_OF_NAME.matcher(name).matches()) {
      throw new Problem.InvalidParameter(
          "name is up to 100 letters, digits, dots, hyphens and underscores", "name");
    }
    int most = EntryQuery.limit(limit);
    return RoutesJson.Waves.of(book.waves(name, after, most), most);
  }

  /** One wave. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{wave}")
  @Operation(summary = "A wave with its SKUs, page by page")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RoutesJson.WaveJson.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  @APIResponse(responseCode = "404", description = "No such wave")
  public Response wave(
      @PathParam("wave") String wave,
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    return book.wave(wave)
        .map(
            found ->
                Response.ok(RoutesJson.WaveJson.of(found, book.wave(wave, after, most), most))
                    .build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave"));
  }

  /** Stores a list. */
  @PUT
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{wave}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Stores the SKUs of a wave, all of them",
      description =
          "A list of SKUs, or {skus, route}; as text/csv a file with a column sku, and the route as a"
              + " parameter. What was in the wave and is not in the list leaves it. A route is given"
              + " with the first list alone, and only to SKUs that nobody has shown yet: it moves"
              + " nothing. SKUs that nobody has shown are named in the answer.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RoutesJson.StoredWave.class)))
  @APIResponse(responseCode = "400", description = "The list is wrong; the answer names the place")
  @APIResponse(
      responseCode = "409",
      description = "It is refused; the answer has the reason, the SKUs, and what to do",
      content = @Content(schema = @Schema(implementation = RoutesJson.WaveProblem.class)))
  @APIResponse(
      responseCode = "503",
      description =
          "Nothing is changed, because a transaction under way does not end; the answer names it")
  public Response put(
      @PathParam("wave") String wave, @QueryParam("route") String route, JsonNode list) {
    SkuList skus = SkuList.of(list);
    JsonNode member = list == null ? null : list.get("route");
    return put(wave, member == null || member.isNull() ? route : member.asText(), skus);
  }

  /** Stores a file. */
  @PUT
  @RolesAllowed(Role.MIGRATOR)
  @Path("/{wave}")
  @Consumes("text/csv")
  @Operation(hidden = true)
  public Response put(
      @PathParam("wave") String wave,
      @QueryParam("route") String route,
      @Context HttpHeaders headers,
      InputStream file)
      throws IOException {
    Optional<Charset> charset =
        Optional.ofNullable(headers.getMediaType())
            .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER))
            .flatMap(CsvReader::charset);
    return put(wave, route, SkuList.of(file, charset));
  }

  private Response put(String wave, String route, SkuList list) {
    if (!NAME.matcher(wave).matches()) {
      throw new Problem.InvalidParameter(
          "wave is 1 to 100 letters, digits, dots, hyphens and underscores", "wave");
    }
    if (!list.defects().isEmpty()) {
      return RoutesJson.WaveProblem.of(list.defects());
    }
    Optional<Route> start = RoutesJson.route(route);
    WaveDecision decision;
    try {
      decision = book.put(new Wave(wave, list.skus(), start));
    } catch (RoutesHeldException held) {
      return Problem.of(Response.Status.SERVICE_UNAVAILABLE, held.getMessage(), null);
    }
    if (decision instanceof WaveRefused refused) {
      return refused(refused);
    }
    // What is not confirmed now is sent again later, like all commands.
    products.deliver(list.skus());
    Set<String> neverSeen = book.neverSeen(list.skus());
    WaveStored stored = (WaveStored) decision;
    return Response.ok(
            new RoutesJson.StoredWave(
                wave,
                list.skus().size(),
                stored.added().size(),
                stored.removed().size(),
                neverSeen.size(),
                neverSeen.stream().sorted().limit(MOST_SHOWN).toList()))
        .build();
  }

  private static Response refused(WaveRefused refused) {
    List<SkuRoute> shown = refused.skus().stream().limit(MOST_SHOWN).toList();
    Response.Status status =
        refused.reason() == WaveRefusal.EMPTY
            ? Response.Status.BAD_REQUEST
            : Response.Status.CONFLICT;
    return RoutesJson.WaveProblem.of(status, refused, shown);
  }
}
