package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.routing.Ownership;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Takes in what the old world says of its stock, in the three steps of {@link OrderIntake}: write
 * down, send, note that it is confirmed. The first is told apart from the others, because who only
 * passes a call on need not wait longer: from then on nothing can be lost.
 */
@ApplicationScoped
public class StockIntake {

  private static final int LARGEST_GROUP = 500;

  private final BatchLedger ledger;
  private final Ownership ownership;
  private final Commands commands;
  private final IntakeMeters tally;
  private final GroupCommit<StockReport, StockReportResult> notes;
  private final Deliveries<KnownBatch> deliveries;

  StockIntake(BatchLedger ledger, Ownership ownership, Commands commands, IntakeMeters tally) {
    this.ledger = ledger;
    this.ownership = ownership;
    this.commands = commands;
    this.tally = tally;
    this.notes =
        new GroupCommit<>("batch-notes", LARGEST_GROUP, ledger::apply, TransientFailure::passes);
    this.deliveries =
        new Deliveries<>(
            "batch-confirmations", StockIntake::outgoing, ledger::confirm, commands, tally);
  }

  /**
   * Statements that are being taken in.
   *
   * @param noted done when all are written down, or in quarantine: what became of each
   * @param confirmed done when the broker has confirmed their commands as well
   */
  public record Taken(
      CompletableFuture<List<StockReportResult>> noted, CompletableFuture<Void> confirmed) {}

  void start(@Observes StartupEvent event) {
    notes.start();
    deliveries.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    notes.stop();
    deliveries.stop();
  }

  /** Something that is said of a shop's stock, as it is to be understood by these rules. */
  public StockReport report(OldStock written, String shop, ShopRules rules, ReportSource source) {
    StockChange said = new StockTranslator(shop, rules).translate(written);
    return new StockReport(shop, written, said, source, follows(shop));
  }

  /** Takes in what is said, one after the other. */
  public Taken take(List<StockReport> stockReports) {
    List<CompletableFuture<StockReportResult>> each =
        stockReports.stream().map(this::note).toList();
    // The threads on which the rest happens know nothing of the call and its trace.
    Context call = Context.current();
    CompletableFuture<List<StockReportResult>> noted =
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
            .thenApply(any -> each.stream().map(CompletableFuture::join).toList());
    return new Taken(noted, noted.thenCompose(call.wrapFunction(this::deliver)));
  }

  private CompletableFuture<StockReportResult> note(StockReport report) {
    return notes
        .ask(report)
        .thenApply(
            noted -> {
              tally.stock(report.shop(), noted);
              return noted;
            });
  }

  /** Goes on with what is written down of batches: their commands are sent. */
  public CompletableFuture<Void> deliver(List<StockReportResult> noted) {
    return CompletableFuture.allOf(
        latest(noted).stream().map(deliveries::deliver).toArray(CompletableFuture[]::new));
  }

  /** Whether the broker is there to confirm anything at present. */
  public boolean canConfirm() {
    return commands.reachable();
  }

  /** Sends what was left unconfirmed of batches that have not changed since. */
  List<CompletableFuture<Void>> deliverLeft(Instant unchangedSince, int most) {
    return ledger.unconfirmedSince(unchangedSince, most).stream().map(deliveries::deliver).toList();
  }

  private Predicate<String> follows(String shop) {
    return sku -> ownership.keeperOf(shop, sku) == Owner.MONOLITH;
  }

  /** Each batch once, as the last statement about it has left it. */
  private static Collection<KnownBatch> latest(List<StockReportResult> noted) {
    Map<String, KnownBatch> latest = new LinkedHashMap<>();
    noted.forEach(one -> one.batches().forEach(batch -> latest.put(batch.batchref(), batch)));
    return latest.values();
  }

  private static List<Commands.Outgoing> outgoing(KnownBatch batch) {
    return Command.unconfirmed(batch).stream()
        .map(command -> new Commands.Outgoing(command, batch.correlation()))
        .toList();
  }
}
