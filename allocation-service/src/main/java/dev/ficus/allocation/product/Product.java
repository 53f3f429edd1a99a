package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Event.BackInStock;
import dev.ficus.allocation.message.Event.BackorderCancelled;
import dev.ficus.allocation.message.Event.BatchCreated;
import dev.ficus.allocation.message.Event.LineAllocated;
import dev.ficus.allocation.message.Event.LineBackordered;
import dev.ficus.allocation.message.Event.LineDeallocated;
import dev.ficus.allocation.message.Event.OutOfStock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All stock of one SKU and the order lines that want it: every change to either goes through here.
 *
 * <p>A product becomes known with its first batch. A line is allocated whole to the first batch
 * with room (warehouse stock, then the earliest arrival, then the batch reference) or backordered;
 * a backordered line reserves nothing. Whenever units become free, the backordered lines are walked
 * by arrival and each one that fits is taken.
 *
 * <p>A command may come twice, late or out of order: a line keeps the highest revision of what was
 * wanted and of its cancellation, and a batch is compared with what it was created with, so a
 * repeat finds its own effect and changes nothing.
 *
 * <p>Every event takes the product's next sequence number. At the end of each command the product
 * decides whether it has gone out of stock or come back. No clock decides anything.
 */
public final class Product {
  private final String sku;
  private final long storedSequence;
  private final Map<String, Batch> batches = new HashMap<>();
  private final TreeSet<Batch> byPreference = new TreeSet<>(Batch.BY_PREFERENCE);
  private final Map<LineKey, OrderLine> lines = new LinkedHashMap<>();
  private final Backlog backlog;
  private final List<Batch> created = new ArrayList<>();
  private final Map<LineKey, Optional<OrderLine>> stored = new LinkedHashMap<>();
  private final List<Raised> raised = new ArrayList<>();
  private long sequence;
  private boolean outOfStock;

  /**
   * A product as it was stored.
   *
   * @param sequence number of its last event; 0 while it is unknown
   * @param batches at least those with free units and those that the coming commands or the given
   *     lines name
   * @param lines at least those that the coming commands name
   * @param backlog its other backordered lines
   */
  public Product(
      String sku,
      long sequence,
      boolean outOfStock,
      Collection<Batch> batches,
      Collection<OrderLine> lines,
      Backlog backlog) {
    this.sku = sku;
    this.storedSequence = sequence;
    this.sequence = sequence;
    this.outOfStock = outOfStock;
    this.backlog = backlog;
    batches.forEach(this::add);
    lines.forEach(line -> this.lines.put(line.key(), line));
  }

  /** A product of which nothing was ever bought. */
  public static Product unknown(String sku) {
    return new Product(sku, 0, false, List.of(), List.of(), Backlog.EMPTY);
  }

  /**
   * Adds a batch and serves the backordered lines from it.
   *
   * @param eta null when it is in the warehouse
   * @return refused with {@code batch_exists} when the reference was created with other content
   */
  public Outcome createBatch(String reference, int qty, LocalDate eta) {
    Batch existing = batches.get(reference);
    if (existing != null) {
      return existing.originalQty() == qty && Objects.equals(existing.originalEta(), eta)
          ? Outcome.UNCHANGED
          : new Outcome.Refused(
              "batch_exists",
              "batchref",
              "batch %s was created with qty %d and %s"
                  .formatted(
                      reference,
                      existing.originalQty(),
                      existing.originalEta() == null ? "no eta" : "eta " + existing.originalEta()));
    }
    Batch batch = Batch.bought(reference, qty, eta);
    add(batch);
    created.add(batch);
    raise(new BatchCreated(reference, sku, qty, eta, batch.available()));
    serveBackorders();
    return settle();
  }

  /**
   * Places a line, changes its quantity or reopens it, as its revision says.
   *
   * @return refused with {@code unknown_sku} while nothing was ever bought, with {@code
   *     revision_conflict} when the same revision came with another quantity
   */
  public Outcome allocate(LineKey key, int qty, long revision) {
    if (!isKnown()) {
      return Outcome.Refused.unknownSku(sku);
    }
    OrderLine before = lines.getOrDefault(key, OrderLine.unseen(key));
    long seen = before.wanted().map(OrderLine.Wanted::revision).orElse(-1L);
    if (revision < seen) {
      return Outcome.UNCHANGED;
    }
    if (revision == seen) {
      return before.qty() == qty
          ? Outcome.UNCHANGED
          : new Outcome.Refused(
              "revision_conflict",
              "qty",
              "revision %d of this line wants %d units, not %d"
                  .formatted(revision, before.qty(), qty));
    }
    OrderLine line = before.wanting(qty, revision);
    if (before.cancelled().isPresent() && revision <= before.cancelled().getAsLong()) {
      return settleCancelled(before, line);
    }
    release(before, "replaced by revision " + revision);
    line = line.heldByNone().arrivedAt(sequence + 1);
    Optional<Batch> room = firstWithRoom(qty);
    if (room.isPresent()) {
      hold(line, room.get());
    } else {
      put(line);
      raise(
          new LineBackordered(
              key.orderid(),
              sku,
              qty,
              key.lineid(),
              "no batch has room for %d units".formatted(qty)));
    }
    if (before.allocation().isPresent()) {
      serveBackorders();
    }
    return settle();
  }

