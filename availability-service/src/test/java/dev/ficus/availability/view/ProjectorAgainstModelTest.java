package dev.ficus.availability.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However events arrive, a view ends as allocation left the product. */
class ProjectorAgainstModelTest {

  private static final List<String> SKUS = List.of("A", "B", "C");

  @Property(tries = 500)
  void shuffled_and_repeated_events_end_as_the_events_in_their_order(@ForAll Random random) {
    Allocation allocation = new Allocation(random);
    allocation.happen(40);
    List<Event> events = new ArrayList<>(allocation.events);
    for (int i = 0; i < 15; i++) {
      events.add(events.get(random.nextInt(events.size())));
    }
    Collections.shuffle(events, random);

    InMemoryViews views = new InMemoryViews();
    Projector projector = new Projector(views, Crossings.UNPUBLISHED, 1000, 1000);
    inGroups(events, random, projector);

    assertEqualViews(allocation, views);
    assertEquals(0, projector.heldInTotal());
  }

  @Property(tries = 500)
  void with_events_lost_shuffled_and_repeated_healing_behind_and_a_last_sweep_end_equal(
      @ForAll Random random, @ForAll @IntRange(min = 0, max = 5) int heldPerSku) {
    Allocation allocation = new Allocation(random);
    InMemoryViews views = new InMemoryViews();
    Projector projector = new Projector(views, Crossings.UNPUBLISHED, heldPerSku, 2 * heldPerSku);

    for (int round = 0; round < 8; round++) {
      int from = allocation.events.size();
      allocation.happen(8);
      List<Event> heard = new ArrayList<>();
      for (Event event : allocation.events.subList(from, allocation.events.size())) {
        int copies = random.nextInt(3); // 0: lost
        heard.addAll(Collections.nCopies(copies, event));
        if (random.nextInt(10) == 0) {
          heard.add(Events.notUnderstood(event.sku(), event.sequence()));
        }
      }
      Collections.shuffle(heard, random);
      // The snapshot is taken here, but arrives while events go on.
      Map<String, Snapshot> taken = allocation.snapshots();
      inGroups(heard, random, projector);
      for (String sku : views.behind("", 100)) {
        if (taken.containsKey(sku)) {
          projector.replace(List.of(taken.get(sku)));
        }
      }
      for (String sku : SKUS) {
        views
            .find(sku)
            .ifPresent(view -> assertTrue(view.sequence() <= allocation.stock(sku).sequence()));
        views
            .find(sku)
            .filter(view -> view.sequence() == allocation.stock(sku).sequence())
            .ifPresent(view -> assertEquals(allocation.stock(sku), view.stock()));
      }
    }
    projector.replace(List.copyOf(allocation.snapshots().values()));

    assertEqualViews(allocation, views);
  }

  @Property(tries = 500)
  void events_of_two_generations_mixed_and_a_last_sweep_end_as_the_later_one(
      @ForAll Random random, @ForAll @IntRange(min = 0, max = 5) int heldPerSku) {
    Allocation allocation = new Allocation(random);
    InMemoryViews views = new InMemoryViews();
    Projector projector = new Projector(views, Crossings.UNPUBLISHED, heldPerSku, 2 * heldPerSku);
    allocation.happen(20);
    Map<String, Stock> backup = Map.copyOf(allocation.stocks);
    allocation.happen(20);
    List<Event> before = new ArrayList<>(allocation.events);
    allocation.restore(backup);
    allocation.happen(20);
    List<Event> after = allocation.events.subList(before.size(), allocation.events.size());

    // What was sent before the restore may come late, among what is sent after it.
    int late = random.nextInt(before.size());
    inGroups(before.subList(0, late), random, projector);
    List<Event> mixed = new ArrayList<>(before.subList(late, before.size()));
    mixed.addAll(after);
    Collections.shuffle(mixed, random);
    inGroups(mixed, random, projector);
    projector.replace(List.copyOf(allocation.snapshots().values()));

    for (String sku : backup.keySet()) {
      assertEquals(allocation.stock(sku), views.find(sku).orElseThrow().stock());
    }
  }

  private static void inGroups(List<Event> events, Random random, Projector projector) {
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(9));
      projector.apply(events.subList(from, to));
      from = to;
    }
  }

  private static void assertEqualViews(Allocation allocation, InMemoryViews views) {
    for (String sku : SKUS) {
      if (allocation.stock(sku).sequence() > 0) {
        View view = views.find(sku).orElseThrow();
        assertEquals(allocation.stock(sku), view.stock());
        assertFalse(view.behind());
      }
    }
  }

  /** A few products to which things happen, and the events about it. */
  private static final class Allocation {
    private final Random random;
    private final Map<String, Stock> stocks = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    Allocation(Random random) {
      this.random = random;
    }

    void happen(int times) {
      for (int i = 0; i < times; i++) {
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        Stock stock = stock(sku);
        long next = stock.sequence() + 1;
        LocalDate eta = random.nextBoolean() ? null : LocalDate.of(2026, 3, 1 + random.nextInt(9));
        int choice = stock.batches().isEmpty() ? 0 : random.nextInt(4);
        if (choice == 0) {
          Batch batch = new Batch("b" + next, eta, random.nextInt(9));
          record(
              stock.nextWith(batch),
              Events.created(sku, next, batch.batchref(), eta, batch.available()));
          continue;
        }
        Batch batch = stock.batches().get(random.nextInt(stock.batches().size()));
        if (choice == 1) {
          int available = random.nextInt(9);
          record(
              stock.nextWith(batch.withAvailable(available)),
              Events.available(sku, next, batch.batchref(), available));
        } else if (choice == 2) {
          record(stock.nextWith(batch.withEta(eta)), Events.eta(sku, next, batch.batchref(), eta));
        } else {
          record(stock.next(), Events.nothing(sku, next));
        }
      }
    }

    /** Goes back, and begins a new generation. */
    void restore(Map<String, Stock> backup) {
      stocks.clear();
      backup.forEach(
          (sku, stock) -> {
            long number = Numbering.of(1_795_000_000L, stock.sequence()).orElseThrow();
            stocks.put(sku, new Stock(sku, number, stock.batches()));
          });
    }

    private void record(Stock after, Event event) {
      stocks.put(after.sku(), after);
      events.add(event);
    }

    Stock stock(String sku) {
      return stocks.getOrDefault(sku, Stock.unknown(sku));
    }

    Map<String, Snapshot> snapshots() {
      Map<String, Snapshot> snapshots = new HashMap<>();
      stocks.forEach((sku, stock) -> snapshots.put(sku, new Snapshot(stock, Events.START)));
      return snapshots;
    }
  }
}
