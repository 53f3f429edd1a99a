package dev.ficus.availability.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.availability.Settings;
import dev.ficus.availability.projecting.View;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** When can I have N of these? Answered from memory, so no thread ever waits. */
@Path("/availability")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class AvailabilityResource {

  private static final String AS_OF = "as-of";

  private final Answers answers;
  private final Duration cacheFor;

  AvailabilityResource(Answers answers, Settings settings) {
    this.answers = answers;
    this.cacheFor = settings.cacheFor();
  }

  @GET
  @Path("/{sku: .+}")
  @Operation(
      operationId = "availability",
      summary = "When can I have N of these, here?",
      description =
          "Promises by the rule that allocation follows: a line goes whole into the first batch"
              + " with room, warehouse first, then by ETA, then by reference. Days are calendar"
              + " days in the warehouse's time zone; with a destination the promise is the day by"
              + " which the goods are there, by the lead times in force.")
  @Parameter(
      name = "qty",
      in = ParameterIn.QUERY,
      description = "Units wanted in one order line, 1 to 2147483647; 1 when absent",
      schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "2147483647"))
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description =
          "Where to: a country (ISO 3166) and perhaps a postcode or its beginning; without it, at"
              + " the warehouse",
      example = "GB-SW1A",
      schema = @Schema(type = SchemaType.STRING))
  @APIResponse(
      responseCode = "200",
      description = "What is free, by when, and the promise for the quantity",
      headers = {
        @Header(
            name = AS_OF,
            description = "The time (RFC 3339) to which the answer is current",
            schema = @Schema(type = SchemaType.STRING, format = "date-time")),
        @Header(
            name = "ETag",
            description =
                "Changes with the SKU's sequence, with the lead times, and when the answer changes"
                    + " by itself: at midnight and at the cut-off",
            schema = @Schema(type = SchemaType.STRING))
      },
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @APIResponse(responseCode = "304", description = "If-None-Match has it")
  @APIResponse(responseCode = "400", description = "qty is no quantity, to no place, or sku no SKU")
  @APIResponse(responseCode = "404", description = "No such SKU")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Response availability(
      @Parameter(description = "The SKU, percent-encoded", example = "HAZARDOUS_RUG")
          @PathParam("sku")
          String sku,
      @Context UriInfo uri,
      @Context Request request) {
    // As parameters, "?qty=" would look like none.
    MultivaluedMap<String, String> given = uri.getQueryParameters();
    int wanted = Question.quantity(given.get("qty"));
    Moment moment = answers.moment(Question.destination(given.get("to")));
    View view = answers.view(sku, "sku").orElseThrow(() -> Problem.noProduct("sku", sku));
    Optional<Instant> staleSince = answers.staleSince(view);
    EntityTag tag = moment.tag(view, staleSince.isPresent());
    Response.ResponseBuilder response = request.evaluatePreconditions(tag);
    if (response == null) {
      response =
          Response.ok(
              Answer.of(moment.availability(view.stock(), wanted), moment.to(), staleSince));
    }
    return response
        .tag(tag)
        .header(HttpHeaders.CACHE_CONTROL, moment.cacheControl(cacheFor, staleSince.isPresent()))
        .header(AS_OF, answers.asOf(view).toString())
        // A cache must not give one origin the permission of another.
        .header(HttpHeaders.VARY, "Origin")
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "basket",
      summary = "When can I have all of these, here?",
      description =
          "For a basket or a category page. The items are taken in their order, so of two items of"
              + " one SKU the second gets what the first leaves. The promise of the whole is the"
              + " latest of its items'.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Basket.Asked.class)))
  @APIResponse(
      responseCode = "200",
      description = "An answer for each item, in their order; a SKU that does not exist says so",
      content = @Content(schema = @Schema(implementation = Basket.class)))
  @APIResponse(responseCode = "400", description = "An item, or to, is none; field says which")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Response basket(JsonNode body) {
    Question.Basket question = Question.basket(body);
    Basket.Answered answered = Basket.answer(question, answers);
    Response.ResponseBuilder response =
        Response.ok(answered.basket()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    answered.asOf().ifPresent(asOf -> response.header(AS_OF, asOf));
    return response.build();
  }
}
