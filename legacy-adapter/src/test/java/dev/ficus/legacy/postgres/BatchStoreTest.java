package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedgerContract;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class BatchStoreTest extends BatchLedgerContract {

  @Inject BatchLedger ledger;
  @Inject Scheduler scheduler;
  @Inject RouteBook routes;
  @Inject Database database;

  /** Nobody else sends again what a test leaves unconfirmed. */
  @BeforeEach
  void pause() {
    scheduler.pause();
  }

  @AfterEach
  void resume() {
    scheduler.resume();
  }

  @Override
  protected void legacy(String sku) {
    routes.put(new Wave("wave of " + sku, Set.of(sku), Optional.of(Route.LEGACY)));
  }

  @Override
  protected void informed(String source, String sku, int units) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "insert into informed_line (source, sku, orderid, lineid, units) values (?, ?, 'o', '', ?)",
                Sql.value(source),
                Sql.value(sku),
                Sql.value(units)));
  }

  @Override
  protected void mistaken(String source, String sku, int units) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update informed_line set units = units - ? where source = ? and sku = ?",
                Sql.value(units),
                Sql.value(source),
                Sql.value(sku)));
  }

  @Override
  protected void returned(String sku) {
    database.inTransaction(
        connection -> {
          BatchStore.noteReturned(connection, Set.of(sku));
          return null;
        });
  }

  @Override
  protected BatchLedger ledger() {
    return ledger;
  }
}
