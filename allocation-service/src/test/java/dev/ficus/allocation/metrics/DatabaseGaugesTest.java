package dev.ficus.allocation.metrics;

import static dev.ficus.local.Waiting.await;

import dev.ficus.allocation.view.FiguresView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseGaugesTest {

  @Test
  void an_error_ends_neither_kind_of_figures_and_they_get_old() {
    AtomicInteger readings = new AtomicInteger();
    AtomicInteger recounts = new AtomicInteger();
    FiguresView broken =
        new FiguresView(null, null) {
          @Override
          public Figures figures() {
            readings.incrementAndGet();
            throw new NoClassDefFoundError("by a test");
          }

          @Override
          public long oversoldUnits() {
            recounts.incrementAndGet();
            throw new StackOverflowError("by a test");
          }
        };
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    DatabaseGauges gauges = new DatabaseGauges(broken, new EachSecond(), registry);
    gauges.start(null);
    try {
      await(() -> readings.get() >= 2 && recounts.get() >= 2);
      // What was never read gets older all the same, or nobody would be alarmed.
      for (String age : List.of("ficus.figures.age.seconds", "ficus.oversold.age.seconds")) {
        await(() -> registry.get(age).gauge().value() > 1);
      }
    } finally {
      gauges.stop(null);
    }
  }

  private static final class EachSecond implements MetricsSettings {
    @Override
    public int refreshSeconds() {
      return 1;
    }

    @Override
    public int recountSeconds() {
      return 1;
    }
  }
}
