package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.stock.BatchLedger;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResenderTest {

  private final List<String> asked = new ArrayList<>();

  @Test
  void an_error_at_batches_does_not_keep_orders_from_being_sent_again() {
    BatchLedger batches = failing(BatchLedger.class, "batches");
    Ledger orders = failing(Ledger.class, "orders");
    Resender resender =
        new Resender(
            new OrderIntake(orders, null, null, null),
            new StockIntake(batches, null, null, null),
            failing(Resendings.class, "requests"),
            new ResendSettings() {
              @Override
              public String every() {
                return "off";
              }

              @Override
              public Duration minimumAge() {
                return Duration.ZERO;
              }
            });

    resender.resend();
    resender.resend();

    assertEquals(List.of("requests", "batches", "orders", "requests", "batches", "orders"), asked);
  }

  private <T> T failing(Class<T> ledger, String name) {
    return ledger.cast(
        Proxy.newProxyInstance(
            ResenderTest.class.getClassLoader(),
            new Class<?>[] {ledger},
            (proxy, method, arguments) -> {
              asked.add(name);
              throw new NoClassDefFoundError("by a test");
            }));
  }
}
