package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Event.BackInStock;
import dev.ficus.allocation.message.Event.BackorderCancelled;
import dev.ficus.allocation.message.Event.BatchCreated;
import dev.ficus.allocation.message.Event.BatchEtaChanged;
import dev.ficus.allocation.message.Event.BatchQuantityChanged;
import dev.ficus.allocation.message.Event.LineAllocated;
import dev.ficus.allocation.message.Event.LineBackordered;
import dev.ficus.allocation.message.Event.LineDeallocated;
import dev.ficus.allocation.message.Event.LineDespatched;
import dev.ficus.allocation.message.Event.OutOfStock;
import dev.ficus.allocation.message.Event.ProductClosed;
import dev.ficus.allocation.message.Event.ProductOpened;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A product: all stock of one SKU, and the order lines that want it. Every change to either goes
 * through here.
 *
 * <p>A product becomes known with its first batch. A line is allocated whole to the first batch
 * with room (warehouse stock, then the earliest arrival, then the batch reference) or backordered;
 * a backordered line reserves nothing. Whenever units become free, the backordered lines are walked
 * by arrival and each one that fits is taken.
 *
 * <p>A batch that shrinks below what is allocated gives up its newest allocations; each line that
 * loses its units is placed again, or is backordered and keeps its turn. A despatched line stays
 * where it is for good.
 *
 * <p>A product is open or closed. A closed one promises nothing new: it takes no line that was
 * never seen and no command that wants more units for a line, serves no backordered line, and a
 * line that loses its units is backordered. What it has promised stands: a line keeps its units in
 * their batch, and can be reduced, cancelled and despatched; batches change as ever.
 *
 * <p>A command may come twice, late or out of order: a line keeps the highest revision of what was
 * wanted, of its cancellation and of its despatch, and a batch is compared with what it was created
 * with, so a repeat finds its own effect and changes nothing.
 *
 * <p>Every event takes the product's next sequence number. At the end of each command the product
 * decides whether it has gone out of stock or come back. No clock decides anything.
 */
public final class Product {
  private final String sku;
  private final long storedSequence;
  private final Openness storedOpenness;
  private final Map<String, Batch> batches = new HashMap<>();
  private final TreeSet<Batch> byPreference = new TreeSet<>(WarehouseFirst.ORDER);
  private final ProductLines lines;
  private final Set<Batch> created = new LinkedHashSet<>();
  private final Set<Batch> changed = new LinkedHashSet<>();
  private final List<Raised> raised = new ArrayList<>();
  private long sequence;
  private boolean outOfStock;
  private Openness openness;

  /**
   * A product as it was stored.
   *
   * @param sequence number of its last event; 0 while it is unknown
   * @param batches at least those with free units and those that the coming commands or the given
   *     lines name
   * @param lines at least those that the coming commands name
   * @param storedLines its other lines
   */
  public Product(
      String sku,
      long sequence,
      boolean outOfStock,
      Openness openness,
      Collection<Batch> batches,
      Collection<OrderLine> lines,
      StoredLines storedLines) {
    this.sku = sku;
    this.storedSequence = sequence;
    this.sequence = sequence;
    this.outOfStock = outOfStock;
    this.storedOpenness = openness;
    this.openness = openness;
    this.lines = new ProductLines(lines, storedLines);
    batches.forEach(this::add);
  }

  /** A product of which nothing was ever purchased. */
  public static Product unknown(String sku) {
    return new Product(sku, 0, false, Openness.NEVER_SET, List.of(), List.of(), StoredLines.NONE);
  }

  /**
   * Adds what was stored of the product and not loaded yet, for more commands than those it was
   * loaded for. What is here already is newer and stays.
   */
  public void load(Collection<Batch> batches, Collection<OrderLine> lines) {
    batches.stream().filter(batch -> batch(batch.reference()).isEmpty()).forEach(this::add);
    this.lines.load(lines);
  }

  /**
   * Opens the product: it promises units again, and serves the backordered lines. While nothing was
   * ever purchased this is kept, and reported with the first batch.
   *
   * @param revision one that is not higher than what was seen changes nothing
   */
  public Outcome open(long revision) {
    if (openness.hasSeen(revision)) {
      return Outcome.UNCHANGED;
    }
    boolean wasClosed = isClosed();
    openness = Openness.openedBy(revision);
    if (!isKnown()) {
      return Outcome.CHANGED;
    }
    raiseOpenness();
    if (wasClosed) {
      serveBackorders();
    }
    return settle();
  }

