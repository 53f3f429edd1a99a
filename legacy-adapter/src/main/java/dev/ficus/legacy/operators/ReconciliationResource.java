package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.leaks.ReconciliationBook;
import dev.ficus.legacy.leaks.ReconciliationBook.ReconciledStock;
import dev.ficus.legacy.leaks.ReconciliationBook.ReconciledTotals;
import dev.ficus.legacy.leaks.Reconciling;
import dev.ficus.legacy.leaks.Reconciling.Application;
import dev.ficus.legacy.leaks.RepairPlan;
import dev.ficus.legacy.leaks.RepairPlan.Applying;
import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.leaks.StockComparison;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.stock.SourceStock;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What list, ledger and allocation-service have of the SKUs of waves, and plans to mend it. */
@Path("/strangling/reconciliation")
@Produces(MediaType.APPLICATION_JSON)
public class ReconciliationResource {

  private final ReconciliationBook book;
  private final Reconciling reconciling;

  ReconciliationResource(ReconciliationBook book, Reconciling reconciling) {
    this.book = book;
    this.reconciling = reconciling;
  }

  /**
   * Stock of a SKU that differs.
   *
   * @param units by how many it differs at most
   * @param listed the figure in the monolith's list; missing where it has none or cannot be asked
   * @param batchref of a batch that it reports by reference, its reference
   * @param figure as the monolith last reported it, or as a look at the batch has found it
   * @param uncounted units that lines hold and the figure does not count any more
   * @param sent units of our batch by the ledger; missing when there is none
   * @param held units of that batch in allocation-service; missing when it has none
   * @param confirmed whether the broker has confirmed all of it
   * @param listed_eta the day on which it is expected by the list, eta by the ledger, held_eta by
   *     allocation-service; missing when it is in the warehouse
   * @param unclear why it cannot be told from the lists what is left of the batch; missing when it
   *     can
   * @param counts whether it still differed at a second look
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DifferingJson(
      String sku,
      String source,
      String batchref,
      String wave,
      String route,
      long units,
      Long listed,
      Long figure,
      Long uncounted,
      Integer sent,
      Integer held,
      boolean confirmed,
      LocalDate listed_eta,
      LocalDate eta,
      LocalDate held_eta,
      String unclear,
      Instant since,
      boolean counts) {

    static DifferingJson of(ReconciledStock each) {
      ComparedStock stock = each.found().stock();
      return new DifferingJson(
          stock.sku(),
          NamedSource.sourceOf(stock.source()),
          NamedSource.batchref(stock.source()).orElse(null),
          each.wave().orElse(null),
          each.ours() ? "new" : "legacy",
          each.found().units(),
          listedIn(stock),
          counted(stock, SourceStock::figure),
          counted(stock, SourceStock::uncounted),
          orNull(stock.sent()),
          orNull(stock.held()),
          stock.confirmed(),
          stock.days().listed().orElse(null),
          stock.days().sent().orElse(null),
          stock.days().held().orElse(null),
          each.unclear().map(BatchLook.Unclear::words).orElse(null),
          each.differsSince().orElse(null),
          each.counts());
    }
  }

  /**
   * Page of what differs, by units at risk, the most first.
   *
   * @param looked_at when it was looked last; missing when it never was
   * @param stocks how many figures of SKUs were compared; differ: how many of these differ; counts:
   *     how many still did at a second look; units: by how many in all
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReconciliationPage(
      Instant looked_at,
      long stocks,
      long differ,
      long counts,
      long units,
      List<DifferingJson> differences) {}

  /**
   * Step of a plan.
   *
   * @param action take_in: the figure in the monolith's list; send_again: the batch, as the ledger
   *     has it; call: somebody, since nothing is done by itself
   * @param why in words
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RepairStepJson(
      String action,
      String sku,
      String source,
      String batchref,
      long units,
      String why,
      Long listed,
      Long figure,
      Integer sent,
      Integer held) {

    static RepairStepJson of(RepairStep step) {
      StockComparison found = step.found();
      return new RepairStepJson(
          step.action().code(),
          found.stock().sku(),
          NamedSource.sourceOf(found.stock().source()),
          NamedSource.batchref(found.stock().source()).orElse(null),
          found.units(),
          step.why(),
          listedIn(found.stock()),
          counted(found.stock(), SourceStock::figure),
          orNull(found.stock().sent()),
          orNull(found.stock().held()));
    }
  }

  /**
   * Plan.
   *
   * @param applied_by who has had it applied, and applied_for why; missing before
   * @param applied_at when all of it was done
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RepairPlanJson(
      long id,
      Instant made_at,
      String made_by,
      String made_for,
      String applied_by,
      String applied_for,
      Instant applied_at,
      List<RepairStepJson> steps) {

    static RepairPlanJson of(RepairPlan plan) {
      return new RepairPlanJson(
          plan.id(),
          plan.madeAt(),
          plan.by(),
          plan.reason(),
          plan.applying().map(Applying::by).orElse(null),
          plan.applying().map(Applying::reason).orElse(null),
          plan.appliedAt().orElse(null),
          plan.steps().stream().map(RepairStepJson::of).toList());
    }
  }

  /** The last of them. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RepairPlans(List<RepairPlanJson> plans, Long next) {}

  private static Long listedIn(ComparedStock stock) {
    return stock.listed().isPresent() ? stock.listed().getAsLong() : null;
  }

  private static Long counted(ComparedStock stock, Function<SourceStock, Long> what) {
    return stock.counted().map(what).orElse(null);
  }

  private static Integer orNull(OptionalInt units) {
    return units.isPresent() ? units.getAsInt() : null;
  }

  /** What differs. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "What the monolith's list, the ledger and allocation-service have not the same of",
      description =
          "Of the SKUs of waves, as it was compared last: the first of them by units at risk, the"
              + " most first. It counts at a second look.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReconciliationPage.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public ReconciliationPage differences(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    List<DifferingJson> differences =
        book.differing(Long.MAX_VALUE, "", "", EntryQuery.limit(limit)).stream()
            .map(DifferingJson::of)
            .toList();
    ReconciledTotals totals = book.totals();
    return new ReconciliationPage(
        totals.lookedAt().orElse(null),
        totals.stocks(),
        totals.differ(),
        totals.counting(),
        totals.units(),
        differences);
  }

  /** Looks now. */
  @POST
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
  @Operation(
      summary = "Compares list, ledger and allocation-service now",
      description = "Nothing is taken in and nothing is mended.")
  @APIResponse(responseCode = "204", description = "It was looked")
  @APIResponse(
      responseCode = "502",
      description = "A monolith's list or allocation-service cannot be read")
  public Response look() {
    try {
      reconciling.look();
      return Response.noContent().build();
    } catch (IOException away) {
      return Problem.of(Response.Status.BAD_GATEWAY, away.getMessage(), null);
    }
  }

