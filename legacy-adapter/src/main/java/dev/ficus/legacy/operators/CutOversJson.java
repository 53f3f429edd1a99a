package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook.LogEntry;
import dev.ficus.legacy.switching.CutOverBook.ShopsChange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Cut-overs in JSON. */
final class CutOversJson {

  private CutOversJson() {}

  /**
   * Wish for a cut-over.
   *
   * @param expect_epoch the highest epoch of the wave's SKUs as it was looked at
   * @param dry_run whether only to look
   * @param accept_waiting how many waiting commands of others may be taken up; none by default
   */
  @RegisterForReflection
  public record CutOverWish(
      String by, String reason, Integer expect_epoch, Boolean dry_run, Integer accept_waiting) {}

  /**
   * Check before a cut-over.
   *
   * @param hint what to do; missing where it holds
   * @param since when the value came to be what it is; missing where nobody keeps that
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CheckJson(String check, String value, String limit, String hint, Instant since) {

    static CheckJson of(CutOverCheck check) {
      return new CheckJson(
          check.name(),
          check.value(),
          check.limit(),
          check.holds() ? null : check.hint(),
          check.since().orElse(null));
    }

    static List<CheckJson> of(List<CutOverCheck> checks) {
      return checks.stream().map(CheckJson::of).toList();
    }
  }

  /**
   * What would change for a shop.
   *
   * @param now the figure that it has from the monolith; missing when there is none
   * @param then the figure that it would have from us at present; missing when that is not known
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShopsChangeJson(
      String sku, String shop, int epoch, Long now, Long then, long open_lines) {

    static ShopsChangeJson of(ShopsChange change) {
      return new ShopsChangeJson(
          change.sku(),
          change.shop(),
          change.epoch(),
          orNull(change.now()),
          orNull(change.then()),
          change.openLines());
    }
  }

  /**
   * Dry run of which all checks hold.
   *
   * @param changes what would change for shops, of the first 1000 SKUs
   */
  @RegisterForReflection
  public record DryRunJson(
      String wave, int skus, List<CheckJson> checks, List<ShopsChangeJson> changes) {}

  /** Problem with a wish for a cut-over: all checks that do not hold. */
  @RegisterForReflection
  public record CutOverProblem(String title, int status, String detail, List<CheckJson> checks) {

    static Response of(List<CutOverCheck> red) {
      Response.Status status = Response.Status.CONFLICT;
      return Response.status(status)
          .type("application/problem+json")
          .entity(
              new CutOverProblem(
                  status.getReasonPhrase(),
                  status.getStatusCode(),
                  red.stream().map(CutOverCheck::name).collect(Collectors.joining(", "))
                      + " must be mended first: each check says how",
                  CheckJson.of(red)))
          .build();
    }
  }

  /** A cut-over that has begun. */
  @RegisterForReflection
  public record BegunJson(long id) {}

  /**
   * A cut-over or rollback in short.
   *
   * @param fell_too_far SKUs whose figure fell further in a rollback than by what the monolith was
   *     told to set aside
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CutOverJson(
      long id,
      String wave,
      String direction,
      String step,
      String by,
      String reason,
      long skus,
      long settled,
      long fell_too_far,
      Instant started_at,
      Instant step_since,
      Instant lease_until,
      Instant frozen_at,
      Instant switched_at,
      Instant ended_at,
      String outcome,
      String why,
      String waits_for) {

    static CutOverJson of(CutOver each) {
      return new CutOverJson(
          each.id(),
          each.wave(),
          each.direction().code(),
          each.step().code(),
          each.by(),
          each.reason(),
          each.skus(),
          each.settled(),
          each.fellTooFar(),
          each.startedAt(),
          each.stepSince(),
          each.leaseUntil().orElse(null),
          each.frozenAt().orElse(null),
          each.switchedAt().orElse(null),
          each.endedAt().orElse(null),
          each.outcome().map(outcome -> outcome.code()).orElse(null),
          each.why().orElse(null),
          each.waitsFor().orElse(null));
    }
  }

  /** Page of cut-overs, the last one first. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CutOverPage(List<CutOverJson> cut_overs, Long next) {}

  /**
   * What list, ledger and allocation-service had of a SKU; missing is what has none.
   *
   * @param figure as the monolith has reported it
   * @param uncounted units that lines hold and the figure does not count any more
   * @param sent units of our batch: the figure and these, and none below 0
   * @param held units of that batch in allocation-service
   * @param listed_eta the day on which a named batch is expected, in the list; likewise {@code eta}
   *     in the ledger, {@code held_eta} in allocation-service
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CutOverDifferenceJson(
      String sku,
      String source,
      String batchref,
      Long listed,
      Long figure,
      Long uncounted,
      Integer sent,
      boolean confirmed,
      Integer held,
      LocalDate listed_eta,
      LocalDate eta,
      LocalDate held_eta) {

    static CutOverDifferenceJson of(ComparedStock stock) {
      return new CutOverDifferenceJson(
          stock.sku(),
          NamedSource.sourceOf(stock.source()),
          KnownBatch.ofFigure(stock.source(), stock.sku()),
          orNull(stock.listed()),
          stock.counted().map(SourceStock::figure).orElse(null),
          stock.counted().map(SourceStock::uncounted).orElse(null),
          orNull(stock.sent()),
          stock.confirmed(),
          orNull(stock.held()),
          stock.days().listed().orElse(null),
          stock.days().sent().orElse(null),
          stock.days().held().orElse(null));
    }
  }

  /**
   * A cut-over or rollback with its checks, the first 1000 differences that were found, and as much
   * of what the monolith was told.
   */
  @RegisterForReflection
  public record CutOverDetail(
      CutOverJson cut_over,
      List<CheckJson> checks,
      List<CutOverDifferenceJson> differences,
      List<RollBacksJson.ToldJson> told) {}

  /** An entry of the log. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LogEntryJson(
      long id, Instant at, String what, String by, String reason, String wave, Long cut_over) {

    static LogEntryJson of(LogEntry entry) {
      return new LogEntryJson(
          entry.id(),
          entry.at(),
          entry.what(),
          entry.by(),
          entry.reason(),
          entry.wave().orElse(null),
          orNull(entry.cutOver()));
    }
  }

  /** Page of the log, the last entry first. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LogPage(List<LogEntryJson> entries, Long next) {}

  static Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
