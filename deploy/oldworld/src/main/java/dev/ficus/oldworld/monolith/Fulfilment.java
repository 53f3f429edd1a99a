package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.monolith.IncomingOrder.Stage;
import dev.ficus.oldworld.monolith.IncomingOrder.WantedLine;
import dev.ficus.oldworld.monolith.OrderLine.Key;
import dev.ficus.oldworld.monolith.OrderLine.LineState;
import dev.ficus.oldworld.monolith.Policy.Flaw;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The monolith's orders and its decisions about their lines. Lines that become due together are
 * decided in the order of their numbers, not in that of their arrival: what waited for one decision
 * is decided in the same way however it came.
 */
final class Fulfilment {
  private final Warehouse warehouse;
  private final Policy policy;
  private final LocalDate today;
  private final Duration decidesAfter;
  private final LongSupplier nanos;

  private final Map<String, Map<String, OrderLine>> orders = new LinkedHashMap<>();
  private final Map<Key, Long> due = new TreeMap<>(Key.ORDER);
  // SKUs of which units have become free, where lines that wait are to be served at once.
  private final Set<String> freed = new TreeSet<>();
  private int cancelled;
  private int telephoned;

  /** What the monolith reports of its day. */
  record Summary(int orders, int cancelled, int units, int batches, int linesToPurchase) {}

  /**
   * @param decidesAfter how long a line waits to be decided about; zero for not at all
   * @param nanos how time goes by, by {@link System#nanoTime}
   */
  Fulfilment(
      Warehouse warehouse,
      Policy policy,
      LocalDate today,
      Duration decidesAfter,
      LongSupplier nanos) {
    this.warehouse = warehouse;
    this.policy = policy;
    this.today = today;
    this.decidesAfter = decidesAfter;
    this.nanos = nanos;
  }

  /**
   * Takes an order, or another state of one that is known: what did not change is not decided about
   * again, and what was done before it was first shown is none of the monolith's.
   *
   * @return its lines; empty where the order is refused
   */
  synchronized Optional<List<OrderLine>> take(IncomingOrder order) {
    if (order.stage() == Stage.CANCELLED) {
      cancel(order.number());
    } else if (order.stage() == Stage.DONE && !orders.containsKey(order.number())) {
      return Optional.of(List.of());
    } else if (policy.refuses(order.number())) {
      return Optional.empty();
    } else {
      write(order);
      decideAtOnce();
      serveFreed();
    }
    return Optional.of(lines(order.number()));
  }

  /** Sells something by telephone, at once; the lines of a new order that no shop knows. */
  synchronized List<OrderLine> sell(List<WantedLine> lines) {
    String number = "T%06d".formatted(++telephoned);
    write(new IncomingOrder(number, Stage.OPEN, lines));
    decide(key -> key.order().equals(number));
    return lines(number);
  }

  /** Cancels what is left of an order; whether there was anything. */
  synchronized boolean cancel(String order) {
    boolean any = false;
    for (OrderLine line : lines(order)) {
      if (!line.is(LineState.CANCELLED) && !line.is(LineState.DESPATCHED)) {
        release(line);
        put(line.in(LineState.CANCELLED));
        any = true;
      }
    }
    cancelled += any ? 1 : 0;
    serveFreed();
    return any;
  }

  /** Decides about all lines whose time has come. */
  synchronized void decide() {
    long now = nanos.getAsLong();
    decide(key -> due.get(key) - now <= 0);
  }

  /** Decides about all lines, whether their time has come or not. */
  synchronized void decideAll() {
    decide(key -> true);
  }

  /** Stock has come: what waits for it is decided about again. */
  synchronized void serve(String sku) {
    List<OrderLine> waiting =
        lines().filter(line -> line.is(LineState.TO_BUY) && line.sku().equals(sku)).toList();
    if (policy.servesWhoCameFirst()) {
      waiting.forEach(line -> put(decided(line.in(LineState.UNDECIDED))));
    } else {
      waiting.forEach(line -> wait(line.in(LineState.UNDECIDED)));
      decideAtOnce();
    }
  }

  private void serveFreed() {
    List.copyOf(freed).forEach(this::serve);
    freed.clear();
  }

