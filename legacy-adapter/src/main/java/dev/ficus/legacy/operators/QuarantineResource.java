package dev.ficus.legacy.operators;

import dev.ficus.legacy.access.Caller;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.QuarantineJson.ActionJson;
import dev.ficus.legacy.operators.QuarantineJson.EntryDetail;
import dev.ficus.legacy.operators.QuarantineJson.EntryJson;
import dev.ficus.legacy.operators.QuarantineJson.EntryPage;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/**
 * Shows the quarantine to the people who carry out the migration. A list holds what is known to be
 * safe to show, and nothing else of the calls: the call itself is in a single entry alone.
 */
@Path("/quarantine")
@Produces(MediaType.APPLICATION_JSON)
public class QuarantineResource {

  private static final Logger LOG = Logger.getLogger(QuarantineResource.class);

  private final Quarantine quarantine;
  private final Caller caller;

  QuarantineResource(Quarantine quarantine, Caller caller) {
    this.quarantine = quarantine;
    this.caller = caller;
  }

  /** The entries, oldest first. The calls they came in hold names and addresses: see one by id. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(summary = "What is in quarantine, without the calls' XML")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EntryPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public EntryPage list(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit,
      @QueryParam("shop") String shop,
      @QueryParam("subject") String subject,
      @QueryParam("reason") String reason,
      @QueryParam("state") @DefaultValue("waiting") String state) {
    EntryQuery query = EntryQuery.of(after, limit, shop, subject, reason, state);
    List<Entry> entries = quarantine.after(query.after(), query.filter(), query.limit());
    return new EntryPage(
        entries.stream().map(EntryJson::of).toList(), query.next(entries, Entry::id));
  }

  /** One entry with the call it came in. */
  @GET
  @RolesAllowed(Role.OPERATOR)
  @Path("/{id}")
  @Operation(summary = "One entry with the XML of its call, and what was done about it")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EntryDetail.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  public Response show(@PathParam("id") long id) {
    // It has names and addresses of customers, so who has seen them is known.
    caller.name().ifPresent(name -> LOG.infof("%s looks at entry %d of the quarantine", name, id));
    return quarantine
        .find(id)
        .map(
            kept ->
                Response.ok(
                        new EntryDetail(
                            EntryJson.of(kept.entry()),
                            kept.document().map(XmlRpcReader::readable).orElse(null),
                            quarantine.actions(id).stream().map(ActionJson::of).toList()))
                    .build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such entry", "id"));
  }
}
