package dev.ficus.legacy.placement;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.Numbering;
import dev.ficus.legacy.order.OrderNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Placement of a line by allocation-service: allocated, backordered, cancelled or despatched. Lines
 * of other teams have orders that are no old ones.
 *
 * @param orderid the order, as it is on the wire
 * @param sequence the place of the event among those of the SKU; a later one counts; with its
 *     generation: see {@link Numbering}
 * @param occurredAt when that was
 * @param quantity units it is about
 * @param batchref the batch they are from; empty for a line that has none
 * @param eta when that batch arrives; empty when it is in the warehouse
 */
public record Placement(
    String orderid,
    LineKey line,
    long sequence,
    Instant occurredAt,
    PlacementState state,
    int quantity,
    Optional<String> batchref,
    Optional<LocalDate> eta) {

  /** What allocation did with a line. */
  public enum PlacementState {
    ALLOCATED,
    BACKORDERED,
    CANCELLED,
    DESPATCHED
  }

  public Placement {
    Objects.requireNonNull(orderid);
    Objects.requireNonNull(state);
  }

  /** The old order that it may be; empty when it is another team's. */
  public Optional<OrderNumber> order() {
    return OrderNumber.ofOrderid(orderid);
  }
}
