package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.xmlrpc.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts how calls are answered: faults by code, and what the upstream answers. Each is there from
 * the start, at 0.
 */
@Startup
@ApplicationScoped
class CallMeters {

  private final MeterRegistry meters;
  private final Counter forwarded;

  CallMeters(MeterRegistry meters) {
    this.meters = meters;
    this.forwarded = meters.counter("ficus.legacy.forwarded");
    Answers.faultCodes().forEach(this::faults);
  }

  void answered(Answer.Fault fault) {
    faults(fault.code()).increment();
  }

  void forwarded() {
    forwarded.increment();
  }

  private Counter faults(int code) {
    return meters.counter("ficus.legacy.faults", "code", Integer.toString(code));
  }
}