  /**
   * Cancels a line. A line never seen leaves a tombstone, which a later {@code allocate} of no
   * higher revision finds.
   *
   * @param reason for people
   * @return refused with {@code unknown_sku} while nothing was ever bought
   */
  public Outcome deallocate(LineKey key, String reason, long revision) {
    if (!isKnown()) {
      return Outcome.Refused.unknownSku(sku);
    }
    OrderLine before = lines.getOrDefault(key, OrderLine.unseen(key));
    boolean overtaken =
        before.wanted().filter(wanted -> revision < wanted.revision()).isPresent()
            || before.cancelled().isPresent() && revision <= before.cancelled().getAsLong();
    if (overtaken) {
      return Outcome.UNCHANGED;
    }
    put(before.cancelledBy(revision));
    if (before.wanted().isEmpty() || before.state() == OrderLine.State.CANCELLED) {
      return Outcome.CHANGED;
    }
    if (release(before, reason)) {
      serveBackorders();
    } else {
      raise(new BackorderCancelled(key.orderid(), sku, before.qty(), key.lineid(), reason));
    }
    return settle();
  }

  public String sku() {
    return sku;
  }

  /** Number of the last event; 0 while the product is unknown. */
  public long sequence() {
    return sequence;
  }

  /** Whether a batch was ever created for the SKU. */
  public boolean isKnown() {
    return sequence > 0;
  }

  /** The events raised since the last call, in order. */
  public List<Raised> takeEvents() {
    List<Raised> events = List.copyOf(raised);
    raised.clear();
    return events;
  }

  /** What has to be stored for the commands so far. */
  public Changes changes() {
    return new Changes(
        sku,
        storedSequence,
        sequence,
        outOfStock,
        List.copyOf(created),
        stored.entrySet().stream()
            .map(entry -> new Changes.Line(entry.getValue(), lines.get(entry.getKey())))
            .toList());
  }

  /** The batch with this reference, if it was loaded. */
  Optional<Batch> batch(String reference) {
    return Optional.ofNullable(batches.get(reference));
  }

  /** The line with this key, if it was loaded or seen since. */
  Optional<OrderLine> line(LineKey key) {
    return Optional.ofNullable(lines.get(key));
  }

  /** The line was cancelled before this came; who waits for its outcome is told once. */
  private Outcome settleCancelled(OrderLine before, OrderLine line) {
    if (before.wanted().isPresent()) {
      put(line);
      return Outcome.UNCHANGED;
    }
    put(line.arrivedAt(sequence + 1));
    raise(
        new BackorderCancelled(
            line.key().orderid(),
            sku,
            line.qty(),
            line.key().lineid(),
            "cancelled before it arrived"));
    return settle();
  }

  private void add(Batch batch) {
    batches.put(batch.reference(), batch);
    byPreference.add(batch);
  }

  private void put(OrderLine line) {
    OrderLine before = lines.put(line.key(), line);
    stored.putIfAbsent(line.key(), Optional.ofNullable(before));
  }

  private void raise(Event.OfProduct event) {
    sequence++;
    raised.add(new Raised(sequence, event));
  }

  private Optional<Batch> firstWithRoom(int qty) {
    return byPreference.stream().filter(batch -> batch.canHold(qty)).findFirst();
  }

  private void hold(OrderLine line, Batch batch) {
    batch.take(line.qty());
    put(line.heldBy(batch, sequence + 1));
    raise(
        new LineAllocated(
            line.key().orderid(),
            sku,
            line.qty(),
            line.key().lineid(),
            batch.reference(),
            batch.eta(),
            batch.available()));
  }

  private boolean release(OrderLine line, String reason) {
    line.allocation()
        .ifPresent(
            allocation -> {
              Batch batch = batches.get(allocation.batchref());
              batch.release(allocation.qty());
              raise(
                  new LineDeallocated(
                      line.key().orderid(),
                      sku,
                      allocation.qty(),
                      line.key().lineid(),
                      batch.reference(),
                      reason,
                      batch.available()));
            });
    return line.allocation().isPresent();
  }

  /**
   * Walks the backordered lines by arrival and takes each that fits; one too large does not block.
   * Lines that the commands so far have touched are newer here than in the stored backlog.
   */
  private void serveBackorders() {
    long after = 0;
    boolean more = true;
    while (more) {
      int largest = byPreference.stream().mapToInt(Batch::available).max().orElse(0);
      if (largest == 0) {
        return;
      }
      List<OrderLine> page = backlog.after(after, largest);
      more = !page.isEmpty();
      long from = after;
      long until = more ? arrival(page.get(page.size() - 1)) : Long.MAX_VALUE;
      page.forEach(line -> lines.putIfAbsent(line.key(), line));
      lines.values().stream()
          .filter(line -> line.state() == OrderLine.State.BACKORDERED)
          .filter(line -> arrival(line) > from && arrival(line) <= until)
          .sorted(Comparator.comparingLong(Product::arrival))
          .toList()
          .forEach(line -> firstWithRoom(line.qty()).ifPresent(batch -> hold(line, batch)));
      after = until;
    }
  }

  private static long arrival(OrderLine line) {
    return line.arrival().orElseThrow();
  }

  /** A crossing is seen at the end of a command, so a swap within one command is none. */
  private Outcome settle() {
    boolean nothingFree = byPreference.stream().allMatch(batch -> batch.available() == 0);
    if (nothingFree != outOfStock) {
      outOfStock = nothingFree;
      raise(nothingFree ? new OutOfStock(sku) : new BackInStock(sku));
    }
    return Outcome.CHANGED;
  }
}
