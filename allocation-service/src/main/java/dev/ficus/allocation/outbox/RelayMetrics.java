package dev.ficus.allocation.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what the relay did: {@code ficus_outbox_published_total}, {@code …_failures_total}. */
@ApplicationScoped
class RelayMetrics {
  private final Counter published;
  private final Counter failures;

  RelayMetrics(MeterRegistry registry) {
    published = registry.counter("ficus.outbox.published");
    failures = registry.counter("ficus.outbox.failures");
  }

  void published(int events) {
    published.increment(events);
  }

  void failed() {
    failures.increment();
  }
}
