package dev.ficus.legacy.stock;

import dev.ficus.legacy.quarantine.InMemoryEntries;

class InMemoryBatchLedgerTest extends BatchLedgerContract {

  private final InMemoryBatchLedger ledger = new InMemoryBatchLedger(new InMemoryEntries());

  @Override
  protected void legacy(String sku) {
    ledger.legacy(sku);
  }

  @Override
  protected void informed(String source, String sku, int units) {
    ledger.informed(KnownBatch.ofFigure(source, sku), units);
  }

  @Override
  protected void mistaken(String source, String sku, int units) {
    ledger.informed(KnownBatch.ofFigure(source, sku), -units);
  }

  @Override
  protected void returned(String sku) {
    ledger.returned(sku);
  }

  @Override
  protected BatchLedger ledger() {
    return ledger;
  }
}
