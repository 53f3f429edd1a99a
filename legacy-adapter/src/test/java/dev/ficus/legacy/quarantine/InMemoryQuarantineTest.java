package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.InMemoryBatchLedger;

class InMemoryQuarantineTest extends QuarantineContract {

  private final InMemoryEntries entries = new InMemoryEntries();
  private final InMemoryLedger ledger = new InMemoryLedger(entries);
  private final InMemoryBatchLedger batches = new InMemoryBatchLedger(entries);
  private final Quarantine quarantine = new InMemoryQuarantine(entries, ledger, batches);

  @Override
  protected Quarantine quarantine() {
    return quarantine;
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected BatchLedger batches() {
    return batches;
  }
}
