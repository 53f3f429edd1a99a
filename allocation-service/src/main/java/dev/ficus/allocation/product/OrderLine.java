package dev.ficus.allocation.product;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line of an order, as one product sees it: three registers of which each keeps the highest
 * revision that came, so that the order in which commands arrive does not matter. At equal revision
 * a despatch beats a cancellation, and a cancellation what was wanted.
 *
 * @param wanted what was asked for; empty while only a cancellation or a despatch was seen
 * @param cancelled revision of the newest cancellation
 * @param despatched revision of the newest despatch; nothing newer is accepted after it
 * @param arrival the product's sequence when the line was first placed; its place among the
 *     backordered
 * @param allocation where its units are; empty unless it is allocated or despatched
 */
public record OrderLine(
    LineKey key,
    Optional<Wanted> wanted,
    OptionalLong cancelled,
    OptionalLong despatched,
    OptionalLong arrival,
    Optional<Allocation> allocation) {

  /**
   * A line whose despatch came before its units were placed is backordered until they are; one of
   * which nothing but the despatch is known counts as despatched.
   */
  public enum LineState {
    ALLOCATED,
    BACKORDERED,
    CANCELLED,
    DESPATCHED
  }

  /** The register of what was wanted: how many units, and by which revision. */
  public record Wanted(int qty, long revision) {}

  /**
   * Units of a batch that are held for a line.
   *
   * @param sequence the product's sequence when they were taken
   */
  public record Allocation(String batchref, int qty, long sequence) {}

  public OrderLine {
    if (allocation.isPresent()
        && (wanted.isEmpty() || isCancelled(wanted, cancelled, despatched))) {
      throw new IllegalStateException("a line that wants nothing holds no units: " + key);
    }
  }

  static OrderLine unseen(LineKey key) {
    return new OrderLine(
        key,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }

  public LineState state() {
    if (isCancelled(wanted, cancelled, despatched)) {
      return LineState.CANCELLED;
    }
    if (wanted.isPresent() && allocation.isEmpty()) {
      return LineState.BACKORDERED;
    }
    return despatched.isPresent() ? LineState.DESPATCHED : LineState.ALLOCATED;
  }

  /** The highest revision that was seen. */
  public long revision() {
    return Math.max(
        wanted.map(Wanted::revision).orElse(0L),
        Math.max(cancelled.orElse(0L), despatched.orElse(0L)));
  }

  /** Whether the line's units are gone by a despatch that this revision comes after. */
  boolean isClosedTo(long revision) {
    return despatched.isPresent() && revision > despatched.getAsLong();
  }

  int qty() {
    return wanted.orElseThrow().qty();
  }

  /** The units that the line wants now: none while it is cancelled or was never asked for. */
  int unitsWanted() {
    return state() == LineState.CANCELLED ? 0 : wanted.map(Wanted::qty).orElse(0);
  }

  OrderLine wanting(int qty, long revision) {
    Optional<Wanted> newly = Optional.of(new Wanted(qty, revision));
    return new OrderLine(key, newly, cancelled, despatched, arrival, Optional.empty());
  }

  OrderLine cancelledBy(long revision) {
    OptionalLong newly = OptionalLong.of(revision);
    return new OrderLine(
        key,
        wanted,
        newly,
        despatched,
        arrival,
        isCancelled(wanted, newly, despatched) ? Optional.empty() : allocation);
  }

  OrderLine despatchedBy(long revision) {
    return new OrderLine(key, wanted, cancelled, OptionalLong.of(revision), arrival, allocation);
  }

  OrderLine arrivedAt(long sequence) {
    return arrival.isPresent()
        ? this
        : new OrderLine(key, wanted, cancelled, despatched, OptionalLong.of(sequence), allocation);
  }

  OrderLine heldBy(Batch batch, long sequence) {
    Allocation units = new Allocation(batch.reference(), qty(), sequence);
    return new OrderLine(key, wanted, cancelled, despatched, arrival, Optional.of(units));
  }

  OrderLine heldByNone() {
    return new OrderLine(key, wanted, cancelled, despatched, arrival, Optional.empty());
  }

  private static boolean isCancelled(
      Optional<Wanted> wanted, OptionalLong cancelled, OptionalLong despatched) {
    return cancelled.isPresent()
        && (wanted.isEmpty() || cancelled.getAsLong() >= wanted.get().revision())
        && (despatched.isEmpty() || cancelled.getAsLong() > despatched.getAsLong());
  }
}
