package dev.ficus.allocation.product;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line of an order, as one product sees it: two registers of which each keeps the highest
 * revision it was told, so that the order in which commands arrive does not matter. It is cancelled
 * when its cancellation is not older than what was last wanted.
 *
 * @param wanted what was asked for; empty while only a cancellation was seen (a tombstone)
 * @param cancelled revision of the newest cancellation
 * @param arrival the product's sequence when the line was first placed; its place among the
 *     backordered
 * @param allocation where its units are; empty unless it is allocated
 */
public record OrderLine(
    LineKey key,
    Optional<Wanted> wanted,
    OptionalLong cancelled,
    OptionalLong arrival,
    Optional<Allocation> allocation) {

  public enum State {
    ALLOCATED,
    BACKORDERED,
    CANCELLED
  }

  /** How many units were asked for, and by which revision. */
  public record Wanted(int qty, long revision) {}

  /**
   * Units of a batch that are held for a line.
   *
   * @param sequence the product's sequence when they were taken
   */
  public record Allocation(String batchref, int qty, long sequence) {}

  public OrderLine {
    if (allocation.isPresent() && isCancelled(wanted, cancelled)) {
      throw new IllegalStateException("a cancelled line holds no units: " + key);
    }
  }

  static OrderLine unseen(LineKey key) {
    return new OrderLine(
        key, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  public State state() {
    if (isCancelled(wanted, cancelled)) {
      return State.CANCELLED;
    }
    return allocation.isPresent() ? State.ALLOCATED : State.BACKORDERED;
  }

  /** The highest revision that was seen. */
  public long revision() {
    return Math.max(wanted.map(Wanted::revision).orElse(0L), cancelled.orElse(0L));
  }

  int qty() {
    return wanted.orElseThrow().qty();
  }

  OrderLine wanting(int qty, long revision) {
    return new OrderLine(
        key, Optional.of(new Wanted(qty, revision)), cancelled, arrival, allocation);
  }

  OrderLine cancelledBy(long revision) {
    return new OrderLine(key, wanted, OptionalLong.of(revision), arrival, Optional.empty());
  }

  OrderLine arrivedAt(long sequence) {
    return arrival.isPresent()
        ? this
        : new OrderLine(key, wanted, cancelled, OptionalLong.of(sequence), allocation);
  }

  OrderLine heldBy(Batch batch, long sequence) {
    return new OrderLine(
        key,
        wanted,
        cancelled,
        arrival,
        Optional.of(new Allocation(batch.reference(), qty(), sequence)));
  }

  OrderLine heldByNone() {
    return new OrderLine(key, wanted, cancelled, arrival, Optional.empty());
  }

  private static boolean isCancelled(Optional<Wanted> wanted, OptionalLong cancelled) {
    return cancelled.isPresent()
        && (wanted.isEmpty() || cancelled.getAsLong() >= wanted.get().revision());
  }
}