  /** Plans. */
  @GET
  @Path("/plans")
  @RolesAllowed(Role.READER)
  @Operation(summary = "Plans to mend what differs, the last one first")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RepairPlans.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public RepairPlans plans(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("20")
          String limit) {
    int most = EntryQuery.limit(limit);
    long until =
        before == null ? Long.MAX_VALUE : EntryQuery.number("before", before, 1, Long.MAX_VALUE);
    List<RepairPlanJson> page = book.plans(until, most).stream().map(RepairPlanJson::of).toList();
    return new RepairPlans(page, page.size() == most ? page.get(most - 1).id() : null);
  }

  /** One plan. */
  @GET
  @Path("/plans/{id}")
  @RolesAllowed(Role.READER)
  @Operation(summary = "A plan, with its steps and what each was made from")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RepairPlanJson.class)))
  @APIResponse(responseCode = "404", description = "No such plan")
  public Response plan(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @PathParam("id") String id) {
    Optional<RepairPlan> plan = book.plan(EntryQuery.number("id", id, 1, Long.MAX_VALUE));
    return plan.isPresent() ? Response.ok(RepairPlanJson.of(plan.get())).build() : unknown();
  }

  private static Response unknown() {
    return Problem.of(Response.Status.NOT_FOUND, "there is no such plan", "id");
  }

  /** Makes one. */
  @POST
  @Path("/plans")
  @RolesAllowed({Role.MIGRATOR, Role.OPERATOR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a plan to mend what differs, once it was looked at anew",
      description = "It is stored, and nothing is done: somebody reads it, and has it applied.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = RepairPlanJson.class)))
  @APIResponse(responseCode = "204", description = "Nothing differs at a second look")
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(
      responseCode = "502",
      description = "A monolith's list or allocation-service cannot be read")
  public Response make(Deed written) {
    Deed deed = Deed.of(written);
    try {
      return reconciling
          .plan(deed.by(), deed.reason())
          .map(
              plan ->
                  Response.status(Response.Status.CREATED).entity(RepairPlanJson.of(plan)).build())
          .orElseGet(() -> Response.noContent().build());
    } catch (IOException away) {
      return Problem.of(Response.Status.BAD_GATEWAY, away.getMessage(), null);
    }
  }

  /** Applies one. */
  @POST
  @Path("/plans/{id}/apply")
  @RolesAllowed(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Applies a plan, if all that it was made from is still the same",
      description =
          "Steps that say call are left to people. A repeat does nothing more; after a crash it does"
              + " what was left.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RepairPlanJson.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong; the answer names it")
  @APIResponse(responseCode = "404", description = "No such plan")
  @APIResponse(
      responseCode = "409",
      description = "Something it was made from has changed: nothing is done; make another plan")
  @APIResponse(
      responseCode = "502",
      description = "A monolith's list or allocation-service cannot be read")
  public Response apply(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @PathParam("id") String id,
      Deed written) {
    Deed deed = Deed.of(written);
    try {
      Application application =
          reconciling.apply(
              EntryQuery.number("id", id, 1, Long.MAX_VALUE), deed.by(), deed.reason());
      if (application instanceof Application.Changed changed) {
        return Problem.of(
            Response.Status.CONFLICT,
            "it is another stock now than the plan was made from, and nothing is done: make another"
                + " plan. Changed: "
                + String.join(", ", changed.skus()),
            null);
      }
      return application instanceof Application.Done done
          ? Response.ok(RepairPlanJson.of(done.plan())).build()
          : unknown();
    } catch (IOException away) {
      return Problem.of(Response.Status.BAD_GATEWAY, away.getMessage(), null);
    }
  }
}