  /**
   * Despatches lines of an order that are promised from the warehouse.
   *
   * @param items of these lines; empty for all that can be despatched
   * @return the lines that left
   */
  synchronized List<OrderLine> despatch(String order, Set<String> items) {
    List<OrderLine> left = new ArrayList<>();
    for (OrderLine line : lines(order)) {
      if ((items.isEmpty() || items.contains(line.key().item()))
          && line.is(LineState.PROMISED)
          && warehouse.despatch(line.batch(), line.quantity())) {
        left.add(line.despatched());
        put(line.despatched());
      }
    }
    return left;
  }

  /** Whether the answer to an order says what is decided about a line of it. */
  boolean says(Key line) {
    return !policy.has(Flaw.UNSAID, line);
  }

  /** The lines of an order; none where it is unknown. */
  synchronized List<OrderLine> lines(String order) {
    return List.copyOf(orders.getOrDefault(order, Map.of()).values());
  }

  /** All lines, cancelled ones among them, in the order in which they came. */
  synchronized List<OrderLine> all() {
    return lines().toList();
  }

  synchronized Summary summary() {
    List<OrderLine> wanted = lines().filter(line -> !line.is(LineState.CANCELLED)).toList();
    return new Summary(
        (int) wanted.stream().map(line -> line.key().order()).distinct().count(),
        cancelled,
        wanted.stream().mapToInt(OrderLine::quantity).sum(),
        warehouse.batches().size(),
        (int) wanted.stream().filter(line -> line.is(LineState.TO_BUY)).count());
  }

  /** Whether an order came by telephone: no shop knows it. */
  static boolean isByTelephone(String order) {
    return order.matches("T[0-9]{6}");
  }

  private void write(IncomingOrder order) {
    Set<String> gone = new HashSet<>();
    lines(order.number()).forEach(line -> gone.add(line.key().item()));
    for (WantedLine line : order.lines()) {
      gone.remove(line.item());
      change(new Key(order.number(), line.item()), line);
    }
    gone.forEach(item -> change(new Key(order.number(), item), new WantedLine(item, "", 0)));
  }

  private void change(Key key, WantedLine wanted) {
    OrderLine known = orders.getOrDefault(key.order(), Map.of()).get(key.item());
    if (known == null) {
      wait(OrderLine.of(key, wanted.sku(), wanted.quantity()));
    } else if (wanted.quantity() <= 0 && !known.is(LineState.DESPATCHED)) {
      release(known);
      put(known.in(LineState.CANCELLED));
    } else if (!known.is(LineState.DESPATCHED)
        && (known.is(LineState.CANCELLED)
            || known.quantity() != wanted.quantity()
            || !known.sku().equals(wanted.sku()))) {
      release(known);
      wait(OrderLine.of(key, wanted.sku(), wanted.quantity()));
    }
  }

  private void wait(OrderLine line) {
    put(line);
    if (line.is(LineState.UNDECIDED)) {
      due.put(line.key(), nanos.getAsLong() + decidesAfter.toNanos());
    }
  }

  private void release(OrderLine line) {
    due.remove(line.key());
    if (line.is(LineState.PROMISED)) {
      warehouse.release(line.batch(), line.quantity());
      if (policy.servesWhoCameFirst()) {
        freed.add(line.sku());
      }
    }
  }

  private void decideAtOnce() {
    if (decidesAfter.isZero()) {
      decide();
    }
  }

  private void decide(Predicate<Key> which) {
    for (Key key : due.keySet().stream().filter(which).toList()) {
      due.remove(key);
      put(decided(orders.get(key.order()).get(key.item())));
    }
  }

  private OrderLine decided(OrderLine line) {
    Key key = line.key();
    if (!isByTelephone(key.order()) && policy.has(Flaw.LINE_REFUSED, key)) {
      return line.in(LineState.REFUSED);
    }
    return warehouse
        .promise(line.sku(), line.quantity(), roomy -> policy.choose(key, roomy))
        .map(batch -> line.promised(batch, policy.day(key, batch, today)))
        .orElseGet(() -> line.in(LineState.TO_BUY));
  }

  private Stream<OrderLine> lines() {
    return orders.values().stream().flatMap(lines -> lines.values().stream());
  }

  private void put(OrderLine line) {
    orders
        .computeIfAbsent(line.key().order(), unseen -> new LinkedHashMap<>())
        .put(line.key().item(), line);
  }
}
