package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.judging.ParityBook;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Rules by which differences between the shadow and the monolith are ignored for a while. */
@Path("/strangling/rules")
@Produces(MediaType.APPLICATION_JSON)
public class RulesResource {

  private final ParityBook book;

  RulesResource(ParityBook book) {
    this.book = book;
  }

  /**
   * Wish for a rule.
   *
   * @param aspect outcome, day, despatch or figure
   * @param verdict better or worse
   * @param wave, sku, shop where it holds; everywhere where they are missing
   * @param by who answers for it
   * @param expires_at within 30 days
   */
  @RegisterForReflection
  public record RuleWish(
      String aspect,
      String verdict,
      String wave,
      String sku,
      String shop,
      String by,
      String reason,
      Instant expires_at) {}

  /** A rule that is made. */
  @RegisterForReflection
  public record MadeRule(long id) {}

  /** All rules. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "The rules by which differences are ignored, with their hits; the last first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ParityJson.RulePage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public ParityJson.RulePage rules(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    long from =
        before == null ? Long.MAX_VALUE : EntryQuery.number("before", before, 0, Long.MAX_VALUE);
    return ParityJson.RulePage.of(book.rules(from, most), most, Instant.now());
  }

  /** Makes one. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ignores differences of a kind, for 30 days at most",
      description =
          "Whether a line is taken cannot be ignored. When the rule is over, what it has ignored"
              + " counts again.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = MadeRule.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  public Response make(RuleWish wish) {
    Deed deed = wish == null ? Deed.of(null, null) : Deed.of(wish.by(), wish.reason());
    OptionalLong made = book.make(rule(wish, deed));
    if (made.isEmpty()) {
      throw noExpiry();
    }
    return Response.status(Response.Status.CREATED).entity(new MadeRule(made.getAsLong())).build();
  }

  private static IgnoreRule rule(RuleWish wish, Deed deed) {
    Aspect aspect =
        ParityJson.aspect(wish.aspect())
            .filter(Aspect::canBeIgnored)
            .orElseThrow(
                () ->
                    new Problem.InvalidParameter(
                        "aspect is outcome, day, despatch or figure: whether a line is taken cannot"
                            + " be ignored",
                        "aspect"));
    VerdictWord verdict =
        ParityJson.verdict(wish.verdict())
            .filter(word -> word == VerdictWord.BETTER || word == VerdictWord.WORSE)
            .orElseThrow(
                () -> new Problem.InvalidParameter("verdict is better or worse", "verdict"));
    if (wish.expires_at() == null) {
      throw noExpiry();
    }
    return new IgnoreRule(
        0,
        text(wish.wave(), "wave"),
        text(wish.sku(), "sku"),
        text(wish.shop(), "shop"),
        aspect,
        verdict,
        deed.by(),
        deed.reason(),
        wish.expires_at());
  }

  private static Optional<String> text(String written, String field) {
    if (written != null && (written.isBlank() || written.indexOf('\0') >= 0)) {
      throw new Problem.InvalidParameter(field + " is missing, or a name", field);
    }
    return Optional.ofNullable(written);
  }

  private static Problem.InvalidParameter noExpiry() {
    return new Problem.InvalidParameter(
        "expires_at is a time in the next 30 days, such as 2026-12-06T12:00:00Z", "expires_at");
  }

  /** Ends one. */
  @DELETE
  @RolesAllowed(Role.OPERATOR)
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Ends a rule before its time: what it has ignored counts again")
  @APIResponse(responseCode = "204", description = "It is over")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such rule in force")
  public Response end(@PathParam("id") String id, Deed written) {
    Deed deed = Deed.of(written);
    return book.end(EntryQuery.number("id", id, 1, Long.MAX_VALUE), deed.by())
        ? Response.noContent().build()
        : Problem.of(Response.Status.NOT_FOUND, "no such rule in force", "id");
  }
}
