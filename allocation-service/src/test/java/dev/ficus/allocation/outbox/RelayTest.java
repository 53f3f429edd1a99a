package dev.ficus.allocation.outbox;

import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayTest {

  @Test
  void an_error_does_not_end_the_relay_and_is_counted() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    AgroalDataSource broken =
        (AgroalDataSource)
            Proxy.newProxyInstance(
                RelayTest.class.getClassLoader(),
                new Class<?>[] {AgroalDataSource.class},
                (proxy, method, arguments) -> {
                  looks.incrementAndGet();
                  throw new NoClassDefFoundError("by a test");
                });
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Relay relay =
        new Relay(broken, null, new RelaySignal(), new PromptRelay(), new RelayMetrics(meters));
    relay.start(null);
    try {
      await(() -> looks.get() >= 3);
    } finally {
      relay.stop(null);
    }
    assertTrue(meters.counter("ficus.outbox.failures").count() >= 2);
  }

  private static final class PromptRelay implements RelaySettings {
    @Override
    public int inFlight() {
      return 1;
    }

    @Override
    public int window() {
      return 1;
    }

    @Override
    public long gatherMillis() {
      return 0;
    }

    @Override
    public long pollMillis() {
      return 1;
    }

    @Override
    public long pauseMillis() {
      return 1;
    }
  }
}
