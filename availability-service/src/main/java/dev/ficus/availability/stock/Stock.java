package dev.ficus.availability.stock;

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
 * @param sequence the number of the last event that is contained, 0 when there was none
 * @param batches every known batch, empty ones included: an event may free their units again
 */
public record Stock(String sku, long sequence, List<Batch> batches) {

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

  /** A SKU of which nothing has been heard. */
  public static Stock unheardOf(String sku) {
    return new Stock(sku, 0, List.of());
  }

  /** The batch with this reference, if the SKU has it. */
  public Optional<Batch> batch(String batchref) {
    return batches.stream().filter(batch -> batch.batchref().equals(batchref)).findFirst();
  }

  /** The same stock one event later: an event that moved nothing. */
  public Stock next() {
    return new Stock(sku, sequence + 1, batches);
  }

  /** The stock after the next event, which brought or changed this batch. */
  public Stock nextWith(Batch batch) {
    List<Batch> after = new ArrayList<>(batches);
    after.removeIf(known -> known.batchref().equals(batch.batchref()));
    after.add(batch);
    return new Stock(sku, sequence + 1, after);
  }

  /**
   * Answers "when can I have {@code qty} of these?".
   *
   * @param qty units wanted in one order line, at least 1
   * @param today the calendar day in the warehouse's time zone
   */
  public Availability availability(int qty, LocalDate today) {
    return new Availability(
        sku,
        batches.stream().filter(Batch::inWarehouse).mapToLong(Batch::available).sum(),
        batches.stream().mapToLong(Batch::available).sum(),
        Step.steps(batches, today),
        qty,
        Promise.of(qty, batches, today),
        sequence);
  }
}
