package dev.ficus.legacy.order;

import java.util.Optional;

/**
 * Decision about an order as the ledger has it: what is written about it. The decisions are made by
 * {@link OrderRules}.
 */
@FunctionalInterface
public interface OrderDecision {

  /**
   * Decides; it may be asked more than once, and then the last answer counts.
   *
   * @param owners who owns what is first seen now
   * @return empty when nothing changes
   */
  Optional<LedgerUpdate> on(KnownOrder known, Ownership owners);
}
