package dev.ficus.legacy.parity;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Change that the shadow was fed, and that is judged. */
public sealed interface FedChange {

  /** The place among all that was fed; a higher one was fed later. */
  long id();

  String sku();

  /** The basing of the SKU to which it belongs, from 1. */
  int basing();

  /** A time by the database's clock, no later than the change was written to the ledger. */
  Instant receivedAt();

  /** How far a line is. */
  enum FedState {
    ORDERED,
    CANCELLED,
    DESPATCHED
  }

  /**
   * A line of the monolith's has changed.
   *
   * @param revision as it was fed
   * @param quantity units that are ordered
   * @param correlation of the call by which it changed
   */
  record FedLine(
      long id,
      int basing,
      OrderNumber order,
      LineKey line,
      int revision,
      int quantity,
      FedState state,
      String correlation,
      Instant receivedAt)
      implements FedChange {

    @Override
    public String sku() {
      return line.sku();
    }
  }

  /**
   * The monolith has reported another figure.
   *
   * @param units that it has free; negative when it has promised more than it has
   */
  record FedFigure(long id, int basing, String sku, long units, Instant receivedAt)
      implements FedChange {}

  /**
   * The batch of a source's figures has other units.
   *
   * @param units of the batch, whether lines hold them or not
   * @param eta when it arrives; empty when it is in the warehouse
   */
  record FedBatch(
      long id,
      int basing,
      String sku,
      String batchref,
      long units,
      Optional<LocalDate> eta,
      Instant receivedAt)
      implements FedChange {}
}
