package dev.ficus.legacy.feed.served;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The calls about orders in one request that were begun: each is carried out once. */
final class BegunOrders {

  private final Map<String, Supplier<OrderReply>> byPlace = new HashMap<>();

  /**
   * The reply to a call, begun unless it was before.
   *
   * @param place of the call in the request
   */
  Supplier<OrderReply> at(String place, Supplier<Supplier<OrderReply>> begin) {
    return byPlace.computeIfAbsent(place, any -> once(begin.get()));
  }

  private static Supplier<OrderReply> once(Supplier<OrderReply> reply) {
    OrderReply[] known = new OrderReply[1];
    return () -> {
      if (known[0] == null) {
        known[0] = reply.get();
      }
      return known[0];
    };
  }
}
