package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.LogEntryJson;
import dev.ficus.legacy.operators.CutOversJson.LogPage;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.CutOvers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Halt of all changes of routes, and the log of them. */
@Path("/strangling")
@Produces(MediaType.APPLICATION_JSON)
public class HaltResource {

  private final CutOverBook book;
  private final CutOvers cutOvers;

  HaltResource(CutOverBook book, CutOvers cutOvers) {
    this.book = book;
    this.cutOvers = cutOvers;
  }

  /** Whether everything is halted. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HaltJson(boolean halted, String by, String reason, Instant since) {}

  /** Whether it is halted. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/halt")
  @Operation(summary = "Whether changes of routes are halted, by whom and why")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HaltJson.class)))
  public HaltJson halted() {
    return book.halted()
        .map(halt -> new HaltJson(true, halt.by(), halt.reason(), halt.at()))
        .orElse(new HaltJson(false, null, null, null));
  }

  /** Halts. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/halt")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Halts: no cut-over begins, and one that has not switched pauses",
      description =
          "What pauses has nothing frozen. What has switched goes on: its products would be closed"
              + " for everybody.")
  @APIResponse(responseCode = "204", description = "It is halted")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "409", description = "It was halted before")
  public Response halt(Deed written) {
    Deed deed = Deed.of(written);
    return book.halt(deed.by(), deed.reason())
        ? Response.noContent().build()
        : Problem.of(
            Response.Status.CONFLICT, "it is halted already: look at /strangling/halt", null);
  }

  /** Goes on. */
  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/resume")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Ends the halt; what has paused begins again with the freeze")
  @APIResponse(responseCode = "204", description = "It is halted no longer")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "409", description = "It was not halted")
  public Response resume(Deed written) {
    Deed deed = Deed.of(written);
    return cutOvers.resume(deed.by(), deed.reason())
        ? Response.noContent().build()
        : Problem.of(
            Response.Status.CONFLICT,
            book.halted().map(halt -> halt.reason()).orElse("nothing is halted"),
            null);
  }

  /** The log. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/log")
  @Operation(summary = "What people did with routes and what came of it, the last entry first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LogPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public LogPage log(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    long last =
        before == null ? Long.MAX_VALUE : EntryQuery.number("before", before, 1, Long.MAX_VALUE);
    List<LogEntryJson> page = book.log(last, most).stream().map(LogEntryJson::of).toList();
    return new LogPage(page, page.size() == most ? (Long) page.get(most - 1).id() : null);
  }
}
