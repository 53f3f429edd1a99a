package dev.ficus.legacy.order;

import dev.ficus.legacy.quarantine.InMemoryEntries;

class InMemoryLedgerTest extends LedgerContract {

  private final Ledger ledger = new InMemoryLedger(new InMemoryEntries());

  @Override
  protected Ledger ledger() {
    return ledger;
  }
}
