package dev.ficus.legacy.shadow;

import dev.ficus.legacy.order.LedgerLine.LineState;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where a line of a SKU with named batches has its units.
 *
 * @param promised units by batch, as the monolith's list of promises had them last
 * @param listed whether its last list still had them
 * @param placedIn the batch in which the shadow has the line; empty while nothing is heard, or it
 *     waits there
 */
public record LineUnits(Map<String, Long> promised, boolean listed, Optional<String> placedIn) {

  /** Nothing is known. */
  public static final LineUnits NOWHERE = new LineUnits(Map.of(), false, Optional.empty());

  public LineUnits {
    promised = Map.copyOf(promised);
  }

  /**
   * The same, where the list has these promises of it; none when it has it no more.
   *
   * @param hasGone whether the list goes on to have what has left
   */
  LineUnits listed(Map<String, Long> now, boolean hasGone) {
    return now.isEmpty()
        ? new LineUnits(hasGone ? Map.of() : promised, false, placedIn)
        : new LineUnits(now, true, placedIn);
  }

  /** The same, of which no list says any more what is promised. */
  LineUnits unlisted() {
    return new LineUnits(promised, false, placedIn);
  }

  /**
   * Units by batch that the batches of the shadow have for the line, beside what the monolith has
   * left to promise.
   *
   * <p>Of what has left in the shadow its batch must never have fewer, so it counts there, from
   * whatever batch the monolith has taken it. What is not listed any more has left, unless the line
   * is cancelled: the shop hears of it later.
   */
  Map<String, Long> counted(LineState state, int quantity) {
    if (state != LineState.DESPATCHED) {
      return listed || state != LineState.CANCELLED ? promised : Map.of();
    }
    long units = listed ? promised.values().stream().mapToLong(Long::longValue).sum() : quantity;
    return placedIn
        .or(() -> promised.keySet().stream().min(Comparator.naturalOrder()))
        .map(batchref -> Map.of(batchref, units))
        .orElse(Map.of());
  }
}
