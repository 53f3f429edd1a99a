package dev.ficus.journeys;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Generated histories of SKUs of both routes, and of one that changes its own, against the packaged
 * services and the simulated monolith: whatever happens, units are conserved, none is promised
 * twice, and each line is with its owner alone. Each run has others; {@code -Dficus.seed=} repeats
 * one. By night; by day the adapter's {@code SourceStockHistoryTest} plays such histories in
 * memory.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedHistoriesJourneyIT {
  private static final int HISTORIES = 20;
  private static final int STEPS = 80;
  private static final int ADAPTERS = 2;
  private static final long SEED = Long.getLong("ficus.seed", new Random().nextInt(1_000_000));

  private BothWorlds worlds;

  @BeforeAll
  void start_all() throws Exception {
    worlds = new BothWorlds("generated-histories", ADAPTERS);
  }

  @AfterAll
  void end_all() {
    if (worlds != null) {
      worlds.close();
    }
  }

  @Test
  void whatever_happens_units_are_conserved_and_each_line_is_with_its_owner_alone()
      throws Exception {
    for (int i = 0; i < HISTORIES; i++) {
      long seed = SEED + i;
      OrderHistory history = new OrderHistory(worlds, seed, "H" + seed);
      try {
        history.run(STEPS);
        history.assertAtRest();
        history.assertFiguresAfterRollBacks();
      } catch (AssertionError | Exception failure) {
        throw new AssertionError("with -Dficus.seed=" + seed, failure);
      }
    }
  }
}
