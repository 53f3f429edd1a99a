package dev.ficus.availability.stock;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By when a quantity can be had. It follows the rule allocation itself follows: a line goes whole
 * into the first batch with room, and an overdue batch keeps its place in that order.
 */
public sealed interface Promise {

  /**
   * All units, by a day.
   *
   * @param by the calendar day by which they are where they are wanted
   * @param inDays days from today, 0 for today
   */
  record Promised(LocalDate by, long inDays) implements Promise {}

  /**
   * No day can be given for a line of this size.
   *
   * @param reason why
   * @param ifOrderedSeparately what could be had instead, each part a line of its own, if they are
   *     ordered in this sequence; empty when nothing can, and perhaps fewer units than were asked
   *     for
   */
  record NotPromised(Reason reason, List<Part> ifOrderedSeparately) implements Promise {}

  /**
   * A smaller line that can be promised.
   *
   * @param qty its units
   * @param by the calendar day by which they can be had
   */
  record Part(int qty, LocalDate by) {}

  /** Why nothing is promised. */
  enum Reason {
    /** Not one unit is free, in the warehouse or on its way. */
    OUT_OF_STOCK,
    /** Fewer units are free in all than were asked for. */
    NOT_ENOUGH,
    /** There are enough units in all, but a line is never split and no batch holds this many. */
    NO_SINGLE_BATCH,
    /** The batch that allocation would choose should have arrived before today and has not. */
    OVERDUE,
    /** There are enough units, but they are not delivered there. */
    NOT_DELIVERED
  }

  /** The promise for a line of {@code qty}, given batches in allocation's order. */
  static Promise of(int qty, List<Batch> batches, LocalDate today, Arrival arrival) {
    Optional<Batch> chosen = firstWithRoom(qty, batches);
    if (chosen.isEmpty()) {
      return new NotPromised(withoutRoom(qty, batches), separately(qty, batches, today, arrival));
    }
    Optional<LocalDate> from = chosen.get().from(today);
    if (from.isEmpty()) {
      return new NotPromised(Reason.OVERDUE, separately(qty, batches, today, arrival));
    }
    return from.flatMap(arrival::by)
        .<Promise>map(day -> new Promised(day, ChronoUnit.DAYS.between(today, day)))
        .orElse(new NotPromised(Reason.NOT_DELIVERED, List.of()));
  }

  /** The batch that allocation would put a line of {@code qty} into. */
  static Optional<Batch> firstWithRoom(int qty, List<Batch> batches) {
    for (Batch batch : batches) {
      if (batch.available() >= qty) {
        return Optional.of(batch);
      }
    }
    return Optional.empty();
  }

  private static Reason withoutRoom(int qty, List<Batch> batches) {
    long total = batches.stream().mapToLong(Batch::available).sum();
    if (total == 0) {
      return Reason.OUT_OF_STOCK;
    }
    return total < qty ? Reason.NOT_ENOUGH : Reason.NO_SINGLE_BATCH;
  }

  // Takes from each batch what it has, in allocation's order, so that each part lands in the batch
  // it was cut for. Only overdue batches are left in front of later ones: a part that fits
  // into one of those would land there and be promised nothing, so it is not offered.
  private static List<Part> separately(
      int qty, List<Batch> batches, LocalDate today, Arrival arrival) {
    List<Part> parts = new ArrayList<>();
    int wanted = qty;
    int largestOverdue = 0;
    for (Batch batch : batches) {
      Optional<LocalDate> from = batch.from(today);
      int part = Math.min(batch.available(), wanted);
      if (from.isEmpty()) {
        largestOverdue = Math.max(largestOverdue, batch.available());
      } else if (part > largestOverdue) {
        Optional<LocalDate> by = arrival.by(from.get());
        if (by.isPresent()) {
          parts.add(new Part(part, by.get()));
          wanted -= part;
        }
      }
    }
    return List.copyOf(parts);
  }
}
