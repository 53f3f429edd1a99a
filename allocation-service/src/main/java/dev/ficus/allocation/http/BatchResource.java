package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.Envelope;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.view.BatchView;
import dev.ficus.allocation.view.OverdueView;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Batches of stock: purchased, and looked at. */
@Path("/batches")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class BatchResource {
  private final Commands commands;
  private final BatchView view;
  private final OverdueView overdueView;
  private final CallCause cause;
  private final BulkEndpoint bulk;
  private final CommandReader reader;

  BatchResource(
      Commands commands,
      BatchView view,
      OverdueView overdueView,
      CallCause cause,
      BulkEndpoint bulk,
      CommandReader reader) {
    this.commands = commands;
    this.view = view;
    this.overdueView = overdueView;
    this.cause = cause;
    this.bulk = bulk;
    this.reader = reader;
  }

  @POST
  @RolesAllowed(Role.PURCHASING)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add a batch of stock",
      description =
          "201 when it is new, 200 when it was added with this content before, 409 when with other"
              + " content.")
  public RestResponse<BatchView.BatchDetails> create(
      @RequestBody(content = @Content(schema = @Schema(implementation = CreateBatch.class)))
          byte[] body) {
    CreateBatch command = (CreateBatch) reader.read("create_batch", body);
    Outcome outcome = commands.handle(command, cause.get());
    if (outcome instanceof Outcome.Refused refused) {
      throw Problem.refused(refused);
    }
    RestResponse.Status status =
        outcome instanceof Outcome.Changed ? RestResponse.Status.CREATED : RestResponse.Status.OK;
    return ResponseBuilder.create(status, find(command.batchref()))
        .location(
            UriBuilder.fromPath("/batches/{batchref}")
                .build(new Object[] {command.batchref()}, true))
        .build();
  }

  @POST
  @RolesAllowed(Role.PURCHASING)
  @Path("/bulk")
  @Consumes({BulkEndpoint.NDJSON, BulkEndpoint.CSV})
  @Produces(BulkEndpoint.NDJSON)
  @Operation(
      summary = "Add many batches",
      description =
          "One JSON object a line in, or comma-separated values with a header line; one result a"
              + " line out as JSON, in the same order.")
  public StreamingOutput createMany(InputStream lines, @Context HttpHeaders headers)
      throws IOException {
    return bulk.carryOut("create_batch", headers, lines, cause.get());
  }

  @PATCH
  @RolesAllowed(Role.PURCHASING)
  @Path("/{batchref}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Operation(
      summary = "Change a batch's quantity, its ETA or both",
      description =
          "An eta of null says that the batch has arrived. A lower revision than was seen changes"
              + " nothing. Lines that a smaller batch can no longer hold, the newest first, are"
              + " placed elsewhere or backordered in the same transaction; 409 when they have been"
              + " despatched. Answers with the batch as it is.")
  public BatchView.BatchDetails change(
      @PathParam("batchref") String batchref,
      @RequestBody(content = @Content(schema = @Schema(implementation = BatchChange.class)))
          byte[] body) {
    List<Envelope> changes =
        reader.readBatchChanges(batchref, body).stream()
            .map(command -> new Envelope(command, cause.get()))
            .toList();
    commands
        .handleAllOrNone(changes)
        .ifPresent(
            refusal -> {
              throw Problem.refused(refusal);
            });
    return find(batchref);
  }

  /** The body of a change, for its description; what is absent is not changed. */
  private record BatchChange(Integer qty, LocalDate eta, Long revision) {}

  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "A page of the overdue batches",
      description =
          "Those whose day has passed and that still have units, the longest overdue first. Pass"
              + " `next` as `after` for the page that follows; the last has no `next`.")
  public OverdueView.OverduePage overdue(
      @QueryParam("overdue") String overdue,
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("1000")
          String limit) {
    if (!"true".equals(overdue)) {
      throw new Malformed("overdue", "must be true: all batches are listed with their products");
    }
    return overdueView.page(after, Paging.limit(limit, Paging.LARGEST));
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/{batchref}")
  @Operation(summary = "A batch and its free units")
  public BatchView.BatchDetails get(@PathParam("batchref") String batchref) {
    return find(batchref);
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/{batchref}/lines")
  @Operation(summary = "The lines that hold units of a batch")
  public List<BatchView.HeldLine> lines(@PathParam("batchref") String batchref) {
    return view.linesOf(find(batchref));
  }

  private BatchView.BatchDetails find(String batchref) {
    return view.batch(batchref).orElseThrow(() -> Problem.notFound("batch", batchref));
  }
}
