package dev.ficus.legacy.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What waits in quarantine, for the people who carry out the migration. */
@Path("/quarantine")
@Produces(MediaType.APPLICATION_JSON)
public class QuarantineResource {

  private static final int MOST = 1000;

  private final Quarantine quarantine;

  QuarantineResource(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /** An entry without the call it came in. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waiting(
      long id,
      String shop,
      String orderNumber,
      String sku,
      String lineid,
      String qty,
      String reason,
      String feed,
      String correlationId,
      Instant receivedAt) {

    static Waiting of(Entry entry) {
      return new Waiting(
          entry.id(),
          entry.shop(),
          entry.number(),
          entry.sku(),
          entry.lineid(),
          entry.qty(),
          entry.reason().code(),
          entry.feed(),
          entry.correlation(),
          entry.receivedAt());
    }
  }

  /**
   * One page of entries.
   *
   * @param next to be given as {@code after} for the next page; absent on the last
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<Waiting> entries, Long next) {}

  /** An entry with the call it came in, its bytes read as tolerantly as when it came. */
  @RegisterForReflection
  public record Detail(Waiting entry, String rawXml) {}

  /** The entries, oldest first. The calls they came in hold names and addresses: see one by id. */
  @GET
  @Operation(summary = "What waits in quarantine, without the calls' XML")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Page.class)))
  public Response list(
      @QueryParam("after") @DefaultValue("0") long after,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("shop") String shop,
      @QueryParam("reason") String reason) {
    if (limit < 1 || limit > MOST) {
      return Problem.of(Response.Status.BAD_REQUEST, "limit is 1 to " + MOST, "limit");
    }
    Optional<Reason> wanted =
        Arrays.stream(Reason.values()).filter(known -> known.code().equals(reason)).findFirst();
    if (reason != null && wanted.isEmpty()) {
      return Problem.of(Response.Status.BAD_REQUEST, "no such reason", "reason");
    }
    List<Waiting> entries =
        quarantine.after(after, Optional.ofNullable(shop), wanted, limit).stream()
            .map(Waiting::of)
            .toList();
    Long next = entries.size() == limit ? entries.get(limit - 1).id() : null;
    return Response.ok(new Page(entries, next)).build();
  }

  /** One entry with the call it came in. */
  @GET
  @Path("/{id}")
  @Operation(summary = "One entry with the XML of its call")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Detail.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  public Response show(@PathParam("id") long id) {
    return quarantine
        .find(id)
        .map(
            kept ->
                Response.ok(
                        new Detail(
                            Waiting.of(kept.entry()), XmlRpcReader.readable(kept.document())))
                    .build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such entry", "id"));
  }
}
