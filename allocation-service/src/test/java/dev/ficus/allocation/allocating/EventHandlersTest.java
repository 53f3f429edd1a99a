package dev.ficus.allocation.allocating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Raised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventHandlersTest {
  private static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");

  private final List<List<Notifications.Crossing>> notified = new ArrayList<>();
  private final EventHandlers handlers =
      new EventHandlers((crossings, since) -> notified.add(crossings));

  @Test
  void purchasing_is_notified_once_of_all_that_a_group_has_sold_out() {
    handlers.handle(
        List.of(
            new Raised(4, new Event.OutOfStock("RUG")),
            new Raised(5, new Event.BackInStock("RUG")),
            new Raised(6, new Event.OutOfStock("RUG")),
            new Raised(2, new Event.OutOfStock("LAMP"))),
        AT);
    assertEquals(
        List.of(
            List.of(
                new Notifications.Crossing("RUG", 4),
                new Notifications.Crossing("RUG", 6),
                new Notifications.Crossing("LAMP", 2))),
        notified);
  }

  @Test
  void a_group_that_sells_out_nothing_notifies_nobody() {
    handlers.handle(List.of(new Raised(5, new Event.BackInStock("RUG"))), AT);
    assertEquals(List.of(), notified);
  }
}
