package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import dev.ficus.legacy.judging.ParityBook;
import dev.ficus.legacy.judging.ParityBook.VerdictQuery;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Parity: whether the shadow decides as the monolith does. */
@Path("/strangling/parity")
public class ParityResource {

  private static final String CSV = "text/csv";

  private final ParityBook book;

  ParityResource(ParityBook book) {
    this.book = book;
  }

  /** The totals. */
  @GET
  @RolesAllowed(Role.READER)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "How many verdicts of each kind there are, by aspect, with the noise beside them",
      description = "Of each SKU those since it was last based in shadow.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ParityJson.ParityReport.class)))
  public ParityJson.ParityReport parity(@QueryParam("wave") String wave) {
    Optional<String> of = Optional.ofNullable(wave);
    return ParityJson.ParityReport.of(of, book.totals(of));
  }

  private static boolean isCurrent(String written) {
    if (!written.equals("true") && !written.equals("false")) {
      throw new Problem.InvalidParameter("current is true or false", "current");
    }
    return written.equals("true");
  }

  /** The verdicts. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/verdicts")
  @Produces({MediaType.APPLICATION_JSON, CSV})
  @Operation(summary = "Verdicts with both sides, page by page, the oldest first; as text/csv too")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ParityJson.Verdicts.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public Response verdicts(
      @QueryParam("wave") String wave,
      @QueryParam("sku") String sku,
      @Parameter(description = "taken, outcome, day, despatch or figure") @QueryParam("aspect")
          String aspect,
      @Parameter(description = "same, better, worse, race, follow_on, ignored or unjudged")
          @QueryParam("verdict")
          String verdict,
      @Parameter(
              description = "true: those that count, since their SKU was last based in shadow",
              schema = @Schema(type = SchemaType.BOOLEAN))
          @QueryParam("current")
          @DefaultValue("false")
          String current,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @Context HttpHeaders headers) {
    int most = EntryQuery.limit(limit);
    ParityJson.Verdicts page =
        ParityJson.Verdicts.of(
            book.verdicts(
                new VerdictQuery(
                    Optional.ofNullable(wave),
                    Optional.ofNullable(sku),
                    ParityJson.aspect(aspect),
                    ParityJson.verdict(verdict),
                    isCurrent(current),
                    EntryQuery.number("after", after, 0, Long.MAX_VALUE),
                    most)),
            most);
    return Wanted.asText(headers)
        ? Response.ok(page.csv(), CSV + ";charset=UTF-8").build()
        : Response.ok(page, MediaType.APPLICATION_JSON).build();
  }
}
