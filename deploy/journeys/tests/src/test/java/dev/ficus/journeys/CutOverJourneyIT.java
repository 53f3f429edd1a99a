package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Database;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Waves that are cut over while orders flow, and waves that go back. At each step the adapter is
 * killed and started again, or another one goes on while it is stopped. Each line ends with one
 * owner. After each switch goods come in, and what is taken over sells out through the shop, and
 * what has gone back at the monolith's counter: exactly the units that are in the warehouse. What
 * the monolith sells by telephone of what is ours is found, to the unit. In the end the adapter's
 * database is restored from before all of it.
 *
 * <p>By day it is killed once in each direction, with the switch's transaction not committed, and
 * when the monolith has set units aside and nobody knows it; with {@code -Dficus.kills=1} at all
 * steps, and with {@code -Dficus.switches=N} so many waves more are cut over. {@code -Dficus.seed=}
 * repeats the orders of a run that failed.
 */
class CutOverJourneyIT {
  private static final boolean AT_ALL_STEPS = Integer.getInteger("ficus.kills", 0) > 0;
  private static final int SWITCHES = Integer.getInteger("ficus.switches", 0);
  private static final Set<String> SWITCHED = Set.of("open", "announce", "settle", "ended");
  private static final int ORDERS = AT_ALL_STEPS || SWITCHES > 0 ? 60 : 3;
  private static final Mark LEAK_FOUND =
      new Mark(Protocol.POSTGRESQL, true, List.of("update figure_movement as movement"), true);
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  /** How many SKUs of a wave are sold out after each of its switches. */
  private static final int SOLD_OUT_AT_ONCE = AT_ALL_STEPS ? SwitchedWaves.SKUS_OF_A_WAVE : 1;

  private static final int SOLD_OUT = AT_ALL_STEPS ? Integer.MAX_VALUE : 2;

  private SwitchedWorld world;
  private SwitchedWaves waves;

  @BeforeEach
  void start_all() throws Exception {
    world = new SwitchedWorld("cut-over", ORDERS);
    waves = new SwitchedWaves(world, SOLD_OUT_AT_ONCE);
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
  void waves_are_cut_over_while_orders_flow_whoever_is_killed() throws Exception {
    Database backup = world.backUp();
    waves.beginSelling();
    for (CutOverKillPoint point :
        AT_ALL_STEPS
            ? EnumSet.allOf(CutOverKillPoint.class)
            : EnumSet.of(CutOverKillPoint.BEFORE_THE_SWITCH_IS_COMMITTED)) {
      killedAt(point);
    }
    soldByTelephoneKilledWhileLooking();
    // Before there is another adapter, which might take a step at which this one is waited for.
    for (RollBackKillPoint point :
        AT_ALL_STEPS
            ? EnumSet.allOf(RollBackKillPoint.class)
            : EnumSet.of(RollBackKillPoint.BEFORE_ITS_ANSWER_IS_NOTED)) {
      goneBackKilledAt(point);
    }
    if (AT_ALL_STEPS) {
      goneBackToldTwice();
      stoppedOverTheSwitch();
    }
    for (int i = 0; i < SWITCHES; i++) {
      world.awaitStep(waves.begin(), SwitchedWaves.SHOPS_SENT);
      waves.sellOut("cut over as number " + i);
    }
    waves.endSelling();
    world.assertEachLineIsWithItsOwner("seed " + SwitchedWaves.SEED);
    world.assertReconciled("seed " + SwitchedWaves.SEED);
    world.assertCertified(waves.count() + waves.back().size() / 2, waves.epochs());
    world.assertFiguresAfterRollBacks(waves.back().size());
    List<String> ours = waves.ours();
    List<String> back = waves.back();
    world.assertSellsOut(ours.subList(0, Math.min(SOLD_OUT, ours.size())));
    world.assertSellsOut(back.subList(0, Math.min(SOLD_OUT, back.size())));
    world.assertEachLineIsWithItsOwner("sold out, seed " + SwitchedWaves.SEED);
    world.assertLeaks("in the end, seed " + SwitchedWaves.SEED);
    world.assertRestoredRoutesWaitForAPerson(backup, waves.taken().get(0));
  }

  private void killedAt(CutOverKillPoint point) throws Exception {
    waves.takeOverKilledAt(point);
    waves.sellOut("cut over, killed at " + point);
  }

  /**
   * The monolith sells of what is ours. The adapter is killed when it has found that out and
   * nothing of it is committed; and what is sold while it is dead is reported when it is back.
   */
  private void soldByTelephoneKilledWhileLooking() throws Exception {
    String sku = waves.last().get(SwitchedWaves.SKUS_OF_A_WAVE - 1);
    world.adapter().stopAt(LEAK_FOUND);
    world.sellByTelephone(sku, 2);
    world.awaitReached(LEAK_FOUND, "a leak is found");
    world.adapter().crash();
    world.sellByTelephone(sku, 1);
    world.adapter().startAgain();
    world.adapter().awaitReady();
    world.assertLeaks("sold by telephone");
  }

  /** A wave is taken over and rolled back, while its SKUs go on being sold. */
  private void goneBackKilledAt(RollBackKillPoint point) throws Exception {
    String id = waves.goBackKilledAt(point);
    world.awaitStep(world.awaitSwitchedBack(waves.name(), id), SwitchedWaves.SHOPS_SENT);
    waves.sellOut("rolled back, killed at " + point);
  }

  /** The monolith carries each call out twice by which it is told, and answers twice. */
  private void goneBackToldTwice() throws Exception {
    waves.takeOverAndSell("cut over before it is told twice");
    world.monolithDoes("mischief?repeated=1&twice=1&method=stock.set_aside");
    String id = world.awaitSwitchedBack(waves.name(), world.beginBack(waves.name()));
    waves.back().addAll(waves.last());
    world.monolithDoes("mischief");
    world.awaitStep(id, SwitchedWaves.SHOPS_SENT);
    waves.sellOut("rolled back, told twice");
  }

  /** One is stopped with the switch's transaction not committed, and another one goes on. */
  private void stoppedOverTheSwitch() throws Exception {
    StoppableService other = world.another("another");
    Mark mark = CutOverKillPoint.BEFORE_IT_IS_COMPARED.mark();
    world.adapter().stopAt(mark);
    String id = waves.begin();
    if (world.adapter().awaitReached(mark, A_WHILE)) {
      world.adapter().suspend();
      world.adapter().goOn(mark);
      assertTrue(Waiting.until(() -> isSwitched(other, id), Waiting.LIMIT));
      world.adapter().resume();
    } else {
      // The other one has done it from the beginning.
      world.adapter().goOn(mark);
    }
    world.awaitStep(id, SWITCHED);
    assertFalse(world.cutOver(id).path("switched_at").isMissingNode());
    waves.sellOut("cut over by another one");
  }

  private static boolean isSwitched(StoppableService adapter, String id) {
    try {
      return Http.get(adapter.url("/strangling/cut-overs/" + id), Waiting.CLOCK_LIMIT)
          .body()
          .contains("switched_at");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
