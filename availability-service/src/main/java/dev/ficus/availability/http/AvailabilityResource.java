package dev.ficus.availability.http;

import dev.ficus.availability.Settings;
import dev.ficus.availability.projecting.View;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** When can I have N of these? */
@Path("/availability")
@Blocking
public class AvailabilityResource {

  private final Answers answers;
  private final Settings settings;
  private final Clock clock;

  AvailabilityResource(Answers answers, Settings settings, Clock clock) {
    this.answers = answers;
    this.settings = settings;
    this.clock = clock;
  }

  @GET
  @Path("/{sku: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "availability",
      summary = "When can I have N of these?",
      description =
          "Promises by the rule that allocation follows: a line goes whole into the first batch"
              + " with room, warehouse first, then by ETA, then by reference. Days are calendar"
              + " days in the warehouse's time zone.")
  @APIResponse(
      responseCode = "200",
      description = "What is free, by when, and the promise for the quantity",
      headers = {
        @Header(
            name = "as-of",
            description = "The time (RFC 3339) to which the answer is current",
            schema = @Schema(type = SchemaType.STRING, format = "date-time")),
        @Header(
            name = "ETag",
            description = "Changes with the SKU's sequence and at midnight",
            schema = @Schema(type = SchemaType.STRING))
      },
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @APIResponse(responseCode = "304", description = "If-None-Match has it")
  @APIResponse(responseCode = "400", description = "qty is no quantity, or sku no SKU")
  @APIResponse(responseCode = "404", description = "No such SKU")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Response availability(
      @Parameter(description = "The SKU, percent-encoded", example = "HAZARDOUS_RUG")
          @PathParam("sku")
          String sku,
      @Parameter(
              description = "Units wanted in one order line, 1 to 2147483647; 1 when absent",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "2147483647"))
          @QueryParam("qty")
          String qty,
      @Context UriInfo uri,
      @Context Request request) {
    int wanted = quantity(uri.getQueryParameters().get("qty"));
    View view =
        answers
            .view(sku, "sku")
            .orElseThrow(() -> Problem.unknown("sku", "there is no product " + sku));
    return answer(view, wanted, request);
  }

  private Response answer(View view, int qty, Request request) {
    LocalDate today = LocalDate.now(clock.withZone(settings.zone()));
    // At midnight answers change without an event: a promise comes a day nearer, or is overdue.
    EntityTag tag = new EntityTag(view.sequence() + "-" + today);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder response =
        unchanged != null
            ? unchanged
            : Response.ok(Answer.of(view.stock().availability(qty, today)));
    return response.tag(tag).cacheControl(askAgain()).header("as-of", answers.asOf(view)).build();
  }

  // Told from all that was given: as a parameter, "?qty=" looks like none, and of two the first.
  private static int quantity(List<String> given) {
    if (given == null) {
      return 1;
    }
    try {
      int quantity = Integer.parseInt(given.get(0));
      if (quantity >= 1 && given.size() == 1) {
        return quantity;
      }
    } catch (NumberFormatException noNumber) {
      // Answered below, like a number out of range.
    }
    throw Problem.malformed("qty", "qty must be a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private static CacheControl askAgain() {
    CacheControl control = new CacheControl();
    control.setNoCache(true);
    control.setNoTransform(false);
    return control;
  }
}
