package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/**
 * Metrics of the intake: what is received, refused and confirmed. Each is there from the start, at
 * 0: a rate needs a beginning.
 */
@Startup
@ApplicationScoped
public class IntakeMeters {

  private final MeterRegistry meters;

  IntakeMeters(MeterRegistry meters) {
    this.meters = meters;
    for (Reason reason : Reason.values()) {
      counter(reason);
    }
    Command.names().forEach(this::confirmed);
  }

  /** Orders and stock reports of this shop may come. */
  public void known(String shop) {
    received("orders", shop);
    received("lines", shop);
    for (ReportOutcome outcome : ReportOutcome.values()) {
      statements(shop, outcome);
    }
  }

  void order(String shop, int lines) {
    received("orders", shop).increment();
    received("lines", shop).increment(lines);
  }

  void quarantined(List<Rejection> lines) {
    lines.forEach(line -> counter(line.reason()).increment());
  }

  void stock(String shop, StockReportResult result) {
    statements(shop, result.outcome()).increment();
    if (result.quarantined()) {
      result.refusedFor().map(this::counter).ifPresent(Counter::increment);
    }
  }

  void confirmed(List<Commands.Outgoing> commands) {
    commands.forEach(sent -> confirmed(sent.command().name()).increment());
  }

  private Counter received(String what, String shop) {
    return meters.counter("ficus.legacy." + what + ".received", "shop", shop);
  }

  private Counter statements(String shop, ReportOutcome outcome) {
    return meters.counter(
        "ficus.legacy.stock.statements",
        "shop",
        shop,
        "outcome",
        outcome.name().toLowerCase(Locale.ROOT));
  }

  private Counter confirmed(String type) {
    return meters.counter("ficus.legacy.commands.confirmed", "type", type);
  }

  private Counter counter(Reason reason) {
    return meters.counter("ficus.legacy.quarantined", "reason", reason.code());
  }
}