  /**
   * Closes the product: it promises nothing new until it is opened. While nothing was ever
   * purchased this is kept, and reported with the first batch.
   *
   * @param revision one that is not higher than what was seen changes nothing
   */
  public Outcome close(long revision) {
    if (openness.hasSeen(revision)) {
      return Outcome.UNCHANGED;
    }
    openness = Openness.closedBy(revision);
    if (isKnown()) {
      raiseOpenness();
    }
    return Outcome.CHANGED;
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
    boolean first = !isKnown();
    Batch batch = Batch.purchased(reference, qty, eta);
    add(batch);
    created.add(batch);
    raise(new BatchCreated(reference, sku, qty, eta, batch.available()));
    if (first && openness.revision().isPresent()) {
      raiseOpenness();
    }
    serveBackorders();
    return settle();
  }

  /**
   * Sets how many units of a batch were purchased. More units serve the backordered; fewer take the
   * newest allocated lines out until the rest fits, and these are placed again or backordered; in a
   * closed product they are backordered.
   *
   * @param revision a lower one than the batch has seen changes nothing; empty applies as it comes
   * @return refused with {@code unknown_batch}, with {@code revision_conflict} when the same
   *     revision came with another quantity, with {@code below_despatched} when more units have
   *     been despatched
   */
  public Outcome changeBatchQuantity(String reference, int qty, OptionalLong revision) {
    Batch batch = batches.get(reference);
    if (batch == null) {
      return Outcome.Refused.unknownBatch(reference);
    }
    boolean same = qty == batch.purchased();
    Optional<Outcome> overtaken = overtaken(batch.quantityRevision(), revision, same, "qty");
    if (overtaken.isPresent()) {
      return overtaken.get();
    }
    if (same) {
      batch.resize(qty, revision);
      return registered(batch, revision);
    }
    int excess = batch.purchased() - batch.available() - qty;
    List<OrderLine> cut = NewestAllocationFirst.choose(lines.allocatedFrom(batch), excess);
    if (excess > cut.stream().mapToInt(OrderLine::qty).sum()) {
      return new Outcome.Refused(
          "below_despatched",
          "qty",
          "more than %d units of batch %s have been despatched".formatted(qty, reference));
    }
    for (OrderLine line : cut) {
      lines.put(line.heldByNone());
      release(line, "batch cut to %d units: %s".formatted(qty, NewestAllocationFirst.NAME));
    }
    batch.resize(qty, revision);
    changed.add(batch);
    raise(new BatchQuantityChanged(reference, sku, qty, batch.available()));
    serveBackorders();
    cut.stream()
        .map(line -> lines.get(line.key()).orElseThrow())
        .filter(line -> line.state() == OrderLine.LineState.BACKORDERED)
        .forEach(this::raiseBackordered);
    return settle();
  }

  /**
   * Sets the day on which a batch is expected. The lines that hold units of it stay.
   *
   * @param eta null when it has arrived
   * @param revision a lower one than the batch has seen changes nothing; empty applies as it comes
   * @return refused with {@code unknown_batch}, or with {@code revision_conflict} when the same
   *     revision came with another day
   */
  public Outcome changeBatchEta(String reference, LocalDate eta, OptionalLong revision) {
    Batch batch = batches.get(reference);
    if (batch == null) {
      return Outcome.Refused.unknownBatch(reference);
    }
    LocalDate previous = batch.eta();
    boolean same = Objects.equals(eta, previous);
    Optional<Outcome> overtaken = overtaken(batch.etaRevision(), revision, same, "eta");
    if (overtaken.isPresent()) {
      return overtaken.get();
    }
    byPreference.remove(batch);
    batch.expect(eta, revision);
    byPreference.add(batch);
    if (same) {
      return registered(batch, revision);
    }
    changed.add(batch);
    raise(new BatchEtaChanged(reference, sku, eta, previous));
    return Outcome.CHANGED;
  }

