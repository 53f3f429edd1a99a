package dev.ficus.availability.upkeep;

import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Allocation's snapshot in a map, which can go away. */
final class InMemorySnapshots implements Snapshots {

  static final Instant NOW = Instant.parse("2026-02-27T12:00:00Z");
  private static final Instant TAKEN = Instant.parse("2026-02-27T11:00:00Z");

  private final TreeMap<String, Snapshot> products = new TreeMap<>();
  private int pages;
  private int pagesUntilAway = Integer.MAX_VALUE;
  private String forcedNext;
  private long generation = 1;
  private boolean whole = true;

  void put(String sku, long sequence, Batch... batches) {
    products.put(
        sku,
        new Snapshot(
            new Stock(sku, Numbering.of(generation, sequence).orElseThrow(), List.of(batches)),
            TAKEN));
  }

  /** Restored to a point at which there was nothing yet. */
  void begin(long generation) {
    this.generation = generation;
    products.clear();
  }

  /** From now on some product of each page cannot be read. */
  void hideSome() {
    whole = false;
  }

  void goAwayAfterPages(int more) {
    pagesUntilAway = pages + more;
  }

  void comeBack() {
    pagesUntilAway = Integer.MAX_VALUE;
  }

  void alwaysNext(String next) {
    forcedNext = next;
  }

  int pagesAsked() {
    return pages;
  }

  @Override
  public Optional<Snapshot> of(String sku) {
    checkPresence();
    return Optional.ofNullable(products.get(sku));
  }

  @Override
  public Instant currentTo() {
    return NOW;
  }

  @Override
  public Page page(String after, int limit) {
    checkPresence();
    pages++;
    List<Snapshot> page =
        (after == null ? products : products.tailMap(after, false))
            .values().stream().limit(limit).toList();
    String next = page.size() < limit ? null : page.get(limit - 1).stock().sku();
    return new Page(generation, page, whole, forcedNext == null ? next : forcedNext);
  }

  private void checkPresence() {
    if (pages >= pagesUntilAway) {
      throw new Unreachable("away", null);
    }
  }
}
