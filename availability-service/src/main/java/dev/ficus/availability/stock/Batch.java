package dev.ficus.availability.stock;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What is free in one batch of a SKU.
 *
 * @param batchref the batch's reference, opaque and case-sensitive
 * @param eta the calendar day the batch is expected, or {@code null} when it is in the warehouse
 * @param available units nobody has been promised yet, 0 to 2147483647
 */
public record Batch(String batchref, LocalDate eta, int available) {

  /** The order in which allocation tries batches: warehouse, then earliest ETA, then reference. */
  static final Comparator<Batch> ALLOCATION_ORDER =
      Comparator.comparing(Batch::eta, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Batch::batchref, Identifier.CODE_POINT_ORDER);

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if {@code available} is negative
   */
  public Batch {
    Objects.requireNonNull(batchref, "batchref");
    if (available < 0) {
      throw new IllegalArgumentException("available must not be negative: " + available);
    }
  }

  /** Whether the batch is in the warehouse, that is: expects no day of arrival. */
  public boolean inWarehouse() {
    return eta == null;
  }

  /** The same batch with this many free units. */
  public Batch withAvailable(int units) {
    return new Batch(batchref, eta, units);
  }

  /** The same batch, expected on this day, or arrived where that is {@code null}. */
  public Batch withEta(LocalDate day) {
    return new Batch(batchref, day, available);
  }

  /** Whether the batch should have arrived before {@code today} and has not. */
  boolean overdueOn(LocalDate today) {
    return eta != null && eta.isBefore(today);
  }

  /** The day from which the batch can be had as seen from {@code today}; empty when overdue. */
  Optional<LocalDate> from(LocalDate today) {
    if (eta == null) {
      return Optional.of(today);
    }
    return overdueOn(today) ? Optional.empty() : Optional.of(eta);
  }
}
