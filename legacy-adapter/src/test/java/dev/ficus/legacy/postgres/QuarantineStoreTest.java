package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.quarantine.QuarantineContract;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class QuarantineStoreTest extends QuarantineContract {

  @Inject Quarantine quarantine;
  @Inject Ledger ledger;
  @Inject BatchLedger batches;
  @Inject Scheduler scheduler;
  @Inject Database database;

  /** Nobody else confirms, or deletes, what a test looks at. */
  @BeforeEach
  void pause() {
    scheduler.pause();
  }

  /** Other tests of this database look at what waits, and expect its calls to be there. */
  @AfterEach
  void removeEntriesWithoutCalls() {
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              delete from quarantine_action
              where entry in (select id from quarantine_entry where document is null)
              """);
          return Sql.update(connection, "delete from quarantine_entry where document is null");
        });
  }

  @AfterEach
  void resume() {
    scheduler.resume();
  }

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
