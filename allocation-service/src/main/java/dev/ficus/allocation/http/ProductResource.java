package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.OpennessAnswer;
import dev.ficus.allocation.product.Openness;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.view.HistoryView;
import dev.ficus.allocation.view.ProductView;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Products: opened, closed, and the snapshot that other views start from and heal by. */
@Path("/products")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ProductResource {
  private final ProductView view;
  private final HistoryView history;
  private final Commands commands;
  private final CommandReader reader;
  private final CallCause cause;

  ProductResource(
      ProductView view,
      HistoryView history,
      Commands commands,
      CommandReader reader,
      CallCause cause) {
    this.view = view;
    this.history = history;
    this.commands = commands;
    this.reader = reader;
    this.cause = cause;
  }

  /**
   * Whether a product is open or closed.
   *
   * @param closed whether it promises nothing new
   * @param revision the highest that has opened or closed it
   */
  public record ProductOpenness(String sku, boolean closed, long revision) {}

  /** The body of opening and closing, for its description. */
  private record OpennessChange(long revision) {}

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{sku}/open")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Open a product",
      description =
          "It promises units again: backordered lines are served, and what waits for it is taken"
              + " up. The highest revision wins; the answer is the product as it is now. A product"
              + " that was never purchased stays unknown, and will be open.")
  public ProductOpenness open(
      @PathParam("sku") String sku,
      @RequestBody(content = @Content(schema = @Schema(implementation = OpennessChange.class)))
          byte[] body) {
    return set("open_product", sku, body);
  }

  @POST
  @RolesAllowed(Role.OPERATOR)
  @Path("/{sku}/close")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Close a product",
      description =
          "It promises nothing new; what it has promised stands. The highest revision wins; the"
              + " answer is the product as it is now. A product that was never purchased stays"
              + " unknown, and will be closed.")
  public ProductOpenness close(
      @PathParam("sku") String sku,
      @RequestBody(content = @Content(schema = @Schema(implementation = OpennessChange.class)))
          byte[] body) {
    return set("close_product", sku, body);
  }

  private ProductOpenness set(String type, String sku, byte[] body) {
    OpennessAnswer answer = commands.setOpenness(reader.readOpenness(type, sku, body), cause.get());
    if (answer.outcome() instanceof Outcome.Refused refused) {
      throw Problem.refused(refused);
    }
    Openness openness = answer.openness().orElseThrow();
    return new ProductOpenness(sku, openness.isClosed(), openness.revision().orElseThrow());
  }

  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "A page of all products by SKU",
      description = "Pass `next` as `after` for the page that follows; the last has no `next`.")
  public ProductView.SnapshotPage page(
      @QueryParam("after") @DefaultValue("") String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("1000")
          String limit) {
    return view.page(after, Paging.limit(limit, Paging.LARGEST));
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/{sku}")
  @Operation(
      summary = "One product with its batches and sequence",
      description =
          "The ETag is the sequence, behind its generation where that is not the first; 304 when If-None-Match has it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProductView.ProductSnapshot.class)))
  public Response product(@PathParam("sku") String sku, @Context HttpHeaders headers) {
    ProductView.ProductSnapshot product =
        view.product(sku).orElseThrow(() -> Problem.notFound("product", sku));
    EntityTag tag = new EntityTag(tag(product));
    return IfNoneMatch.has(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH), tag)
        ? Response.notModified(tag).build()
        : Response.ok(product).tag(tag).build();
  }

  private static String tag(ProductView.ProductSnapshot product) {
    return product.generation() == null
        ? Long.toString(product.sequence())
        : product.generation() + "-" + product.sequence();
  }

  @GET
  @RolesAllowed(Role.READER)
  @Path("/{sku}/history")
  @Operation(
      summary = "What happened to a product, and what each event changed",
      description =
          "By sequence, as long as events are kept: who, what, when, before, after, cause. Pass"
              + " `next` as `after` for the page that follows; the last has no `next`.")
  public HistoryView.HistoryPage history(
      @PathParam("sku") String sku,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("limit")
          @DefaultValue("1000")
          String limit) {
    HistoryView.HistoryPage page =
        history.page(sku, Paging.after(after), Paging.limit(limit, Paging.LARGEST));
    if (page.history().isEmpty() && view.product(sku).isEmpty()) {
      throw Problem.notFound("product", sku);
    }
    return page;
  }
}
