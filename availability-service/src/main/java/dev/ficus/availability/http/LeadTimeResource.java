package dev.ficus.availability.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.availability.access.Role;
import dev.ficus.availability.delivery.Area;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.LeadTimes;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import dev.ficus.availability.leadtimes.CurrentLeadTimes;
import dev.ficus.availability.leadtimes.LeadTimeCsv;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriBuilder;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How long from the warehouse to the customer? */
@Path("/lead-times")
@Blocking
public class LeadTimeResource {

  private static final String CSV = "text/csv";
  private static final MediaType CSV_TYPE = new MediaType("text", "csv", "UTF-8");
  private static final String CSV_EXAMPLE =
      """
      destination,handling_days,transit_days,weekdays,cut_off,holidays
      *,1,15,Mon-Fri,14:00,GB-ENG
      GB,1,1,Mon-Sat,14:00,GB-ENG
      GB-BT,1,3,Mon Tue Thu,11:30,GB-ENG GB-NIR
      """;

  private final CurrentLeadTimes leadTimes;

  LeadTimeResource(CurrentLeadTimes leadTimes) {
    this.leadTimes = leadTimes;
  }

  @GET
  @PermitAll
  @Produces({MediaType.APPLICATION_JSON, CSV})
  @Operation(
      operationId = "leadTimes",
      summary = "The lead times in force",
      description =
          "Those this instance answers with; an edit made through another instance shows within"
              + " seconds.")
  @APIResponse(
      responseCode = "200",
      description = "All lead times, sorted by destination",
      headers =
          @Header(
              name = "ETag",
              description = "The revision: every edit raises it",
              schema = @Schema(type = SchemaType.STRING)),
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.ARRAY, implementation = LeadTimeJson.class)),
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING), example = CSV_EXAMPLE)
      })
  @APIResponse(responseCode = "304", description = "If-None-Match has it")
  public Response all(@Context HttpHeaders headers, @Context Request request) {
    LeadTimes present = leadTimes.present();
    boolean csv = prefersCsv(headers);
    // Two texts of one revision are not the same bytes.
    EntityTag tag = new EntityTag(present.revision() + (csv ? "-csv" : ""));
    Response.ResponseBuilder response = request.evaluatePreconditions(tag);
    if (response == null) {
      response =
          csv
              ? Response.ok(LeadTimeCsv.write(present.all()), CSV_TYPE)
              : Response.ok(
                  present.all().stream().map(LeadTimeJson::of).toList(),
                  MediaType.APPLICATION_JSON_TYPE);
    }
    return response.tag(tag).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
  }

  // Sorted by what the caller likes best.
  private static boolean prefersCsv(HttpHeaders headers) {
    List<MediaType> acceptable;
    try {
      acceptable = headers.getAcceptableMediaTypes();
    } catch (IllegalArgumentException none) {
      return false;
    }
    for (MediaType type : acceptable) {
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (type.isCompatible(MediaType.valueOf(CSV))) {
        return true;
      }
    }
    return false;
  }

  @PUT
  @RolesAllowed(Role.OPERATOR)
  @Consumes(CSV)
  @Operation(
      operationId = "replaceLeadTimes",
      summary = "Replace all lead times, or none if there is a mistake")
  @RequestBody(
      description =
          "UTF-8, unless the charset or a byte order mark says otherwise; commas, semicolons or tabs."
              + " The first line names the columns; at least one more line. Holidays are names of"
              + " calendars, separated by spaces",
      content =
          @Content(
              mediaType = CSV,
              schema = @Schema(type = SchemaType.STRING),
              example = CSV_EXAMPLE))
  @APIResponse(responseCode = "204", description = "Replaced")
  @APIResponse(responseCode = "400", description = "A mistake; field names its line and column")
  @APIResponse(responseCode = "415", description = "No such charset")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public void replaceAll(byte[] csv, @Context HttpHeaders headers) {
    Optional<String> named = charset(headers);
    Optional<Charset> charset = named.flatMap(LeadTimeCsv::charset);
    if (named.isPresent() && charset.isEmpty()) {
      throw Problem.unsupported("Content-Type", "there is no charset " + named.get());
    }
    leadTimes.replaceAll(valueOf(LeadTimeCsv.read(csv == null ? new byte[0] : csv, charset)));
  }

  @PUT
  @RolesAllowed(Role.OPERATOR)
  @Path("/{destination}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "putLeadTime", summary = "Add or replace the lead time of a destination")
  @RequestBody(
      description = "destination may be left out: it is the path's",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = LeadTimeJson.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = LeadTimeJson.class)))
  @APIResponse(
      responseCode = "201",
      description = "Added",
      content = @Content(schema = @Schema(implementation = LeadTimeJson.class)))
  @APIResponse(responseCode = "400", description = "A mistake; field names it")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Response put(
      @Parameter(description = "As in the list, or * for everywhere else", example = "GB-BT")
          @PathParam("destination")
          String destination,
      byte[] body) {
    Area area = valueOf(Area.read(destination));
    ObjectNode object = JsonBody.object(body);
    JsonNode named = object.path("destination");
    if (!named.isMissingNode() && !valueOf(Area.read(named.asText())).equals(area)) {
      throw Problem.malformed("destination", "the path says " + area);
    }
    LeadTime leadTime = valueOf(LeadTimeJson.read(object.put("destination", area.toString())));
    boolean added = leadTimes.put(leadTime);
    return Response.status(added ? Status.CREATED : Status.OK)
        .location(UriBuilder.fromPath("/lead-times/{destination}").build(area))
        .entity(LeadTimeJson.of(leadTime))
        .build();
  }

  @DELETE
  @RolesAllowed(Role.OPERATOR)
  @Path("/{destination}")
  @Operation(operationId = "removeLeadTime", summary = "Remove the lead time of a destination")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "400", description = "destination is none")
  @APIResponse(responseCode = "404", description = "There is none for exactly this destination")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public void remove(
      @Parameter(description = "As in the list, or * for everywhere else", example = "GB-BT")
          @PathParam("destination")
          String destination) {
    Area area = valueOf(Area.read(destination));
    if (!leadTimes.remove(area)) {
      throw Problem.unknown("destination", "there is no lead time for " + area);
    }
  }

  private static Optional<String> charset(HttpHeaders headers) {
    try {
      return Optional.ofNullable(headers.getMediaType())
          .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER));
    } catch (IllegalArgumentException none) {
      throw Problem.unsupported("Content-Type", "the Content-Type is none");
    }
  }

  private static <T> T valueOf(ParseResult<T> reading) {
    if (reading instanceof Refused<T> refused) {
      throw Problem.malformed(refused.field(), refused.reason());
    }
    return ((Parsed<T>) reading).value();
  }
}
