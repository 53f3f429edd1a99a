package dev.ficus.legacy.stock;

import dev.ficus.legacy.quarantine.InMemoryEntries;

class InMemoryBatchLedgerTest extends BatchLedgerContract {

  private final BatchLedger ledger = new InMemoryBatchLedger(new InMemoryEntries());

  @Override
  protected BatchLedger ledger() {
    return ledger;
  }
}
