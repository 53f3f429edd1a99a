package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.Placed;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.product.LineStatus;
import dev.ficus.allocation.product.OrderLine;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.view.OrderView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The lines of orders: placed, cancelled, and looked at. */
@Path("/allocations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class AllocationResource {
  private final Commands commands;
  private final OrderCancellation cancellation;
  private final OrderView view;
  private final CallCause cause;
  private final BulkEndpoint bulk;
  private final CommandReader reader;

  AllocationResource(
      Commands commands,
      OrderCancellation cancellation,
      OrderView view,
      CallCause cause,
      BulkEndpoint bulk,
      CommandReader reader) {
    this.commands = commands;
    this.cancellation = cancellation;
    this.view = view;
    this.cause = cause;
    this.bulk = bulk;
    this.reader = reader;
  }

  @POST
  @RolesAllowed(Role.ALLOCATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Allocate an order line",
      description =
          "202 when it is allocated or backordered, now or before; the answer is the line as it"
              + " is now. 400 for an unknown SKU, 409 for another quantity at the same revision and for more"
              + " units of a closed product.")
  @NonBlocking
  public CompletionStage<RestResponse<OrderView.OrderedLine>> allocate(
      @RequestBody(content = @Content(schema = @Schema(implementation = Allocate.class)))
          byte[] body,
      @Context UriInfo address) {
    Allocate command = (Allocate) reader.read("allocate", body);
    // Read now: whoever completes the answer knows nothing of the call.
    String location = location(address, command.orderid());
    return commands
        .place(command, cause.get())
        .thenApply(placed -> answer(command, placed, location));
  }

  private static RestResponse<OrderView.OrderedLine> answer(
      Allocate command, Placed placed, String location) {
    if (placed.outcome() instanceof Outcome.Refused refused) {
      throw Problem.refused(refused);
    }
    OrderView.OrderedLine line = line(command.sku(), placed.line().orElseThrow());
    return ResponseBuilder.create(RestResponse.Status.ACCEPTED, line)
        .header(HttpHeaders.LOCATION, location)
        .build();
  }

  /** Without JAX-RS' builder of addresses: its templates are most of what an address costs. */
  private static String location(UriInfo address, String orderid) {
    String base = address.getBaseUri().toString();
    return base
        + (base.endsWith("/") ? "" : "/")
        + "allocations/"
        + URLEncoder.encode(orderid, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As {@link OrderView} would find it now. */
  private static OrderView.OrderedLine line(String sku, LineStatus status) {
    OrderLine line = status.line();
    String lineid = line.key().lineid();
    return new OrderView.OrderedLine(
        sku,
        lineid.isEmpty() ? null : lineid,
        line.wanted().map(OrderLine.Wanted::qty).orElse(null),
        line.revision(),
        line.state().name().toLowerCase(Locale.ROOT),
        line.allocation().map(OrderLine.Allocation::batchref).orElse(null),
        status.eta());
  }

  @POST
  @RolesAllowed(Role.ALLOCATOR)
  @Path("/bulk")
  @Consumes({BulkEndpoint.NDJSON, BulkEndpoint.CSV})
  @Produces(BulkEndpoint.NDJSON)
  @Operation(
      summary = "Allocate many order lines",
      description =
          "One JSON object a line in, or comma-separated values with a header line; one result a"
              + " line out as JSON, in the same order.")
  public StreamingOutput allocateMany(InputStream lines, @Context HttpHeaders headers)
      throws IOException {
    return bulk.carryOut("allocate", headers, lines, cause.get());
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/{orderid}")
  @Operation(summary = "The state of an order's lines")
  public List<OrderView.OrderedLine> get(@PathParam("orderid") String orderid) {
    return find(orderid, line -> true);
  }

  @DELETE
  @RolesAllowed(Role.ALLOCATOR)
  @Path("/{orderid}")
  @Operation(
      summary = "Cancel the lines of an order that are known now",
      description = "All of them, or those of one SKU, or one line. Answers with them as they are.")
  public List<OrderView.OrderedLine> cancel(
      @PathParam("orderid") String orderid,
      @QueryParam("sku") String sku,
      @QueryParam("lineid") String lineid) {
    Predicate<OrderView.OrderedLine> selected = selected(sku, lineid);
    cancellation.cancel(orderid, find(orderid, selected), cause.get());
    return find(orderid, selected);
  }

  private List<OrderView.OrderedLine> find(
      String orderid, Predicate<OrderView.OrderedLine> selected) {
    List<OrderView.OrderedLine> lines = view.linesOf(orderid).stream().filter(selected).toList();
    if (lines.isEmpty()) {
      throw Problem.notFound("such line in order", orderid);
    }
    return lines;
  }

  private static Predicate<OrderView.OrderedLine> selected(String sku, String lineid) {
    return line ->
        (sku == null || sku.equals(line.sku())) && (lineid == null || lineid.equals(line.lineid()));
  }
}
