package dev.ficus.legacy.order;

import java.util.Optional;

/**
 * A rule's answer to what the ledger knows of an order: what is to be written about it. See {@link
 * OrderRules} for the rules.
 */
@FunctionalInterface
public interface OrderDecision {

  /**
   * Decides; it may be asked more than once, and then the last answer counts.
   *
   * @return empty when nothing changes
   */
  Optional<LedgerUpdate> on(KnownOrder known);
}
