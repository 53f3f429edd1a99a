package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.shop.ShopOrder.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All orders of the shop. Only what has happened to an order since it was placed is kept. A change
 * may be seen late: its row is stamped when it is made but shown when its transaction ends, after
 * others with later stamps.
 */
final class OrderBook {
  private static final long FIRST_ID_OF_A_CHOSEN_ITEM = 1_000_000_000L;

  private final Tiling tiling;
  private final Stock stock;
  private final ShopClock clock;
  private final Seed seed;
  private final Opening opening;
  private final long opened;

  private final Map<Integer, ShopOrder> changed = new ConcurrentHashMap<>();
  private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();
  private final List<Open> open = new ArrayList<>();
  private volatile int count;
  private long changes;
  private long chosenItems;

  /**
   * How the shop begins.
   *
   * @param orders how many it has
   * @param spacing the time between one and the next; the last was placed just now
   * @param lateOneIn one change in so many is seen late; 0 for none
   * @param lateBy how late
   */
  record Opening(int orders, Duration spacing, int lateOneIn, Duration lateBy) {}

  /** A change whose transaction has not ended. */
  private record Open(ShopOrder order, Duration ends) {}

  /** What somebody wants to order. */
  record Wish(String sku, int quantity) {}

  /** What is to become of an order. */
  private interface Change {
    ShopOrder to(ShopOrder order, long now) throws Refusal;
  }

  OrderBook(Tiling tiling, Stock stock, ShopClock clock, Seed seed, Opening opening) {
    this.tiling = tiling;
    this.stock = stock;
    this.clock = clock;
    this.seed = seed;
    this.opening = opening;
    this.opened = clock.now();
    this.count = opening.orders();
    // The youngest were being placed when the shop was first looked at.
    for (int i = count - 1; i >= 0 && opened - placedAt(i) < opening.lateBy().toSeconds(); i--) {
      if (seed.oneIn(opening.lateOneIn(), "late at opening", i)) {
        hidden.add(i);
        open.add(new Open(original(i), opening.lateBy()));
      }
    }
  }

  /** All orders that can be seen, by number, which is not by time of their last change. */
  Iterable<ShopOrder> all() {
    commit(false);
    int end = count;
    return () -> new Visible(end);
  }

  /** All orders, also those that cannot be seen yet, by number. */
  Iterable<ShopOrder> allWithUnseen() {
    int end = count;
    return () -> IntStream.range(0, end).mapToObj(this::order).iterator();
  }

  /** An order that can be seen. */
  Optional<ShopOrder> find(String incrementId) {
    commit(false);
    int number = ShopOrder.number(incrementId);
    return number < 0 || number >= count || hidden.contains(number)
        ? Optional.empty()
        : Optional.of(order(number));
  }

  /** What an order's lines are now. */
  List<Item> items(ShopOrder order) {
    return order.items() == null ? tiling.items(order.number()) : order.items();
  }

  String country(ShopOrder order) {
    return tiling.country(order.number());
  }

  /** How many orders there are, unseen ones among them. */
  int count() {
    return count;
  }

  /** Ends the transactions whose time has come, or all. */
  synchronized void commit(boolean all) {
    Duration now = clock.elapsed();
    commit(change -> all || change.ends.compareTo(now) <= 0);
  }

  private void commit(Predicate<Open> ended) {
    open.removeIf(
        change -> {
          boolean ends = ended.test(change);
          if (ends) {
            show(change.order);
          }
          return ends;
        });
  }

  /**
   * Takes a new order.
   *
   * @param wishes empty for the next of the tiled ones
   * @param late how late it is seen; empty leaves it to the seed
   * @throws Refusal when a product does not exist, or the shop has no orders of its own
   */
  synchronized ShopOrder place(List<Wish> wishes, Optional<Duration> late) throws Refusal {
    requireOwnOrders();
    int number = count;
    List<Item> chosen = wishes.isEmpty() ? null : chosen(wishes);
    ShopOrder placed = ShopOrder.placed(number, clock.now(), chosen);
    hidden.add(number);
    changed.put(number, placed);
    count = number + 1;
    count(placed, -1);
    end(placed, late);
    return placed;
  }