  /**
   * Places a line, changes its quantity or reopens it, as its revision says.
   *
   * @return refused with {@code unknown_sku} while nothing was ever purchased, with {@code
   *     product_closed} while the product is closed and the line would want more units than now,
   *     with {@code revision_conflict} when the same revision came with another quantity, with
   *     {@code already_despatched} when the line was despatched at a lower revision
   */
  public Outcome allocate(LineKey key, int qty, long revision) {
    if (!isKnown()) {
      return Outcome.Refused.unknownSku(sku);
    }
    OrderLine before = lines.get(key).orElse(OrderLine.unseen(key));
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
    if (before.isClosedTo(revision)) {
      return alreadyDespatched(before, revision);
    }
    OrderLine line = before.wanting(qty, revision);
    if (line.state() == OrderLine.LineState.CANCELLED) {
      return settleCancelled(before, line);
    }
    if (isClosed() && qty > before.unitsWanted()) {
      return Outcome.Refused.productClosed(sku);
    }
    release(before, "replaced by revision " + revision);
    place(line, before.allocation());
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
   * @return refused with {@code unknown_sku} while nothing was ever purchased, with {@code
   *     already_despatched} when the line was despatched at a lower revision
   */
  public Outcome deallocate(LineKey key, String reason, long revision) {
    if (!isKnown()) {
      return Outcome.Refused.unknownSku(sku);
    }
    OrderLine before = lines.get(key).orElse(OrderLine.unseen(key));
    boolean overtaken =
        before.wanted().filter(wanted -> revision < wanted.revision()).isPresent()
            || before.cancelled().isPresent() && revision <= before.cancelled().getAsLong();
    if (overtaken) {
      return Outcome.UNCHANGED;
    }
    if (before.isClosedTo(revision)) {
      return alreadyDespatched(before, revision);
    }
    OrderLine line = before.cancelledBy(revision);
    lines.put(line);
    if (line.despatched().isPresent()) {
      return Outcome.UNCHANGED;
    }
    if (before.wanted().isEmpty() || before.state() == OrderLine.LineState.CANCELLED) {
      return Outcome.CHANGED;
    }
    if (release(before, reason)) {
      serveBackorders();
    } else {
      raise(new BackorderCancelled(key.orderid(), sku, before.qty(), key.lineid(), reason));
    }
    return settle();
  }

  /**
   * Closes a line: its units have been despatched. A line that has none yet, because it was never
   * seen or is backordered, is despatched as soon as it gets them.
   *
   * @return refused with {@code unknown_sku} while nothing was ever purchased, with {@code
   *     despatch_outdated} when the line has seen a higher revision: then it is not what was
   *     despatched
   */
  public Outcome despatch(LineKey key, long revision) {
    if (!isKnown()) {
      return Outcome.Refused.unknownSku(sku);
    }
    OrderLine before = lines.get(key).orElse(OrderLine.unseen(key));
    boolean repeated = before.despatched().isPresent();
    if (repeated && revision <= before.despatched().getAsLong()) {
      return Outcome.UNCHANGED;
    }
    if (revision < before.revision()) {
      return new Outcome.Refused(
          "despatch_outdated",
          "revision",
          "this line has seen revision %d, the despatch is of revision %d"
              .formatted(before.revision(), revision));
    }
    OrderLine line = before.despatchedBy(revision);
    lines.put(line);
    if (repeated) {
      return Outcome.UNCHANGED;
    }
    if (line.allocation().isPresent()) {
      raiseDespatched(line);
    } else if (line.wanted().isPresent() && before.state() == OrderLine.LineState.CANCELLED) {
      place(line, Optional.empty());
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

  /** Whether the product promises nothing new. */
  public boolean isClosed() {
    return openness.isClosed();
  }

  /** Whether it is open or closed, and by which revision. */
  public Openness openness() {
    return openness;
  }

  /** The status of a line, if it was loaded or seen since. */
  public Optional<LineStatus> status(LineKey key) {
    return line(key)
        .map(
            line ->
                new LineStatus(
                    line,
                    line.allocation()
                        .map(held -> batches.get(held.batchref()).eta())
                        .orElse(null)));
  }

  /** The events raised since the last call, in order. */
  public List<Raised> takeEvents() {
    List<Raised> events = List.copyOf(raised);
    raised.clear();
    return events;
  }

  /** The changes to be stored for the commands so far. */
  public Changes changes() {
    return new Changes(
        sku,
        storedSequence,
        sequence,
        outOfStock,
        openness.equals(storedOpenness) ? Optional.empty() : Optional.of(openness),
        List.copyOf(created),
        changed.stream().filter(batch -> !created.contains(batch)).toList(),
        lines.changed());
  }

  /** The batch with this reference, if it was loaded. */
  Optional<Batch> batch(String reference) {
    return Optional.ofNullable(batches.get(reference));
  }

  /** The line with this key, if it was loaded or seen since. */
  Optional<OrderLine> line(LineKey key) {
    return lines.get(key);
  }

  /** Empty when a change of a batch is to be made. */
  private static Optional<Outcome> overtaken(
      OptionalLong seen, OptionalLong revision, boolean same, String field) {
    if (seen.isEmpty() || revision.isEmpty() || revision.getAsLong() > seen.getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(
        same || revision.getAsLong() < seen.getAsLong()
            ? Outcome.UNCHANGED
            : new Outcome.Refused(
                "revision_conflict",
                field,
                "revision %d of this batch came with another %s"
                    .formatted(seen.getAsLong(), field)));
  }

  /** The batch is as the command says; only its revision is to be kept. */
  private Outcome registered(Batch batch, OptionalLong revision) {
    if (revision.isPresent()) {
      changed.add(batch);
    }
    return Outcome.UNCHANGED;
  }

  private static Outcome alreadyDespatched(OrderLine line, long revision) {
    return new Outcome.Refused(
        "already_despatched",
        "revision",
        "this line was despatched at revision %d, so revision %d comes too late"
            .formatted(line.despatched().getAsLong(), revision));
  }

  /**
   * The line was cancelled before this came; one event reports it to whoever waits for the outcome.
   */
  private Outcome settleCancelled(OrderLine before, OrderLine line) {
    if (before.wanted().isPresent()) {
      lines.put(line);
      return Outcome.UNCHANGED;
    }
    lines.put(line.arrivedAt(sequence + 1));
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

  private void raise(Event.OfProduct event) {
    sequence++;
    raised.add(new Raised(sequence, event));
  }

  /**
   * In a closed product a line gets no other units than those it has given back for this.
   *
   * @param before the units that it has given back
   */
  private void place(OrderLine line, Optional<OrderLine.Allocation> before) {
    OrderLine arrived = line.arrivedAt(sequence + 1);
    Optional<Batch> room =
        isClosed()
            ? before.flatMap(held -> batch(held.batchref()))
            : WarehouseFirst.choose(byPreference, line.qty());
    if (room.isPresent()) {
      hold(arrived, room.get());
    } else {
      lines.put(arrived);
      raiseBackordered(arrived);
    }
  }

  private void hold(OrderLine line, Batch batch) {
    batch.take(line.qty());
    lines.put(line.heldBy(batch, sequence + 1));
    raise(
        new LineAllocated(
            line.key().orderid(),
            sku,
            line.qty(),
            line.key().lineid(),
            batch.reference(),
            batch.eta(),
            batch.available()));
    if (line.despatched().isPresent()) {
      raiseDespatched(lines.get(line.key()).orElseThrow());
    }
  }

  private void raiseBackordered(OrderLine line) {
    raise(
        new LineBackordered(
            line.key().orderid(),
            sku,
            line.qty(),
            line.key().lineid(),
            isClosed()
                ? "the product is closed"
                : "no batch has room for %d units".formatted(line.qty())));
  }

  private void raiseOpenness() {
    long revision = openness.revision().orElseThrow();
    raise(isClosed() ? new ProductClosed(sku, revision) : new ProductOpened(sku, revision));
  }

  private void raiseDespatched(OrderLine line) {
    raise(
        new LineDespatched(
            line.key().orderid(),
            sku,
            line.qty(),
            line.key().lineid(),
            line.allocation().orElseThrow().batchref()));
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

  private void serveBackorders() {
    if (isClosed()) {
      return;
    }
    EarliestArrivalFirst.serve(
        lines.backordered(() -> byPreference.stream().mapToInt(Batch::available).max().orElse(0)),
        byPreference,
        this::hold);
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
