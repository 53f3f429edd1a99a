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
import java.util.stream.Stream;

/**
 * Redrives what was said of stock: it is heard as if it came when it was last said, and the ledger
 * knows by the numbers of the calls whether something later has been said of the same.
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
  public Optional<Redriven> redrive(Kept kept, ShopRules rules, RedriveRequest wish) {
    Entry entry = kept.entry();
    Optional<List<Dialect.Said>> said =
        rereading.stock(entry.feed(), kept.document().orElseThrow());
    if (said.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), Redriven.RedriveOutcome.NO_SUCH_FEED));
    }
    Optional<OldStock> meant = meant(entry, said.get()).filter(report -> isOf(entry, report));
    return meant.isPresent()
        ? settle(kept, meant.get(), rules, wish)
        : leave(kept, notFound(entry, said.get()), wish);
  }

  /** Where it was not noted which of the calls in the call said it, there must be one only. */
  private static Optional<OldStock> meant(Entry entry, List<Dialect.Said> said) {
    return entry
        .within()
        .map(place -> said.stream().filter(each -> each.place().equals(place)).findFirst())
        .orElseGet(() -> said.stream().filter(only -> said.size() == 1).findFirst())
        .map(Dialect.Said::stock);
  }

  /** Whether it is about the batch and the SKU that were read before, where these could be. */
  static boolean isOf(Entry entry, OldStock report) {
    return isSame(entry.lineid(), report.batchref()) && isSame(entry.sku(), report.sku());
  }

  private static boolean isSame(String before, String now) {
    return !Identifiers.readable(before) || before.equals(now);
  }

  private static String notFound(Entry entry, List<Dialect.Said> said) {
    return "%s was looked for%s by the calls of the dialect of feed %s; by these the call holds %d stock reports, and none of it there"
        .formatted(
            Stream.of(entry.lineid(), entry.sku())
                .filter(Identifiers::readable)
                .findFirst()
                .orElse("a stock report"),
            entry.within().filter(place -> !place.isEmpty()).map(" in call "::concat).orElse(""),
            entry.feed(),
            said.size());
  }

  private Optional<Redriven> settle(
      Kept kept, OldStock written, ShopRules rules, RedriveRequest wish) {
    Entry entry = kept.entry();
    ReportSource source = new ReportSource.ByCall(wish.arrival(kept), entry.within().orElse(""));
    StockReport report = intake.report(written, entry.shop(), rules, source);
    return quarantine
        .settle(entry, report, StockRedriver::verdict, wish.deed())
        .map(
            noted ->
                new Redriven(
                    entry.id(),
                    outcome(noted),
                    Optional.empty(),
                    noted.batches().stream().flatMap(b -> Command.unconfirmed(b).stream()).toList(),
                    noted.refusedFor().stream().toList(),
                    false,
                    Redriver.isConfirmed(intake.deliver(List.of(noted)))));
  }

  /** By the mapping of today nothing stands there that says something of this stock. */
  private Optional<Redriven> leave(Kept kept, String detail, RedriveRequest wish) {
    Redriven.RedriveOutcome notFound = Redriven.RedriveOutcome.NOT_FOUND;
    EntryDecision waits =
        new EntryDecision(
            EntryState.WAITING, notFound.code(), Optional.of(detail), Optional.empty());
    return quarantine
        .settle(kept.entry(), Optional.empty(), wish.arrival(kept), any -> waits, wish.deed())
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

  private static EntryDecision verdict(StockReportResult noted) {
    boolean refused = noted.outcome() == ReportOutcome.REFUSED;
    return new EntryDecision(
        refused ? EntryState.WAITING : EntryState.REDRIVEN,
        outcome(noted).code(),
        Optional.empty(),
        Optional.empty());
  }

  private static Redriven.RedriveOutcome outcome(StockReportResult noted) {
    return switch (noted.outcome()) {
      case CHANGED, UNCHANGED -> Redriven.RedriveOutcome.TRANSLATED;
      case OVERRULED, NOT_FOLLOWED -> Redriven.RedriveOutcome.SUPERSEDED;
      case REFUSED -> Redriven.RedriveOutcome.STILL_REFUSED;
    };
  }
}
