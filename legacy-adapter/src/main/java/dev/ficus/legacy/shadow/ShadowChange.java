package dev.ficus.legacy.shadow;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Change in the ledger that may be fed to the shadow. */
public sealed interface ShadowChange {

  /** The place in which it was written down. */
  long id();

  /** The SKU it is about. */
  String sku();

  /** The basing of the SKU when it was written down. */
  int basing();

  /** When the call came that brought it, or it was written down. */
  Instant receivedAt();

  /**
   * Line of the monolith as the ledger has it now.
   *
   * @param firstSeen whether it was in no call before
   * @param correlation the id under which the call that brought it can be found
   */
  record LineShown(
      long id,
      int basing,
      OrderNumber order,
      LineKey line,
      int quantity,
      int revision,
      LineState state,
      Optional<String> cancelledFor,
      boolean firstSeen,
      String correlation,
      Instant receivedAt)
      implements ShadowChange {

    @Override
    public String sku() {
      return line.sku();
    }

    /** The line. */
    public LineId lineId() {
      return new LineId(order, line);
    }
  }

  /** Line of an order, among those of all orders. */
  record LineId(OrderNumber order, LineKey line) {}

  /**
   * Figure that a source has reported, the same as before or another.
   *
   * @param shows what the monolith had decided by then, it shows for certain
   */
  record FigureReported(
      long id,
      String sku,
      int basing,
      String source,
      long figure,
      Instant shows,
      Instant receivedAt)
      implements ShadowChange {}

  /**
   * More is known by now of what the last figure shows.
   *
   * @param shows what the monolith had decided by then, for certain
   */
  record FigureStands(long id, String sku, int basing, Instant shows, Instant receivedAt)
      implements ShadowChange {}

  /** A look has found its named batches. */
  record BatchesLooked(long id, String sku, int basing, ShownBatches shown, Instant receivedAt)
      implements ShadowChange {}

  /**
   * The SKU was based, or based anew, on what was known of then.
   *
   * @param batches those that have names; none where it has a figure
   */
  record SkuBased(long id, String sku, int basing, List<ShownBatch> batches, Instant receivedAt)
      implements ShadowChange {

    /** A SKU that has a figure. */
    public SkuBased(long id, String sku, int basing, Instant receivedAt) {
      this(id, sku, basing, List.of(), receivedAt);
    }
  }
}
