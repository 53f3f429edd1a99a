package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import java.util.List;
import java.util.Optional;

/** The shop's days to come: new orders, and changes of mind. The seed decides what comes next. */
final class Schedule {
  private static final int TRIES = 20;

  private final OrderBook orders;
  private final Seed seed;
  private long happened;

  /** A change of one order. */
  private interface OrderChange {
    void applyTo(String incrementId) throws Refusal;
  }

  Schedule(OrderBook orders, Seed seed) {
    this.orders = orders;
    this.seed = seed;
  }

  /**
   * The next thing happens: out of twenty, eight are new orders, four change a quantity, two take
   * an item out, three cancel, two despatch and one reopens.
   */
  synchronized void next() {
    long number = happened++;
    int kind = seed.below(20, "event", number);
    try {
      if (kind >= 8 && happens(number, change(kind, number))) {
        return;
      }
      orders.place(List.of(), Optional.empty());
    } catch (Refusal impossible) {
      throw new IllegalStateException("The next order of the feed cannot be placed", impossible);
    }
  }

  private OrderChange change(int kind, long number) {
    if (kind < 12) {
      int quantity = 1 + seed.below(12, "quantity", number);
      return order -> orders.quantity(order, anItem(order, number), quantity, Optional.empty());
    } else if (kind < 14) {
      return order -> orders.remove(order, anItem(order, number), Optional.empty());
    } else if (kind < 17) {
      return order -> orders.cancel(order, Optional.empty());
    } else if (kind < 19) {
      return order -> orders.despatch(order, Optional.empty());
    }
    return order -> orders.reopen(order, Optional.empty());
  }

  /** To one of a few orders; whether it could happen to any. */
  private boolean happens(long number, OrderChange change) {
    for (int i = 0; i < TRIES; i++) {
      int chosen = seed.below(orders.count(), "order", number * TRIES + i);
      try {
        change.applyTo(ShopOrder.incrementId(chosen));
        return true;
      } catch (Refusal impossible) {
        // Another order may be in a state in which it can.
      }
    }
    return false;
  }

  private long anItem(String incrementId, long number) throws Refusal {
    List<Item> items =
        orders
            .find(incrementId)
            .map(orders::items)
            .filter(found -> !found.isEmpty())
            .orElseThrow(() -> Refusal.impossible("there is no item"));
    return items.get(seed.below(items.size(), "item", number)).id();
  }
}
