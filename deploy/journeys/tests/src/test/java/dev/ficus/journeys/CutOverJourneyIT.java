package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Database;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
  private static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  private static final Set<String> SWITCHED = Set.of("open", "announce", "settle", "ended");
  private static final Set<String> SHOPS_SENT = Set.of("settle", "ended");
  private static final int ORDERS = AT_ALL_STEPS || SWITCHES > 0 ? 60 : 3;
  private static final Mark LEAK_FOUND =
      new Mark(Protocol.POSTGRESQL, true, List.of("update figure_movement as movement"), true);
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  /** Orders that flow from the beginning of one cut-over to that of the next. */
  private static final int AT_A_TIME = 20;

  private static final int SKUS_OF_A_WAVE = 2;

  /** How many SKUs of a wave are sold out after each of its switches. */
  private static final int SOLD_OUT_AT_ONCE = AT_ALL_STEPS ? SKUS_OF_A_WAVE : 1;

  private static final int SOLD_OUT = AT_ALL_STEPS ? Integer.MAX_VALUE : 2;

  private final ExecutorService sellers = Executors.newCachedThreadPool();
  private final List<String> taken = new ArrayList<>();
  private final List<String> back = new ArrayList<>();
  private final Semaphore wanted = new Semaphore(AT_A_TIME);
  private SwitchedWorld world;
  private volatile boolean selling;
  private int waves;

  @BeforeEach
  void start_all() throws Exception {
    world = new SwitchedWorld("cut-over", ORDERS);
  }

  @AfterEach
  void end_all() throws IOException {
    selling = false;
    sellers.shutdownNow();
    if (world != null) {
      world.close();
    }
  }

  @Test
  void waves_are_cut_over_while_orders_flow_whoever_is_killed() throws Exception {
    Database backup = world.backUp();
    selling = true;
    List<Future<?>> sales = List.of(sellers.submit(this::sell), sellers.submit(this::sell));
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
      world.awaitStep(begin(), SHOPS_SENT);
      sellOut("cut over as number " + i);
    }
    selling = false;
    wanted.release(sales.size());
    for (Future<?> each : sales) {
      each.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    world.settle();
    world.assertEachLineIsWithItsOwner("seed " + SEED);
    world.assertReconciled("seed " + SEED);
    Map<String, Integer> epochs = new TreeMap<>();
    taken.forEach(sku -> epochs.put(sku, back.contains(sku) ? 2 : 1));
    world.assertCertified(waves + back.size() / 2, epochs);
    world.assertFiguresAfterRollBacks(back.size());
    List<String> ours = taken.stream().filter(sku -> !back.contains(sku)).toList();
    world.assertSellsOut(ours.subList(0, Math.min(SOLD_OUT, ours.size())));
    world.assertSellsOut(back.subList(0, Math.min(SOLD_OUT, back.size())));
    world.assertEachLineIsWithItsOwner("sold out, seed " + SEED);
    world.assertLeaks("in the end, seed " + SEED);
    world.assertRestoredRoutesWaitForAPerson(backup, taken.get(0));
  }

  private void killedAt(CutOverKillPoint point) throws Exception {
    if (point.isOfTheSwitchAlone()) {
      world.adapter().stopAt(point.mark());
    }
    String id = begin();
    if (!point.isOfTheSwitchAlone()) {
      // It comes to such a moment all the time, for other orders or waves: it is killed at one.
      world.adapter().stopAt(point.mark());
    }
    world.awaitReached(point.mark(), point.name());
    world.adapter().crash();
    world.adapter().startAgain();
    world.adapter().awaitReady();
    world.awaitStep(id, SHOPS_SENT);
    sellOut("cut over, killed at " + point);
  }

  /**
   * The monolith sells of what is ours. The adapter is killed when it has found that out and
   * nothing of it is committed; and what is sold while it is dead is reported when it is back.
   */
  private void soldByTelephoneKilledWhileLooking() throws Exception {
    String sku = lastWave().get(SKUS_OF_A_WAVE - 1);
    world.adapter().stopAt(LEAK_FOUND);
    world.sellByTelephone(sku, 2);
    world.awaitReached(LEAK_FOUND, "a leak is found");
    world.adapter().crash();
    world.sellByTelephone(sku, 1);
    world.adapter().startAgain();
    world.adapter().awaitReady();
    world.assertLeaks("sold by telephone");
  }

  /** Of the last wave that has changed its routes. */
  private void sellOut(String where) throws Exception {
    world.sellOutWhatComesIn(lastWave().subList(0, SOLD_OUT_AT_ONCE), where);
  }

  private List<String> lastWave() {
    return world.skus().subList((waves - 1) * SKUS_OF_A_WAVE, waves * SKUS_OF_A_WAVE);
  }

  /** A wave is taken over and rolled back, while its SKUs go on being sold. */
  private void goneBackKilledAt(RollBackKillPoint point) throws Exception {
    String wave = "wave-" + waves;
    world.awaitStep(begin(), SHOPS_SENT);
    List<String> skus = lastWave();
    for (String sku : skus) {
      world.sell(sku);
    }
    sellOut("cut over before " + point);
    world.adapter().stopAt(point.mark());
    wanted.release(AT_A_TIME);
    String id = world.backUntilReached(wave, point.mark(), point.name());
    back.addAll(skus);
    world.adapter().crash();
    world.adapter().startAgain();
    world.adapter().awaitReady();
    world.awaitStep(world.awaitSwitchedBack(wave, id), SHOPS_SENT);
    sellOut("rolled back, killed at " + point);
  }

  /** The monolith carries each call out twice by which it is told, and answers twice. */
  private void goneBackToldTwice() throws Exception {
    String wave = "wave-" + waves;
    world.awaitStep(begin(), SHOPS_SENT);
    List<String> skus = lastWave();
    for (String sku : skus) {
      world.sell(sku);
    }
    sellOut("cut over before it is told twice");
    world.monolithDoes("mischief?repeated=1&twice=1&method=stock.set_aside");
    String id = world.awaitSwitchedBack(wave, world.beginBack(wave));
    back.addAll(skus);
    world.monolithDoes("mischief");
    world.awaitStep(id, SHOPS_SENT);
    sellOut("rolled back, told twice");
  }

  /** One is stopped with the switch's transaction not committed, and another one goes on. */
  private void stoppedOverTheSwitch() throws Exception {
    StoppableService other = world.another("another");
    Mark mark = CutOverKillPoint.BEFORE_IT_IS_COMPARED.mark();
    world.adapter().stopAt(mark);
    String id = begin();
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
    sellOut("cut over by another one");
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

  /** Takes the next SKUs over. */
  private String begin() throws IOException {
    List<String> all = world.skus();
    String name = "wave-" + waves;
    List<String> skus = all.subList(waves * SKUS_OF_A_WAVE, (waves + 1) * SKUS_OF_A_WAVE);
    waves++;
    taken.addAll(skus);
    world.putWave(name, skus);
    String id = world.begin(name);
    wanted.release(AT_A_TIME);
    return id;
  }

  private void sell() {
    Random random = new Random(SEED + Thread.currentThread().getId());
    List<String> skus = world.skus();
    try {
      while (true) {
        wanted.acquire();
        if (!selling) {
          return;
        }
        world.sell(skus.get(random.nextInt(skus.size())));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
