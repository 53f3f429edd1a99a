package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** Metrics of the intake: what is received, refused and confirmed. */
@ApplicationScoped
class IntakeMeters {

  private final MeterRegistry meters;

  IntakeMeters(MeterRegistry meters) {
    this.meters = meters;
    // So that a reason is there with 0 before it first happens: a rate needs a start.
    for (Reason reason : Reason.values()) {
      counter(reason);
    }
  }

  void order(String shop, int lines) {
    meters.counter("ficus.legacy.orders.received", "shop", shop).increment();
    meters.counter("ficus.legacy.lines.received", "shop", shop).increment(lines);
  }

  void quarantined(List<Rejection> lines) {
    lines.forEach(line -> counter(line.reason()).increment());
  }

  void stock(String shop, StockReportResult result) {
    String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
    meters.counter("ficus.legacy.stock.statements", "shop", shop, "outcome", outcome).increment();
    if (result.quarantined()) {
      result.refusedFor().map(this::counter).ifPresent(Counter::increment);
    }
  }

  void confirmed(List<Commands.Outgoing> commands) {
    commands.forEach(
        sent ->
            meters
                .counter("ficus.legacy.commands.confirmed", "type", sent.command().name())
                .increment());
  }

  private Counter counter(Reason reason) {
    return meters.counter("ficus.legacy.quarantined", "reason", reason.code());
  }
}
