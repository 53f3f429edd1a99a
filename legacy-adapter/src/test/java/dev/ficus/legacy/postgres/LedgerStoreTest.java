package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerContract;
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
class LedgerStoreTest extends LedgerContract {

  @Inject Ledger ledger;
  @Inject Scheduler scheduler;

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
  protected Ledger ledger() {
    return ledger;
  }
}