  /** Refuses what a shop without orders of its own cannot do. */
  void requireOwnOrders() throws Refusal {
    if (tiling.isEmpty()) {
      throw Refusal.impossible("the shop has no orders of its own");
    }
  }

  /** Changes the quantity of an item, and of the one it belongs to or that belongs to it. */
  ShopOrder quantity(String incrementId, long itemId, int quantity, Optional<Duration> late)
      throws Refusal {
    return change(
        incrementId,
        late,
        (order, now) -> {
          long family = family(requireOpen(order), itemId);
          return order.of(
              items(order).stream()
                  .map(item -> belongs(item, family) ? item.of(quantity) : item)
                  .toList(),
              now);
        });
  }

  /** Takes an item out, and the one it belongs to or that belongs to it. */
  ShopOrder remove(String incrementId, long itemId, Optional<Duration> late) throws Refusal {
    return change(
        incrementId,
        late,
        (order, now) -> {
          long family = family(requireOpen(order), itemId);
          return order.of(
              items(order).stream().filter(item -> !belongs(item, family)).toList(), now);
        });
  }

  ShopOrder cancel(String incrementId, Optional<Duration> late) throws Refusal {
    return change(incrementId, late, (order, now) -> requireOpen(order).in(State.CANCELLED, now));
  }

  /** Undoes a cancellation. */
  ShopOrder reopen(String incrementId, Optional<Duration> late) throws Refusal {
    return move(incrementId, State.CANCELLED, State.PROCESSING, late);
  }

  ShopOrder hold(String incrementId, Optional<Duration> late) throws Refusal {
    return move(incrementId, State.PROCESSING, State.HELD, late);
  }

  ShopOrder unhold(String incrementId, Optional<Duration> late) throws Refusal {
    return move(incrementId, State.HELD, State.PROCESSING, late);
  }

  /** Sends the goods off. */
  ShopOrder despatch(String incrementId, Optional<Duration> late) throws Refusal {
    return move(incrementId, State.PROCESSING, State.COMPLETE, late);
  }

  /**
   * Sends some goods off. An order of which nothing is left is complete.
   *
   * @param quantities how many of which items, and of those they belong to or that belong to them;
   *     empty for all that is left
   * @throws Refusal when the order is not being processed, or not so many are left
   */
  ShopOrder ship(String incrementId, Map<Long, Integer> quantities) throws Refusal {
    return change(
        incrementId,
        Optional.of(Duration.ZERO),
        (order, now) -> {
          if (order.state() != State.PROCESSING) {
            throw Refusal.impossible("order %s is %s".formatted(incrementId, order.state().word));
          }
          Map<Long, Integer> byFamily = new LinkedHashMap<>();
          for (Map.Entry<Long, Integer> some : quantities.entrySet()) {
            byFamily.put(family(order, some.getKey()), some.getValue());
          }
          List<Item> shipped = new ArrayList<>();
          for (Item item : items(order)) {
            int units =
                quantities.isEmpty()
                    ? item.left()
                    : byFamily.getOrDefault(item.parent() == 0 ? item.id() : item.parent(), 0);
            if (units < 0 || units > item.left()) {
              throw Refusal.impossible("only %d of %s are left".formatted(item.left(), item.sku()));
            }
            shipped.add(item.shipping(units));
          }
          ShopOrder after = order.of(shipped, now);
          return shipped.stream().allMatch(item -> item.left() == 0)
              ? after.in(State.COMPLETE, now)
              : after;
        });
  }

  /**
   * Writes into an order's history, which changes its stamp like anything else.
   *
   * @param status null leaves it as it is
   */
  ShopOrder comment(String incrementId, String status, String text, boolean notified)
      throws Refusal {
    return change(
        incrementId,
        Optional.of(Duration.ZERO),
        (order, now) ->
            order.with(new Comment(status == null ? order.status() : status, text, notified, now)));
  }

