package dev.ficus.legacy.placement;

import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.quarantine.InMemoryEntries;

class InMemoryPlacementsTest extends PlacementsContract {

  private final InMemoryLedger ledger = new InMemoryLedger(new InMemoryEntries());
  private final Placements placements = new InMemoryPlacements(ledger);

  @Override
  protected Placements placements() {
    return placements;
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected void answer(Ledger.ChangedOrder sent, boolean accepted) {
    ledger.answered(sent.order().number(), accepted);
  }
}
