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
    void handle(List<Raised> raised, Instant at);
  }

  private final Map<Class<? extends Event>, List<EventHandler>> byEvent;

  EventHandlers(Notifications notifications) {
    byEvent =
        Map.of(
            Event.OutOfStock.class,
            List.of(
                (raised, at) ->
                    notifications.outOfStock(
                        raised.stream().map(EventHandlers::crossing).toList(), at)));
  }

  /**
   * Handles the events of a group: a handler is given all of its type together, if there are any.
   */
  void handle(List<Raised> raised, Instant at) {
    byEvent.forEach(
        (type, handlers) -> {
          List<Raised> ofType =
              raised.stream().filter(each -> type.isInstance(each.event())).toList();
          if (!ofType.isEmpty()) {
            handlers.forEach(handler -> handler.handle(ofType, at));
          }
        });
  }

  private static Notifications.Crossing crossing(Raised raised) {
    return new Notifications.Crossing(raised.event().sku(), raised.sequence());
  }
}
