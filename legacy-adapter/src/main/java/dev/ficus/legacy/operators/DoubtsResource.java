package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.intake.Forwards.Doubt;
import dev.ficus.legacy.intake.Forwards.Finding;
import dev.ficus.legacy.intake.Forwards.FindingOutcome;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.order.OrderNumber;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Doubts: orders that were forwarded and had no answer, so that a person has to find out. */
@Path("/strangling/doubts")
@Produces(MediaType.APPLICATION_JSON)
public class DoubtsResource {

  private static final int MOST_SHOWN = 1000;
  private static final int MOST_TEXT = 500;

  private final Forwards forwards;
  private final OrderIntake intake;
  private final Correlation correlation;

  DoubtsResource(Forwards forwards, OrderIntake intake, Correlation correlation) {
    this.forwards = forwards;
    this.intake = intake;
    this.correlation = correlation;
  }

  /** An order in doubt. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoubtJson(
      String shop,
      String number,
      String feed,
      String correlationId,
      int calls,
      Instant since,
      Instant last_sent_at,
      String reason) {

    static DoubtJson of(Doubt doubt) {
      return new DoubtJson(
          doubt.order().shop(),
          doubt.order().number(),
          doubt.feed(),
          doubt.correlation(),
          doubt.calls(),
          doubt.since(),
          doubt.lastSentAt(),
          doubt.why().orElse(null));
    }
  }

  /** Orders in doubt, the first 1000 of them. */
  @RegisterForReflection
  public record DoubtsJson(long doubts, List<DoubtJson> orders) {}

  /**
   * What somebody has found out.
   *
   * @param by 1 to 500 characters
   * @param reason 1 to 500 characters
   */
  @RegisterForReflection
  public record FindingJson(Boolean monolith_has_it, String by, String reason) {}

  /** All doubts. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "Orders of which it is not known whether the monolith has them, the oldest first",
      description =
          "They were forwarded and had no answer. The sender had a fault, and sends again: a success"
              + " settles the doubt. What the sender gave up on a person settles.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DoubtsJson.class)))
  public DoubtsJson doubts() {
    return new DoubtsJson(
        forwards.inDoubt(), forwards.doubts(MOST_SHOWN).stream().map(DoubtJson::of).toList());
  }

  /** Settles a doubt. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{shop}/{number: .+}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Settles a doubt by what somebody has found out",
      description =
          "If the monolith does not have the order, its lines there are cancelled in the ledger. When"
              + " the shop sends the order again, it is forwarded as ever.")
  @APIResponse(responseCode = "204", description = "It is settled, and the finding is kept")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "The order is in no doubt")
  @APIResponse(
      responseCode = "409",
      description =
          "Somebody has settled it before, or a call about the order is under way; nothing is"
              + " changed")
  public Response settle(
      @PathParam("shop") String shop, @PathParam("number") String number, FindingJson found) {
    if (found == null || found.monolith_has_it() == null) {
      return wrong("monolith_has_it is true or false", "monolith_has_it");
    }
    if (isWrong(found.by())) {
      return wrong("by is 1 to " + MOST_TEXT + " characters", "by");
    }
    if (isWrong(found.reason())) {
      return wrong("reason is 1 to " + MOST_TEXT + " characters", "reason");
    }
    Optional<OrderNumber> order = OrderNumber.of(shop, number);
    FindingOutcome outcome =
        order
            .map(each -> new Finding(each, found.monolith_has_it(), found.by(), found.reason()))
            .map(finding -> forwards.settle(finding, correlation.id()))
            .orElse(FindingOutcome.NO_DOUBT);
    return switch (outcome) {
      case SETTLED -> {
        intake.release(order.orElseThrow());
        yield Response.noContent().build();
      }
      case SETTLED_BEFORE ->
          Problem.of(
              Response.Status.CONFLICT,
              "somebody has settled this doubt before, and nothing is changed: look at the order",
              "number");
      case UNDER_WAY ->
          Problem.of(
              Response.Status.CONFLICT,
              "a call about this order is on its way to the monolith, and its answer will count;"
                  + " nothing is changed: look again in a minute",
              "number");
      case NO_DOUBT -> Problem.of(Response.Status.NOT_FOUND, "the order is in no doubt", "number");
    };
  }

  private static boolean isWrong(String text) {
    return text == null || text.isBlank() || text.length() > MOST_TEXT || text.indexOf('\0') >= 0;
  }

  private static Response wrong(String detail, String field) {
    return Problem.of(Response.Status.BAD_REQUEST, detail, field);
  }
}
