package dev.ficus.legacy.stock;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Comparison of what is known of a SKU by the figures of one source: by the monolith's list, by the
 * ledger, and by allocation-service.
 *
 * @param listed the figure in the list; empty when it has none, or more than one
 * @param counted by the ledger; empty when no figure was reported
 * @param sent units of our batch by the ledger; empty when there is none
 * @param confirmed whether the broker has confirmed all of it
 * @param held units of that batch in allocation-service; empty when it has none
 */
public record ComparedStock(
    String sku,
    String source,
    OptionalLong listed,
    Optional<SourceStock> counted,
    OptionalInt sent,
    boolean confirmed,
    OptionalInt held) {

  /** The same, where allocation-service holds these units. */
  public ComparedStock held(OptionalInt units) {
    return new ComparedStock(sku, source, listed, counted, sent, confirmed, units);
  }

  /** Whether all have the same. */
  public boolean isEven() {
    OptionalLong figure =
        counted.map(stock -> OptionalLong.of(stock.figure())).orElse(OptionalLong.empty());
    OptionalInt batch =
        counted.map(stock -> OptionalInt.of(stock.inBatch())).orElse(OptionalInt.empty());
    return listed.equals(figure)
        && sent.equals(batch)
        && held.equals(sent)
        && (confirmed || sent.isEmpty());
  }
}
