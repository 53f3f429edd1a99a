package dev.ficus.allocation.metrics;

import static dev.ficus.local.Waiting.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.ficus.allocation.view.FiguresView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseGaugesTest {

  @Test
  void an_error_ends_neither_kind_of_figures() {
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
    DatabaseGauges gauges = new DatabaseGauges(broken, new EachSecond(), new SimpleMeterRegistry());
    gauges.start(null);
    try {
      await().atMost(LIMIT).until(() -> readings.get() >= 2 && recounts.get() >= 2);
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
