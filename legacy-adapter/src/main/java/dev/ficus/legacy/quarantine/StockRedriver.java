package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Redriving.RedriveRequest;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.OldStock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Redrives stock reports: a report is applied as if it came when it last came, and the ledger knows
 * by the numbers of the calls whether there is a later one.
 */
@ApplicationScoped
class StockRedriver implements Redriver {

  private final Quarantine quarantine;
  private final Rereading rereading;
  private final StockIntake intake;

  StockRedriver(Quarantine quarantine, Rereading rereading, StockIntake intake) {
    this.quarantine = quarantine;
    this.rereading = rereading;
    this.intake = intake;
  }

  @Override
  public Optional<Redriven> redrive(Kept kept, ShopRules rules, RedriveRequest request) {
    Entry entry = kept.entry();
    Optional<List<Dialect.ReportedStock>> reports =
        rereading.stock(entry.feed(), kept.document().orElseThrow());
    if (reports.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), Redriven.RedriveOutcome.NO_SUCH_FEED));
    }
    Optional<OldStock> meant = meant(entry, reports.get()).filter(report -> isOf(entry, report));
    return meant.isPresent()
        ? settle(kept, meant.get(), rules, request)
        : leave(kept, notFound(entry, reports.get()), request);
  }

  /** Where it was not noted which of the calls in the call it was, there must be one only. */
  private static Optional<OldStock> meant(Entry entry, List<Dialect.ReportedStock> reports) {
    return entry
        .within()
        .map(place -> reports.stream().filter(each -> each.place().equals(place)).findFirst())
        .orElseGet(() -> reports.stream().filter(only -> reports.size() == 1).findFirst())
        .map(Dialect.ReportedStock::stock);
  }

  /** Whether it is about the batch and the SKU that were read before, where these could be. */
  static boolean isOf(Entry entry, OldStock report) {
    return isSame(entry.lineid(), report.batchref()) && isSame(entry.sku(), report.sku());
  }

  private static boolean isSame(String before, String now) {
    return !Identifiers.readable(before) || before.equals(now);
  }

  private static String notFound(Entry entry, List<Dialect.ReportedStock> reports) {
    return "%s was looked for%s by the calls of the dialect of feed %s; by these the call holds %d stock reports, and none of it there"
        .formatted(
            Stream.of(entry.lineid(), entry.sku())
                .filter(Identifiers::readable)
                .findFirst()
                .orElse("a stock report"),
            entry.within().filter(place -> !place.isEmpty()).map(" in call "::concat).orElse(""),
            entry.feed(),
            reports.size());
  }

  private Optional<Redriven> settle(
      Kept kept, OldStock written, ShopRules rules, RedriveRequest request) {
    Entry entry = kept.entry();
    ReportSource source = new ReportSource.ByCall(request.arrival(kept), entry.within().orElse(""));
    StockReport report = intake.report(written, entry.shop(), rules, source);
    return quarantine
        .settle(entry, report, StockRedriver::verdict, request.deed())
        .map(
            result ->
                new Redriven(
                    entry.id(),
                    outcome(result),
                    Optional.empty(),
                    result.batches().stream()
                        .flatMap(b -> Command.unconfirmed(b).stream())
                        .toList(),
                    result.refusedFor().stream().toList(),
                    false,
                    Redriver.isConfirmed(intake.deliver(List.of(result)))));
  }

  /** By the mapping of today the call holds no report on this stock. */
  private Optional<Redriven> leave(Kept kept, String detail, RedriveRequest request) {
    Redriven.RedriveOutcome notFound = Redriven.RedriveOutcome.NOT_FOUND;
    EntryDecision waits =
        new EntryDecision(
            EntryState.WAITING, notFound.code(), Optional.of(detail), Optional.empty());
    return quarantine
        .settle(
            kept.entry(),
            Optional.empty(),
            Set.of(),
            request.arrival(kept),
            (known, owners) -> waits,
            request.deed())
        .map(
            any ->
                new Redriven(
                    kept.entry().id(),
                    notFound,
                    Optional.of(detail),
                    List.of(),
                    List.of(kept.entry().reason()),
                    false,
                    true));
  }

  private static EntryDecision verdict(StockReportResult result) {
    boolean refused = result.outcome() == ReportOutcome.REFUSED;
    return new EntryDecision(
        refused ? EntryState.WAITING : EntryState.REDRIVEN,
        outcome(result).code(),
        Optional.empty(),
        Optional.empty());
  }

  private static Redriven.RedriveOutcome outcome(StockReportResult result) {
    return switch (result.outcome()) {
      case CHANGED, UNCHANGED -> Redriven.RedriveOutcome.TRANSLATED;
      case OVERRULED, NOT_FOLLOWED -> Redriven.RedriveOutcome.SUPERSEDED;
      case REFUSED -> Redriven.RedriveOutcome.STILL_REFUSED;
    };
  }
}
