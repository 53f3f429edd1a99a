package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Seed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The monolith's own stock and its own decisions: a line goes to the batch with most room, in the
 * warehouse or not, and what no batch can hold has to be purchased.
 */
final class Warehouse {
  private static final int MOST_BATCHES = 3;
  private static final int MOST_UNITS = 200;
  private static final int LATEST_DAY = 60;

  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final Map<String, Set<String>> references = new HashMap<>();
  private final Map<String, List<Decision>> orders = new LinkedHashMap<>();
  private int cancelled;

  /** A line of an order that comes in. */
  record WantedLine(String sku, int quantity) {}

  /** What the warehouse reports of its day. */
  record Summary(int orders, int cancelled, int units, int batches, int linesToPurchase) {}

  /**
   * @param skus what it has or expects some of
   * @param today the day from which on stock is expected
   */
  Warehouse(List<String> skus, LocalDate today, Seed seed) {
    for (String sku : skus) {
      int count = 1 + seed.below(MOST_BATCHES, "batches", sku.hashCode());
      for (int i = 0; i < count; i++) {
        int number = batches.size() + 1;
        boolean here = seed.oneIn(2, "in the warehouse", number);
        LocalDate eta = here ? null : today.plusDays(1L + seed.below(LATEST_DAY, "eta", number));
        int quantity = 1 + seed.below(MOST_UNITS, "quantity", number);
        put(new Batch("M%06d".formatted(number), sku, quantity, eta, 0));
      }
    }
  }

  /**
   * Decides about an order. One that is known is not decided about again.
   *
   * @return what is decided, line by line
   */
  synchronized List<Decision> take(String order, List<WantedLine> lines) {
    List<Decision> known = orders.get(order);
    if (known != null) {
      return known;
    }
    List<Decision> decisions = new ArrayList<>();
    for (WantedLine line : lines) {
      Optional<Batch> batch = roomiest(line);
      batch.ifPresent(found -> put(found.promising(line.quantity())));
      decisions.add(
          new Decision(line.sku(), line.quantity(), batch.map(Batch::reference).orElse(null)));
    }
    orders.put(order, List.copyOf(decisions));
    return decisions;
  }

  /** Forgets an order; whether it was known. */
  synchronized boolean cancel(String order) {
    List<Decision> decisions = orders.remove(order);
    if (decisions == null) {
      return false;
    }
    for (Decision decision : decisions) {
      if (decision.batch() != null) {
        put(batches.get(decision.batch()).promising(-decision.quantity()));
      }
    }
    cancelled++;
    return true;
  }

  /** A batch comes in, or is expected; whether its reference is new. */
  synchronized boolean receive(Batch batch) {
    if (batches.containsKey(batch.reference())) {
      return false;
    }
    put(batch);
    return true;
  }

  /** Another quantity; the batch as it is then, empty when there is none of this reference. */
  synchronized Optional<Batch> adjust(String reference, int quantity) {
    return batch(reference).map(batch -> put(batch.of(quantity)));
  }

  /**
   * Another day; the batch as it is then, empty when there is none of this reference.
   *
   * @param eta null when it has arrived
   */
  synchronized Optional<Batch> delay(String reference, LocalDate eta) {
    return batch(reference).map(batch -> put(batch.at(eta)));
  }

  /** How many of a SKU are in the warehouse and promised to nobody. */
  synchronized int free(String sku) {
    return of(sku).filter(batch -> batch.eta() == null).mapToInt(Batch::free).sum();
  }

  synchronized List<Batch> batches() {
    return List.copyOf(batches.values());
  }

  /** What is decided, by order. */
  synchronized Map<String, List<Decision>> orders() {
    return new LinkedHashMap<>(orders);
  }

  synchronized Summary summary() {
    List<Decision> decisions = orders.values().stream().flatMap(List::stream).toList();
    return new Summary(
        orders.size(),
        cancelled,
        decisions.stream().mapToInt(Decision::quantity).sum(),
        batches.size(),
        (int) decisions.stream().filter(decision -> decision.batch() == null).count());
  }

  private Optional<Batch> roomiest(WantedLine line) {
    return of(line.sku())
        .filter(batch -> batch.free() >= line.quantity())
        .max(Comparator.comparingInt(Batch::free).thenComparing(Batch::reference));
  }

  private Optional<Batch> batch(String reference) {
    return Optional.ofNullable(batches.get(reference));
  }

  private Stream<Batch> of(String sku) {
    return references.getOrDefault(sku, Set.of()).stream().map(batches::get);
  }

  private Batch put(Batch batch) {
    batches.put(batch.reference(), batch);
    references.computeIfAbsent(batch.sku(), sku -> new LinkedHashSet<>()).add(batch.reference());
    return batch;
  }
}
