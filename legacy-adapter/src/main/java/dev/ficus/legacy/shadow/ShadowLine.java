package dev.ficus.legacy.shadow;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.shadow.ShadowChange.LineId;

/**
 * Line of the monolith that the shadow was fed, as it was fed last.
 *
 * @param basing of its SKU when it was first fed
 * @param fed its place among all that was fed
 * @param units where it has its units, if its SKU has named batches
 */
public record ShadowLine(
    LineId id, int basing, int quantity, int revision, LineState state, long fed, LineUnits units) {

  /** A line of a SKU that has figures. */
  public ShadowLine(LineId id, int basing, int quantity, int revision, LineState state, long fed) {
    this(id, basing, quantity, revision, state, fed, LineUnits.NOWHERE);
  }

  /** The same, with its units there. */
  ShadowLine with(LineUnits where) {
    return new ShadowLine(id, basing, quantity, revision, state, fed, where);
  }

  /** Units that it holds, or should hold. */
  long held() {
    return state == LineState.CANCELLED ? 0 : quantity;
  }

  /** Units that have left for it. */
  long despatched() {
    return state == LineState.DESPATCHED ? quantity : 0;
  }
}
