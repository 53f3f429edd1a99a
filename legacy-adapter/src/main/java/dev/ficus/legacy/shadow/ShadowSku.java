package dev.ficus.legacy.shadow;

import dev.ficus.legacy.stock.KnownBatch;
import java.util.Optional;

/**
 * SKU in the shadow, as it was fed last.
 *
 * @param basing how often it was based; what was fed before counts for nothing any more
 * @param why why it is lost or has ended; empty while it is based
 * @param source whose figures size its batch; empty until the first is reported
 * @param times of the last figure
 * @param despatched units of {@link ShadowStock#held} that have left
 * @param earlier units of lines of earlier basings that have left; they stay in the batch for good
 * @param forgotten of these, units of lines of which nothing else is known any more
 * @param batch units of the batch as they were last decided
 * @param batchRevision the revision of that; 1 while no quantity was sent
 * @param named its batches where they have names; then the figure is what is left of all of them,
 *     and the batch all their units
 */
public record ShadowSku(
    String sku,
    int basing,
    ShadowState state,
    String why,
    Optional<String> source,
    ShadowStock stock,
    FigureTimes times,
    long despatched,
    long earlier,
    long forgotten,
    long batch,
    int batchRevision,
    ShadowBatches named) {

  /** The batch of its source's figures, by the reference that it would have with us. */
  public Optional<String> batchref() {
    return source.map(of -> KnownBatch.ofFigure(of, sku));
  }

  /** Units that its batch should have: never fewer than have left of it. */
  long inBatch() {
    long units = Math.max(earlier + despatched, earlier + stock.units());
    return Math.min(Math.max(0, units), Integer.MAX_VALUE);
  }

  private ShadowSku with(
      ShadowState nextState,
      String nextWhy,
      Optional<String> nextSource,
      ShadowStock nextStock,
      long nextDespatched) {
    return new ShadowSku(
        sku,
        basing,
        nextState,
        nextWhy,
        nextSource,
        nextStock,
        times,
        nextDespatched,
        earlier,
        forgotten,
        batch,
        batchRevision,
        named);
  }

  /** Whether its batches have names. */
  boolean isNamed() {
    return !named.byReference().isEmpty();
  }

  /** The same, with these batches, where its lines have so many units in them. */
  ShadowSku in(ShadowBatches batches, long uncounted) {
    return new ShadowSku(
        sku,
        basing,
        state,
        why,
        source,
        new ShadowStock(batches.figure(), stock.held(), uncounted),
        times,
        despatched,
        earlier,
        forgotten,
        batches.units(),
        batchRevision + 1,
        batches);
  }

  /** The same, where lines hold so many units, of which so many have left. */
  ShadowSku holding(long units, long left) {
    return with(state, why, source, stock.holding(units), left);
  }

  /** The same, with this stock by the figures of this source. */
  ShadowSku reported(String by, ShadowStock next) {
    return with(state, why, Optional.of(by), next, despatched);
  }

  /** The same, with these times of its figure. */
  ShadowSku at(FigureTimes next) {
    return new ShadowSku(
        sku,
        basing,
        state,
        why,
        source,
        stock,
        next,
        despatched,
        earlier,
        forgotten,
        batch,
        batchRevision,
        named);
  }

  /** The same, lost for this reason. */
  ShadowSku lost(String reason) {
    return with(ShadowState.LOST, reason, source, stock, despatched);
  }

  /** The same, with so many units that have left for known lines of earlier basings. */
  ShadowSku after(long left) {
    return new ShadowSku(
        sku,
        basing,
        state,
        why,
        source,
        stock,
        times,
        despatched,
        forgotten + left,
        forgotten,
        batch,
        batchRevision,
        named);
  }

  /** The same, with a batch of so many units by the next revision. */
  ShadowSku sized(long units) {
    return new ShadowSku(
        sku,
        basing,
        state,
        why,
        source,
        stock,
        times,
        despatched,
        earlier,
        forgotten,
        units,
        batchRevision + 1,
        named);
  }
}
