package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ficus.legacy.opening.Opening;
import dev.ficus.legacy.opening.OpeningBook;
import dev.ficus.legacy.opening.Reconciliation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.List;

/** The JSON of lists of opening stock, and of their reconciliation with allocation-service. */
@RegisterForReflection(targets = {Opening.class, Opening.Defect.class, Reconciliation.Totals.class})
public final class OpeningJson {

  private OpeningJson() {}

  /** Lists that were taken in, the last one first. */
  @RegisterForReflection
  public record Openings(List<Summary> openings) {}

  /** A list that was taken in. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(@JsonUnwrapped Opening opening) {}

  /** A list with its first defects, and with what reconciliations found, the last one first. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpeningDetail(
      @JsonUnwrapped Opening opening, List<DefectJson> defects, List<TotalsJson> reconciliations) {

    static OpeningDetail of(Opening.Detail detail) {
      return new OpeningDetail(
          detail.opening(),
          detail.defects().stream().map(DefectJson::new).toList(),
          detail.totals().stream().map(TotalsJson::of).toList());
    }
  }

  /** A row that could not be understood. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DefectJson(@JsonUnwrapped Opening.Defect defect) {}

  /** All batches together; {@code even} when all three have the same. */
  @RegisterForReflection
  public record TotalsJson(@JsonUnwrapped Reconciliation.Totals totals, boolean even) {

    static TotalsJson of(Reconciliation.Totals totals) {
      return new TotalsJson(totals, totals.isEven());
    }
  }

  /** What a reconciliation found. */
  @RegisterForReflection
  public record ReconciliationJson(
      Summary opening, TotalsJson totals, List<DifferenceJson> differences) {}

  /** A batch of which not all have the same; who knows nothing of it is absent. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DifferenceJson(
      String sku,
      String batchref,
      ContentJson listed,
      ContentJson sent,
      boolean confirmed,
      ContentJson held) {

    static DifferenceJson of(Reconciliation.Difference difference) {
      return new DifferenceJson(
          difference.sku(),
          difference.batchref(),
          ContentJson.of(difference.listed()),
          ContentJson.of(difference.sent()),
          difference.confirmed(),
          ContentJson.of(difference.held()));
    }
  }

  /** How many units are in it, and when; without an eta it is in the warehouse. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContentJson(int qty, LocalDate eta) {

    static ContentJson of(OpeningBook.StockContent content) {
      return content == null ? null : new ContentJson(content.quantity(), content.eta());
    }
  }

  static ReconciliationJson of(Reconciliation report) {
    return new ReconciliationJson(
        new Summary(report.opening()),
        TotalsJson.of(report.totals()),
        report.differences().stream().map(DifferenceJson::of).toList());
  }
}
