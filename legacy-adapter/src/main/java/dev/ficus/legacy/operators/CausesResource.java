package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.judging.CauseBook;
import dev.ficus.legacy.judging.CauseBook.DifferenceCause;
import dev.ficus.legacy.judging.CauseBook.FoundCauses;
import dev.ficus.legacy.judging.CauseBook.RiskedSku;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Causes: what differs in shadow, put together by what it looks like, and by SKU. */
@Path("/strangling/parity/causes")
@Produces(MediaType.APPLICATION_JSON)
public class CausesResource {

  private final CauseBook book;

  CausesResource(CauseBook book) {
    this.book = book;
  }

  /**
   * Differences that look alike.
   *
   * @param monolith what the monolith decided, in words
   * @param ours what the shadow did
   * @param units that their lines order, each line once
   * @param latest when the last of them was judged
   */
  @RegisterForReflection
  public record CauseJson(
      String aspect,
      String verdict,
      String monolith,
      String ours,
      String why,
      long verdicts,
      long skus,
      long lines,
      long units,
      Instant latest) {

    static CauseJson of(DifferenceCause cause) {
      return new CauseJson(
          cause.aspect().code(),
          cause.verdict().code(),
          cause.theirs(),
          cause.ours(),
          cause.why(),
          cause.verdicts(),
          cause.skus(),
          cause.lines(),
          cause.units(),
          cause.latest());
    }
  }

  /**
   * SKU of which something differs.
   *
   * @param units that the lines order of which something differs, each line once
   */
  @RegisterForReflection
  public record RiskedJson(
      String sku, long worse, long better, long unjudged, long follow_on, long lines, long units) {

    static RiskedJson of(RiskedSku sku) {
      return new RiskedJson(
          sku.sku(),
          sku.worse(),
          sku.better(),
          sku.unjudged(),
          sku.followOn(),
          sku.lines(),
          sku.units());
    }
  }

  /**
   * What differs.
   *
   * @param wave missing of all
   * @param looked how many verdicts were looked at, the latest
   * @param whole whether these are all
   * @param causes the most frequent first
   * @param skus by units, the most first
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ParityCauses(
      String wave, long looked, boolean whole, List<CauseJson> causes, List<RiskedJson> skus) {}

  /** All of it. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "What differs in shadow, by what it looks like and by SKU, with the units at risk",
      description =
          "Of the latest 1,000 verdicts that are worse, better, unjudged or follow_on, those since"
              + " their SKUs were last based.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ParityCauses.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public ParityCauses causes(
      @QueryParam("wave") String wave,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("20")
          String limit) {
    FoundCauses found = book.causes(Optional.ofNullable(wave), EntryQuery.limit(limit));
    return new ParityCauses(
        wave,
        found.looked(),
        found.whole(),
        found.causes().stream().map(CauseJson::of).toList(),
        found.skus().stream().map(RiskedJson::of).toList());
  }
}
