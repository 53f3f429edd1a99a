package dev.ficus.legacy.operators;

import dev.ficus.legacy.feed.pulled.PulledFeed;
import dev.ficus.legacy.feed.pulled.Report;
import java.util.List;

/** The text of a report on a comparison of a shop's orders with the ledger, for people. */
final class ReportText {

  private ReportText() {}

  static String of(String feed, Report report) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Feed %s, compared from %s to %s%n%n".formatted(feed, report.begunAt(), report.endedAt()));
    row(text, "orders the shop has", report.listed());
    row(text, "of these, never seen before", report.missing());
    row(text, "seen, but not as they are now", report.outdated());
    row(text, "taken in just now", report.takenIn());
    row(text, "in quarantine just now", report.quarantined());
    row(text, "lines here, of orders seen before", report.lines());
    row(text, "of these, not cancelled", report.standing());
    text.append('\n');
    long left = report.missing() + report.outdated() - report.takenIn() - report.quarantined();
    text.append(
        report.leavesNothingOut()
            ? "All orders of the shop are here, or in quarantine.\n"
            : "%d orders are not here yet: compare once more.%n".formatted(left));
    orders(text, "Never seen before", report.missingOrders(), report.missing());
    orders(text, "Not as they are now", report.outdatedOrders(), report.outdated());
    return text.toString();
  }

  /**
   * What is to be known beside the last report: a comparison on its way, and times that cannot be.
   */
  static String ofNow(PulledFeed.PullStatus status) {
    StringBuilder text = new StringBuilder();
    PulledFeed.ComparisonStatus comparison = status.comparison();
    if (comparison != null) {
      text.append(
          "%nA comparison was asked for at %s: %d orders are compared so far.%n"
              .formatted(comparison.askedAt(), comparison.listed()));
      if (comparison.failedFor() != null) {
        text.append(
            "It failed %d times and is tried again: %s%n"
                .formatted(comparison.failures(), comparison.failedFor()));
      }
    }
    if (status.ahead().orders() > 0) {
      text.append(
          "%n%d orders have a time of change that is ahead of what can be, the latest %s: it does%n"
                  .formatted(status.ahead().orders(), status.ahead().latest())
              + "not count for how far the feed has come. Is the shop's clock right?\n");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String what, long count) {
    text.append("%-36s %12d%n".formatted(what, count));
  }

  private static void orders(StringBuilder text, String what, List<String> numbers, int count) {
    if (numbers.isEmpty()) {
      return;
    }
    text.append("%n%s:%n".formatted(what));
    numbers.forEach(number -> text.append("  %s%n".formatted(number)));
    if (count > numbers.size()) {
      text.append("  and %d more%n".formatted(count - numbers.size()));
    }
  }
}
