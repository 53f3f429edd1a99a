package dev.ficus.journeys;

import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Waves of products of which the monolith names batches, some of them expected: cut over and rolled
 * back while orders flow, goods come in and goods leave, and the adapter is killed. After each
 * switch exactly the units that are there or expected are sold, by the monolith and by us; and what
 * it was told to set aside it has set aside of the right batches.
 *
 * <p>By day it is killed once, on the way back, where it tells the monolith the same again; with
 * {@code -Dficus.kills=1} at all steps.
 */
class NamedBatchesJourneyIT {
  private static final boolean AT_ALL_STEPS = Integer.getInteger("ficus.kills", 0) > 0;
  private static final int ORDERS = AT_ALL_STEPS ? 60 : 3;

  private SwitchedWorld world;
  private SwitchedWaves waves;

  @BeforeEach
  void start_all() throws Exception {
    world = new SwitchedWorld("named-batches", ORDERS, true);
    waves = new SwitchedWaves(world, 1);
  }

  @AfterEach
  void end_all() throws IOException {
    if (waves != null) {
      waves.close();
    }
    if (world != null) {
      world.close();
    }
  }

  @Test
  void named_batches_go_over_and_back_while_goods_leave_whoever_is_killed() throws Exception {
    waves.beginSelling();
    if (AT_ALL_STEPS) {
      for (CutOverKillPoint point : CutOverKillPoint.values()) {
        waves.takeOverKilledAt(point);
        goodsLeaveAndTheRestIsSold("cut over, killed at " + point);
      }
    } else {
      world.awaitStep(waves.begin(), SwitchedWaves.SHOPS_SENT);
      goodsLeaveAndTheRestIsSold("cut over");
    }
    for (RollBackKillPoint point :
        AT_ALL_STEPS
            ? EnumSet.allOf(RollBackKillPoint.class)
            : EnumSet.of(RollBackKillPoint.BEFORE_ITS_ANSWER_IS_NOTED)) {
      goneBackKilledAt(point);
    }
    waves.endSelling();
    world.assertEachLineIsWithItsOwner("seed " + SwitchedWaves.SEED);
    world.assertCertified(
        waves.count() + waves.back().size() / SwitchedWaves.SKUS_OF_A_WAVE, waves.epochs());
    world.assertCertifiedByBatch();
    world.assertReconciled("batches with names");
    world.assertSetAsideByBatch();
  }

  private void goodsLeaveAndTheRestIsSold(String where) throws Exception {
    world.theMonolithDespatches(SwitchedWaves.AT_A_TIME);
    waves.sellOut(where);
  }

  private void goneBackKilledAt(RollBackKillPoint point) throws Exception {
    String id = waves.goBackKilledAt(point);
    world.theMonolithDespatches(SwitchedWaves.AT_A_TIME);
    world.awaitStep(world.awaitSwitchedBack(waves.name(), id), SwitchedWaves.SHOPS_SENT);
    waves.sellOut("rolled back, killed at " + point);
  }
}