  private ShopOrder move(String incrementId, State from, State to, Optional<Duration> late)
      throws Refusal {
    return change(
        incrementId,
        late,
        (order, now) -> {
          if (order.state() != from) {
            throw Refusal.impossible(
                "order %s is %s".formatted(order.incrementId(), order.state().word));
          }
          return order.in(to, now);
        });
  }

  private synchronized ShopOrder change(String incrementId, Optional<Duration> late, Change change)
      throws Refusal {
    int number = ShopOrder.number(incrementId);
    if (number < 0 || number >= count) {
      throw Refusal.unknown("there is no order " + incrementId);
    }
    // Whoever changes a row waits for those who are changing it.
    commit(other -> other.order.number() == number);
    ShopOrder before = order(number);
    ShopOrder after = change.to(before, clock.now());
    count(before, 1);
    count(after, -1);
    end(after, late);
    return after;
  }

  private void end(ShopOrder order, Optional<Duration> late) {
    Duration wait =
        late.orElseGet(
            () ->
                seed.oneIn(opening.lateOneIn(), "late", changes)
                    ? opening.lateBy()
                    : Duration.ZERO);
    changes++;
    if (wait.isZero()) {
      show(order);
    } else {
      open.add(new Open(order, clock.elapsed().plus(wait)));
    }
  }

  private void show(ShopOrder order) {
    changed.put(order.number(), order);
    hidden.remove(order.number());
  }

  /** The shop's own stock follows what is ordered, where it is counted. */
  private void count(ShopOrder order, int sign) {
    if (order.state() != State.CANCELLED) {
      for (Item item : items(order)) {
        if (item.isThing()) {
          stock.count(item.sku(), BigDecimal.valueOf((long) sign * item.quantity()));
        }
      }
    }
  }

  private List<Item> chosen(List<Wish> wishes) throws Refusal {
    Map<String, String> names = new LinkedHashMap<>();
    for (Wish wish : wishes) {
      names.put(
          wish.sku(),
          stock.name(wish.sku()).orElseThrow(() -> Refusal.unknown("there is no " + wish.sku())));
    }
    List<Item> items = new ArrayList<>();
    for (Wish wish : wishes) {
      items.add(
          new Item(
              FIRST_ID_OF_A_CHOSEN_ITEM + ++chosenItems,
              0,
              Item.Type.SIMPLE,
              wish.sku(),
              names.get(wish.sku()),
              wish.quantity(),
              BigDecimal.ONE));
    }
    return items;
  }

  private static ShopOrder requireOpen(ShopOrder order) throws Refusal {
    if (!order.state().isOpen()) {
      throw Refusal.impossible("order %s is %s".formatted(order.incrementId(), order.state().word));
    }
    return order;
  }

  /** The id of an item or, where it has one, of the choice above it. */
  private long family(ShopOrder order, long itemId) throws Refusal {
    return items(order).stream()
        .filter(item -> item.id() == itemId)
        .map(item -> item.parent() == 0 ? item.id() : item.parent())
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.unknown("order %s has no item %d".formatted(order.incrementId(), itemId)));
  }

  private static boolean belongs(Item item, long family) {
    return item.id() == family || item.parent() == family;
  }

  private ShopOrder order(int number) {
    ShopOrder order = changed.get(number);
    return order == null ? original(number) : order;
  }

  private ShopOrder original(int number) {
    return ShopOrder.placed(number, placedAt(number), null);
  }

  private long placedAt(int number) {
    return opened - opening.spacing().multipliedBy(opening.orders() - 1L - number).toSeconds();
  }

  private final class Visible implements Iterator<ShopOrder> {
    private final int end;
    private int next;

    Visible(int end) {
      this.end = end;
      skipHidden();
    }

    private void skipHidden() {
      while (next < end && hidden.contains(next)) {
        next++;
      }
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public ShopOrder next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ShopOrder order = order(next++);
      skipHidden();
      return order;
    }
  }
}
