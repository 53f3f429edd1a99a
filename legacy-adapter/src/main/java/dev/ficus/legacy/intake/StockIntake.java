package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.ReturnedUnits;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.stock.StockTranslator;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Intake of stock reports, in the three steps of {@link OrderIntake}: write down, send, note that
 * it is confirmed. Callers may wait for the first alone: from then on nothing can be lost.
 */
@ApplicationScoped
public class StockIntake {

  private static final int LARGEST_GROUP = 500;

  private final BatchLedger ledger;
  private final StockSources sources;
  private final ProductIntake products;
  private final Commands commands;
  private final IntakeMeters meters;
  private final GroupCommit<StockReport, StockReportResult> changes;
  private final Deliveries<KnownBatch> deliveries;

  StockIntake(
      BatchLedger ledger,
      StockSources sources,
      ProductIntake products,
      Commands commands,
      IntakeMeters meters) {
    this.ledger = ledger;
    this.sources = sources;
    this.products = products;
    this.commands = commands;
    this.meters = meters;
    this.changes =
        new GroupCommit<>("batch-changes", LARGEST_GROUP, ledger::apply, TransientFailure::passes);
    this.deliveries =
        new Deliveries<>(
            "batch-confirmations", StockIntake::outgoing, ledger::confirm, commands, meters);
  }

  /**
   * Reports that are being taken in.
   *
   * @param noted done when all are written down, or in quarantine: the result of each
   * @param confirmed done when the broker has confirmed their commands as well
   */
  public record Taken(
      CompletableFuture<List<StockReportResult>> noted, CompletableFuture<Void> confirmed) {}

  void start(@Observes StartupEvent event) {
    changes.start();
    deliveries.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    changes.stop();
    deliveries.stop();
  }

  /** A report on a shop's stock, translated by these rules. */
  public StockReport report(OldStock written, String shop, ShopRules rules, ReportSource source) {
    String stockSource = sources.sourceOf(shop);
    StockChange change = new StockTranslator(stockSource, rules).translate(written);
    return new StockReport(shop, stockSource, written, change, source);
  }

  /** Takes in reports, one after the other. */
  public Taken take(List<StockReport> stockReports) {
    List<CompletableFuture<StockReportResult>> each =
        stockReports.stream().map(this::apply).toList();
    // The threads on which the rest happens know nothing of the call and its trace.
    Context call = Context.current();
    CompletableFuture<List<StockReportResult>> noted =
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
            .thenApply(any -> each.stream().map(CompletableFuture::join).toList());
    return new Taken(noted, noted.thenCompose(call.wrapFunction(this::deliver)));
  }

  private CompletableFuture<StockReportResult> apply(StockReport report) {
    return changes
        .submit(report)
        .thenApply(
            result -> {
              meters.stock(report.shop(), result);
              return result;
            });
  }

  /**
   * Sends the commands of batches that are written down. Of what the monolith fulfils the product
   * is closed before, so that nobody gets units of it in between.
   */
  public CompletableFuture<Void> deliver(List<StockReportResult> results) {
    Set<String> theirs =
        results.stream()
            .filter(result -> result.seller() == Owner.MONOLITH)
            .flatMap(result -> result.batches().stream())
            .filter(batch -> !batch.isConfirmed())
            .map(KnownBatch::sku)
            .collect(Collectors.toSet());
    Collection<KnownBatch> batches = latest(results);
    return products.deliver(theirs).thenCompose(any -> deliverAll(batches));
  }

  private CompletableFuture<Void> deliverAll(Collection<KnownBatch> batches) {
    return CompletableFuture.allOf(
        batches.stream().map(deliveries::deliver).toArray(CompletableFuture[]::new));
  }

  /** Whether the broker is there to confirm anything at present. */
  public boolean canConfirm() {
    return commands.reachable();
  }

  /** Takes over what has left for lines, and sends the batches that have another size by that. */
  CompletableFuture<Void> takeOverWhatLeft(int most) {
    return deliver(ledger.takeOverWhatLeft(most));
  }

  /** What is to be looked at, because lines have given units of it back. */
  List<ReturnedUnits> returned(int most) {
    return ledger.returned(most);
  }

  /** Notes that it is looked how many units lines hold; until that is applied it rests. */
  void looking(ReturnedUnits returned, Duration rest) {
    ledger.looking(returned, rest);
  }

  /** Applies how many units lines hold by now, and sends the batch if it has changed by that. */
  CompletableFuture<Void> heldNow(ReturnedUnits returned, long held) {
    return deliver(ledger.heldNow(returned, held, UUID.randomUUID().toString()).stream().toList());
  }

  /** Sends what was left unconfirmed of batches that have not changed since. */
  List<CompletableFuture<Void>> deliverLeft(Instant unchangedSince, int most) {
    List<KnownBatch> left = ledger.unconfirmedSince(unchangedSince, most);
    CompletableFuture<Void> closed =
        products.deliver(left.stream().map(KnownBatch::sku).collect(Collectors.toSet()));
    return left.stream()
        .map(batch -> closed.thenCompose(any -> deliveries.deliver(batch)))
        .toList();
  }

  /** Each batch once, as the last report on it has left it. */
  private static Collection<KnownBatch> latest(List<StockReportResult> results) {
    Map<String, KnownBatch> latest = new LinkedHashMap<>();
    results.forEach(one -> one.batches().forEach(batch -> latest.put(batch.batchref(), batch)));
    return latest.values();
  }

  private static List<Commands.Outgoing> outgoing(KnownBatch batch) {
    return Command.unconfirmed(batch).stream()
        .map(command -> new Commands.Outgoing(command, batch.correlation()))
        .toList();
  }
}
