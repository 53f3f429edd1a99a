package dev.ficus.availability.stock;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is free of one SKU, batch by batch, after the event with the given sequence. Immutable; the
 * batches are kept in the order in which allocation tries them.
 *
 * @param sku the product's identifier, opaque and case-sensitive
 * @param sequence the number of the last event that is contained, 0 when there was none; with its
 *     generation: see {@link Numbering}
 * @param batches every known batch, empty ones included: an event may free their units again
 * @param outOfStockSince since when nothing is free in any batch, as allocation says; {@code null}
 *     while something is
 */
public record Stock(String sku, long sequence, List<Batch> batches, Instant outOfStockSince) {

  /**
   * Sorts the batches into allocation's order.
   *
   * @throws IllegalArgumentException if a batch is named twice or the sequence is negative
   */
  public Stock {
    Objects.requireNonNull(sku, "sku");
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence must not be negative: " + sequence);
    }
    batches = batches.stream().sorted(Batch.ALLOCATION_ORDER).toList();
    Set<String> names = new HashSet<>();
    for (Batch batch : batches) {
      if (!names.add(batch.batchref())) {
        throw new IllegalArgumentException("batch named twice: " + batch.batchref());
      }
    }
  }

  /** A stock that is not out. */
  public Stock(String sku, long sequence, List<Batch> batches) {
    this(sku, sequence, batches, null);
  }

  /** A SKU of which nothing is known. */
  public static Stock unknown(String sku) {
    return new Stock(sku, 0, List.of());
  }

  /** Whether nothing is free in any batch, as allocation says. */
  public boolean isOut() {
    return outOfStockSince != null;
  }

  /** The batch with this reference, if the SKU has it. */
  public Optional<Batch> batch(String batchref) {
    return batches.stream().filter(batch -> batch.batchref().equals(batchref)).findFirst();
  }

  /** The same stock one event later: an event that moved nothing. */
  public Stock next() {
    return new Stock(sku, sequence + 1, batches, outOfStockSince);
  }

  /** The stock after the next event, which said that it is out since then. */
  public Stock nextOutSince(Instant since) {
    return new Stock(sku, sequence + 1, batches, since);
  }

  /** The stock after the next event, which said that it is back. */
  public Stock nextBack() {
    return new Stock(sku, sequence + 1, batches, null);
  }

  /** The stock after the next event, which brought or changed this batch. */
  public Stock nextWith(Batch batch) {
    List<Batch> after = new ArrayList<>(batches);
    after.removeIf(known -> known.batchref().equals(batch.batchref()));
    after.add(batch);
    return new Stock(sku, sequence + 1, after, outOfStockSince);
  }

  /**
   * What is left when a line of {@code qty} has been allocated; the same stock where no batch holds
   * that many.
   */
  public Stock after(int qty) {
    Optional<Batch> chosen = Promise.firstWithRoom(qty, batches);
    if (chosen.isEmpty()) {
      return this;
    }
    List<Batch> left = new ArrayList<>(batches);
    left.replaceAll(
        batch -> batch == chosen.get() ? batch.withAvailable(batch.available() - qty) : batch);
    return new Stock(sku, sequence, left, outOfStockSince);
  }

  private long inStock() {
    long units = 0;
    for (Batch batch : batches) {
      units += batch.inWarehouse() ? batch.available() : 0;
    }
    return units;
  }

  private long total() {
    long units = 0;
    for (Batch batch : batches) {
      units += batch.available();
    }
    return units;
  }

  /** Answers the question for whoever collects them at the warehouse. */
  public Availability availability(int qty, LocalDate today) {
    return availability(qty, today, Arrival.AT_THE_WAREHOUSE);
  }

  /**
   * Answers "when can I have {@code qty} of these?".
   *
   * @param qty units wanted in one order line, at least 1
   * @param today the calendar day in the warehouse's time zone
   * @param arrival how what can be had comes to where it is wanted
   */
  public Availability availability(int qty, LocalDate today, Arrival arrival) {
    return new Availability(
        sku,
        inStock(),
        total(),
        Step.steps(batches, today),
        qty,
        Promise.of(qty, batches, today, arrival),
        sequence);
  }
}
