package dev.ficus.legacy.operators;

import dev.ficus.legacy.opening.OpeningBook.StockContent;
import dev.ficus.legacy.opening.Reconciliation;
import dev.ficus.legacy.opening.Reconciliation.Difference;
import dev.ficus.legacy.opening.Reconciliation.Totals;

/** The text of a reconciliation, for people. */
final class ReconciliationText {

  private static final String ROW = "%-24s %-24s %16s %16s %16s%s%n";

  private ReconciliationText() {}

  static String of(Reconciliation report) {
    Totals totals = report.totals();
    StringBuilder text = new StringBuilder();
    text.append(
        "Opening stock %d of shop %s (%s), compared at %s%n%n"
            .formatted(
                report.opening().id(),
                report.opening().shop(),
                report.opening().source(),
                totals.at()));
    text.append("%-24s %12s %16s%n".formatted("", "batches", "units"));
    text.append(total("monolith listed", totals.listed(), totals.listedUnits()));
    text.append(total("ledger sent", totals.sent(), totals.sentUnits()));
    text.append(total("allocation-service has", totals.held(), totals.heldUnits()));
    text.append("%-24s %12d%n%n".formatted("and batches of others", totals.others()));
    if (totals.isEven()) {
      return text.append("All have the same.\n").toString();
    }
    text.append("%d batches differ:%n%n".formatted(totals.different()));
    text.append(ROW.formatted("sku", "batch", "listed", "sent", "has", ""));
    report.differences().forEach(difference -> text.append(row(difference)));
    long left = totals.different() - report.differences().size();
    return left == 0 ? text.toString() : text.append("and %d more%n".formatted(left)).toString();
  }

  private static String total(String whose, long batches, long units) {
    return "%-24s %12d %16d%n".formatted(whose, batches, units);
  }

  private static String row(Difference difference) {
    return ROW.formatted(
        difference.sku(),
        difference.batchref(),
        content(difference.listed()),
        content(difference.sent()),
        content(difference.held()),
        difference.sent() == null || difference.confirmed() ? "" : "  not confirmed yet");
  }

  private static String content(StockContent content) {
    if (content == null) {
      return "-";
    }
    return content.eta() == null
        ? Integer.toString(content.quantity())
        : content.quantity() + " " + content.eta();
  }
}
