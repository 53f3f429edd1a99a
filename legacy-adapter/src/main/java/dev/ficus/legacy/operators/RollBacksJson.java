package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.operators.CutOversJson.CheckJson;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.RollBackBook.StrandedLine;
import dev.ficus.legacy.switching.RollBackBook.Told;
import dev.ficus.legacy.switching.RollBacks.OwnStock;
import dev.ficus.legacy.switching.RollBacks.RollBackPlan;
import dev.ficus.legacy.switching.RollBacks.ShopsFigures;
import dev.ficus.legacy.switching.RollBacks.SourceDebt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Rollbacks in JSON. */
final class RollBacksJson {

  private static final int MOST_SHOWN = 1_000;

  private RollBacksJson() {}

  /**
   * Wish for a rollback.
   *
   * @param expect_epoch the highest epoch of the wave's SKUs as it was looked at
   * @param dry_run whether only to look
   * @param accept_waiting how many waiting commands of others go on waiting; none by default
   * @param accept_own_stock how many free units of other batches stay with us; none by default
   * @param accept_stranded how many lines stay without units, ours and those of other teams; none
   *     by default
   */
  @RegisterForReflection
  public record RollBackWish(
      String by,
      String reason,
      Integer expect_epoch,
      Boolean dry_run,
      Integer accept_waiting,
      Long accept_own_stock,
      Long accept_stranded) {}

  /**
   * Units that the monolith is to be told of.
   *
   * @param held units that lines hold in the batch, or have left with
   * @param told of how many of these it knows
   * @param units the rest: the debt
   * @param figure the monolith's; it falls by the debt
   * @param by_method whether it is told by a call; otherwise somebody has to tell it
   */
  @RegisterForReflection
  public record SourceDebtJson(
      String sku,
      String batchref,
      long held,
      long told,
      long units,
      long figure,
      boolean by_method) {

    static SourceDebtJson of(SourceDebt debt) {
      return new SourceDebtJson(
          debt.sku(),
          debt.batchref(),
          debt.held(),
          debt.told(),
          debt.units(),
          debt.figure(),
          debt.byMethod());
    }
  }

  /** Free units of a batch that is not the monolith's. */
  @RegisterForReflection
  public record OwnStockJson(String sku, String batchref, long units) {

    static OwnStockJson of(OwnStock stock) {
      return new OwnStockJson(stock.sku(), stock.batchref(), stock.units());
    }
  }

  /**
   * Line that has no units, and gets none while the monolith has the product.
   *
   * @param orderid as on the wire
   * @param shop missing when it is another team's line; likewise {@code number}
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StrandedJson(
      String orderid, String shop, String number, String sku, String lineid, int qty) {

    static StrandedJson of(StrandedLine line) {
      return new StrandedJson(
          line.orderid(),
          line.order().map(OrderNumber::shop).orElse(null),
          line.order().map(OrderNumber::number).orElse(null),
          line.sku(),
          line.lineid(),
          line.quantity());
    }
  }

  /**
   * What would change for a shop.
   *
   * @param now the figure that it has from us; missing when that is not known
   * @param then the monolith's without the debt; missing when it has reported none to this shop
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShopsFiguresJson(String sku, String shop, Long now, Long then) {

    static ShopsFiguresJson of(ShopsFigures change) {
      return new ShopsFiguresJson(
          change.sku(),
          change.shop(),
          CutOversJson.orNull(change.now()),
          CutOversJson.orNull(change.then()));
    }
  }

  /** What would be left behind and told, the first 1000 of each. */
  @RegisterForReflection
  public record RollBackPlanJson(
      String wave,
      int skus,
      List<CheckJson> checks,
      List<SourceDebtJson> debts,
      List<OwnStockJson> own_stock,
      List<StrandedJson> stranded,
      List<ShopsFiguresJson> changes) {

    static RollBackPlanJson of(RollBackPlan plan) {
      return new RollBackPlanJson(
          plan.wave(),
          plan.skus().size(),
          CheckJson.of(plan.checks()),
          plan.debts().stream().limit(MOST_SHOWN).map(SourceDebtJson::of).toList(),
          plan.ownStock().stream().limit(MOST_SHOWN).map(OwnStockJson::of).toList(),
          plan.stranded().stream().limit(MOST_SHOWN).map(StrandedJson::of).toList(),
          plan.changes().stream().limit(MOST_SHOWN).map(ShopsFiguresJson::of).toList());
    }
  }

  /** Problem with a wish for a rollback: all checks that do not hold, and what they are about. */
  @RegisterForReflection
  public record RollBackProblem(
      String title,
      int status,
      String detail,
      List<CheckJson> checks,
      List<OwnStockJson> own_stock,
      List<StrandedJson> stranded) {

    static Response of(RollBackPlan plan) {
      Response.Status status = Response.Status.CONFLICT;
      RollBackPlanJson all = RollBackPlanJson.of(plan);
      return Response.status(status)
          .type("application/problem+json")
          .entity(
              new RollBackProblem(
                  status.getReasonPhrase(),
                  status.getStatusCode(),
                  plan.red().stream().map(CutOverCheck::name).collect(Collectors.joining(", "))
                      + " must be mended first: each check says how",
                  CheckJson.of(plan.red()),
                  all.own_stock(),
                  all.stranded()))
          .build();
    }
  }

  /**
   * What the monolith was told to set aside.
   *
   * @param reference with which it was sent
   * @param sendings how often that was begun; 0 where somebody has to tell it
   * @param done_at when it had done it; missing while that is not known
   * @param expected its figure once it has set aside all that it was told
   * @param figure its figure when the routes changed; lower than expected, it may have set units
   *     aside twice, or has sold some
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ToldJson(
      String reference,
      String sku,
      String source,
      String batchref,
      long units,
      int sendings,
      Instant done_at,
      Long expected,
      Long figure) {

    static ToldJson of(Told told) {
      return new ToldJson(
          told.reference(),
          told.sku(),
          NamedSource.sourceOf(told.source()),
          KnownBatch.ofFigure(told.source(), told.sku()),
          told.units(),
          told.sendings(),
          told.doneAt().orElse(null),
          CutOversJson.orNull(told.expected()),
          CutOversJson.orNull(told.figure()));
    }
  }
}
