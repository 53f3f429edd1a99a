package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Raised;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The event handlers of this service: an event may have several. What a handler does outside the
 * database it only notes here, in the transaction of the event, and does later by itself: so each
 * fails alone, is tried again and counted, and disturbs no command.
 */
@ApplicationScoped
class EventHandlers {

  @FunctionalInterface
  private interface EventHandler {
    void handle(Raised raised, Instant at);
  }

  private final Map<Class<? extends Event>, List<EventHandler>> byEvent;

  EventHandlers(Notifications notifications) {
    byEvent =
        Map.of(
            Event.OutOfStock.class,
            List.of(
                (raised, at) ->
                    notifications.outOfStock(raised.event().sku(), raised.sequence(), at)));
  }

  void handle(Raised raised, Instant at) {
    byEvent
        .getOrDefault(raised.event().getClass(), List.of())
        .forEach(handler -> handler.handle(raised, at));
  }
}
