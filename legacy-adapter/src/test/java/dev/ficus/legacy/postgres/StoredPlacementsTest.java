package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.placement.PlacementsContract;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredPlacementsTest extends PlacementsContract {

  @Inject Placements placements;
  @Inject Ledger ledger;
  @Inject Forwards forwards;
  @Inject Database database;

  /** The queue is not there at first: that is the gap the adapter itself has noted. */
  @BeforeEach
  void awaitFirstGap() {
    long deadline = System.nanoTime() + Waiting.CLOCK_LIMIT.toNanos();
    while (gaps() == 0) {
      assertTrue(System.nanoTime() - deadline < 0, "the queue of placements is not declared");
      Thread.onSpinWait();
    }
  }

  private long gaps() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection, "select gaps from placements_heard", row -> row.getLong("gaps")))
        .get(0);
  }

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
    long call = sent.forward().orElseThrow().id();
    Forwards.Forward forward = new Forwards.Forward(sent.order().number(), call, true);
    forwards.note(List.of(Forwards.ForwardOutcome.answered(forward, accepted)));
  }
}
