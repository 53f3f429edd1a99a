package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.leaks.LeakBook;
import dev.ficus.legacy.leaks.LeakBook.Leak;
import dev.ficus.legacy.leaks.LeakBook.LeakQuery;
import dev.ficus.legacy.leaks.LeakBook.LeakSettled;
import dev.ficus.legacy.leaks.LeakBook.Settling;
import dev.ficus.legacy.leaks.LeakBook.UnsettledLeaks;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Leaks: units of SKUs that are ours, which the monolith has sold through another door. */
@Path("/strangling/leaks")
@Produces(MediaType.APPLICATION_JSON)
public class LeaksResource {

  private final LeakBook book;

  LeaksResource(LeakBook book) {
    this.book = book;
  }

  /**
   * Leak.
   *
   * @param units that nothing explains
   * @param figure_before the monolith's figure before it fell; figure: since
   * @param told units of the fall of which the monolith had been informed
   * @param placed units of it that its own lines have taken, first seen or changed
   * @param served units of it for its lines that waited for stock
   * @param settled_at when somebody has settled it, with who and why; missing while nobody has
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LeakJson(
      long id,
      String sku,
      String source,
      String wave,
      int epoch,
      Instant at,
      long units,
      long figure_before,
      long figure,
      long told,
      long placed,
      long served,
      Instant settled_at,
      String settled_by,
      String settled_for) {

    static LeakJson of(Leak leak) {
      return new LeakJson(
          leak.id(),
          leak.sku(),
          leak.source(),
          leak.wave(),
          leak.epoch(),
          leak.at(),
          leak.leaked(),
          leak.figureBefore(),
          leak.figure(),
          leak.told(),
          leak.placed(),
          leak.served(),
          leak.settled().map(LeakSettled::at).orElse(null),
          leak.settled().map(LeakSettled::by).orElse(null),
          leak.settled().map(LeakSettled::reason).orElse(null));
    }
  }

  /**
   * Page of leaks, the latest first.
   *
   * @param unsettled_units of all leaks that nobody has settled, and of how many SKUs
   * @param next to be given as {@code before} for the next page; missing on the last
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LeakPage(
      List<LeakJson> leaks, long unsettled_units, long unsettled_skus, Long next) {}

  /** A page of them. */
  @GET
  @RolesAllowed(Role.READER)
  @Produces({MediaType.APPLICATION_JSON, CsvTable.TYPE})
  @Operation(
      summary = "Units of SKUs that are ours, which left the monolith's figures by another door",
      description =
          "Falls of its figures that neither its own lines nor what it was told explain, the latest"
              + " first; with Accept: text/csv as CSV.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = LeakPage.class)),
        @Content(mediaType = CsvTable.TYPE, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public Response leaks(
      @Parameter(description = "no, yes or any") @QueryParam("settled") @DefaultValue("any")
          String settled,
      @QueryParam("wave") String wave,
      @QueryParam("sku") String sku,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @Context HttpHeaders headers) {
    LeakQuery query = query(settled, wave, sku, before, limit);
    List<LeakJson> page = book.leaks(query).stream().map(LeakJson::of).toList();
    if (CsvTable.isWanted(headers)) {
      return csv(page).answer();
    }
    UnsettledLeaks all = book.unsettled();
    return Response.ok(
            new LeakPage(
                page,
                all.units(),
                all.skus(),
                page.size() == query.most() ? page.get(page.size() - 1).id() : null),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private static CsvTable csv(List<LeakJson> leaks) {
    CsvTable table =
        CsvTable.of(
            "id",
            "sku",
            "source",
            "wave",
            "epoch",
            "at",
            "units",
            "figure_before",
            "figure",
            "told",
            "placed",
            "served",
            "settled_at",
            "settled_by",
            "settled_for");
    leaks.forEach(
        leak ->
            table.row(
                leak.id(),
                leak.sku(),
                leak.source(),
                leak.wave(),
                leak.epoch(),
                leak.at(),
                leak.units(),
                leak.figure_before(),
                leak.figure(),
                leak.told(),
                leak.placed(),
                leak.served(),
                leak.settled_at(),
                leak.settled_by(),
                leak.settled_for()));
    return table;
  }

  private static LeakQuery query(
      String settled, String wave, String sku, String before, String limit) {
    Optional<Boolean> wanted =
        switch (settled) {
          case "any" -> Optional.empty();
          case "yes" -> Optional.of(true);
          case "no" -> Optional.of(false);
          default -> throw new Problem.InvalidParameter("settled is no, yes or any", "settled");
        };
    return new LeakQuery(
        wanted,
        Optional.ofNullable(wave),
        Optional.ofNullable(sku),
        before == null ? Long.MAX_VALUE : EntryQuery.number("before", before, 1, Long.MAX_VALUE),
        EntryQuery.limit(limit));
  }

  /** Notes what somebody has found out. */
  @POST
  @Path("/{id}/settle")
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Settles a leak: somebody has found out where the units went",
      description = "It stays in the list, with who and why. What was found first stands.")
  @APIResponse(responseCode = "204", description = "It is settled, or was before")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such leak")
  public Response settle(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @PathParam("id") String id,
      Deed written) {
    Deed deed = Deed.of(written);
    long leak = EntryQuery.number("id", id, 1, Long.MAX_VALUE);
    return book.settle(leak, deed.by(), deed.reason()) == Settling.UNKNOWN
        ? Problem.of(Response.Status.NOT_FOUND, "there is no such leak", "id")
        : Response.noContent().build();
  }
}
