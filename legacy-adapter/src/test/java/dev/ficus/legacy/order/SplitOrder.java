package dev.ficus.legacy.order;

import dev.ficus.legacy.order.Ledger.OrderChange;
import java.util.Optional;

/** An order with lines of both, for tests: ours wait until the monolith has accepted its part. */
public final class SplitOrder {

  private SplitOrder() {}

  /** The same change, of which the monolith is given a part. */
  public static OrderChange of(OrderChange change) {
    return new OrderChange(
        change.number(),
        change.skus(),
        change.arrival(),
        (known, owners) ->
            change
                .decision()
                .on(known, owners)
                .or(() -> Optional.of(LedgerUpdate.nothing(known)))
                .map(update -> update.handled(Handling.SPLIT_AND_HELD)));
  }
}
