package dev.ficus.journeys;

import dev.ficus.local.Waiting;
import java.io.IOException;
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
 * Waves of products of which the monolith names batches, some of them expected: cut over and rolled
 * back while orders flow, goods come in and goods leave, and the adapter is killed. After each
 * switch exactly the units that are there or expected are sold, by the monolith and by us; and what
 * it was told to set aside it has set aside of the right batches.
 *
 * <p>By day it is killed once in each direction, with {@code -Dficus.kills=1} at all steps. {@code
 * -Dficus.seed=} repeats the orders of a run that failed.
 */
class NamedBatchesJourneyIT {
  private static final boolean AT_ALL_STEPS = Integer.getInteger("ficus.kills", 0) > 0;
  private static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  private static final Set<String> SHOPS_SENT = Set.of("settle", "ended");
  private static final int ORDERS = AT_ALL_STEPS ? 60 : 3;
  private static final int AT_A_TIME = 20;
  private static final int SKUS_OF_A_WAVE = 2;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Semaphore wanted = new Semaphore(AT_A_TIME);
  private final List<String> taken = new ArrayList<>();
  private final List<String> back = new ArrayList<>();
  private SwitchedWorld world;
  private volatile boolean selling;
  private int waves;

  @BeforeEach
  void start_all() throws Exception {
    world = new SwitchedWorld("named-batches", ORDERS, true);
  }

  @AfterEach
  void end_all() throws IOException {
    selling = false;
    workers.shutdownNow();
    if (world != null) {
      world.close();
    }
  }

  @Test
  void named_batches_go_over_and_back_while_goods_leave_whoever_is_killed() throws Exception {
    selling = true;
    List<Future<?>> work = List.of(workers.submit(this::sell), workers.submit(this::sell));
    for (CutOverKillPoint point :
        AT_ALL_STEPS
            ? EnumSet.allOf(CutOverKillPoint.class)
            : EnumSet.of(CutOverKillPoint.BEFORE_THE_SWITCH_IS_COMMITTED)) {
      killedAt(point);
    }
    for (RollBackKillPoint point :
        AT_ALL_STEPS
            ? EnumSet.allOf(RollBackKillPoint.class)
            : EnumSet.of(RollBackKillPoint.BEFORE_ITS_ANSWER_IS_NOTED)) {
      goneBackKilledAt(point);
    }
    selling = false;
    wanted.release(work.size());
    for (Future<?> each : work) {
      each.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    world.settle();
    world.assertEachLineIsWithItsOwner("seed " + SEED);
    Map<String, Integer> epochs = new TreeMap<>();
    taken.forEach(sku -> epochs.put(sku, back.contains(sku) ? 2 : 1));
    world.assertCertified(waves + back.size() / SKUS_OF_A_WAVE, epochs);
    world.assertCertifiedByBatch();
    world.assertSetAsideByBatch();
  }

  private void killedAt(CutOverKillPoint point) throws Exception {
    if (point.isOfTheSwitchAlone()) {
      world.adapter().stopAt(point.mark());
    }
    String id = begin();
    if (!point.isOfTheSwitchAlone()) {
      world.adapter().stopAt(point.mark());
    }
    world.awaitReached(point.mark(), point.name());
    crashAndStart();
    world.awaitStep(id, SHOPS_SENT);
    world.theMonolithDespatches(AT_A_TIME);
    sellOut("cut over, killed at " + point);
  }

  private void crashAndStart() throws Exception {
    world.adapter().crash();
    world.adapter().startAgain();
    world.adapter().awaitReady();
  }

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
    crashAndStart();
    world.theMonolithDespatches(AT_A_TIME);
    world.awaitStep(world.awaitSwitchedBack(wave, id), SHOPS_SENT);
    sellOut("rolled back, killed at " + point);
  }

  private void sellOut(String where) throws Exception {
    world.sellOutWhatComesIn(lastWave().subList(0, 1), where);
  }

  private List<String> lastWave() {
    return world.skus().subList((waves - 1) * SKUS_OF_A_WAVE, waves * SKUS_OF_A_WAVE);
  }

  private String begin() throws IOException {
    String name = "wave-" + waves;
    waves++;
    taken.addAll(lastWave());
    world.putWave(name, lastWave());
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
