package dev.ficus.journeys;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.util.ArrayList;
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

/**
 * Waves of a world that are cut over and rolled back one after the other, while orders of all its
 * SKUs flow. {@code -Dficus.seed=} repeats the orders of a run that failed.
 */
final class SwitchedWaves implements AutoCloseable {
  static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  static final Set<String> SHOPS_SENT = Set.of("settle", "ended");

  /** Orders that flow from the beginning of one cut-over to that of the next. */
  static final int AT_A_TIME = 20;

  static final int SKUS_OF_A_WAVE = 2;
  private static final int SELLERS = 2;

  private final SwitchedWorld world;
  private final int soldOutAtOnce;
  private final ExecutorService sellers = Executors.newCachedThreadPool();
  private final List<Future<?>> sales = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final List<String> back = new ArrayList<>();
  private final Semaphore wanted = new Semaphore(AT_A_TIME);
  private volatile boolean selling;
  private int count;

  /**
   * @param soldOutAtOnce how many SKUs of a wave are sold out after each of its switches
   */
  SwitchedWaves(SwitchedWorld world, int soldOutAtOnce) {
    this.world = world;
    this.soldOutAtOnce = soldOutAtOnce;
  }

  /** Orders begin to flow. */
  void beginSelling() {
    selling = true;
    for (int seller = 0; seller < SELLERS; seller++) {
      sales.add(sellers.submit(this::sell));
    }
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

  /** Returns when no order comes in any more, and nothing moves. */
  void endSelling() throws Exception {
    selling = false;
    wanted.release(sales.size());
    for (Future<?> each : sales) {
      each.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    world.settle();
  }

  /** Begins to take the next wave over; returns the id of the cut-over. */
  String begin() throws IOException {
    count++;
    taken.addAll(last());
    world.putWave(name(), last());
    String id = world.begin(name());
    wanted.release(AT_A_TIME);
    return id;
  }

  /** The name of the last wave. */
  String name() {
    return "wave-" + (count - 1);
  }

  /** The SKUs of the last wave. */
  List<String> last() {
    return world.skus().subList((count - 1) * SKUS_OF_A_WAVE, count * SKUS_OF_A_WAVE);
  }

  int count() {
    return count;
  }

  /** All SKUs that were taken over. */
  List<String> taken() {
    return taken;
  }

  /** The SKUs that went back. */
  List<String> back() {
    return back;
  }

  /** The SKUs that are ours. */
  List<String> ours() {
    return taken.stream().filter(sku -> !back.contains(sku)).toList();
  }

  /** The epochs of all that was taken over. */
  Map<String, Integer> epochs() {
    Map<String, Integer> epochs = new TreeMap<>();
    taken.forEach(sku -> epochs.put(sku, back.contains(sku) ? 2 : 1));
    return epochs;
  }

  /** What comes in of some SKUs of the last wave is sold, and not one unit more. */
  void sellOut(String where) throws Exception {
    world.sellOutWhatComesIn(last().subList(0, soldOutAtOnce), where);
  }

  /** The next wave is taken over, and the adapter killed on the way. */
  void takeOverKilledAt(CutOverKillPoint point) throws Exception {
    if (point.isOfTheSwitchAlone()) {
      world.adapter().stopAt(point.mark());
    }
    String id = begin();
    if (!point.isOfTheSwitchAlone()) {
      // It comes to such a moment all the time, for other orders or waves: it is killed at one.
      world.adapter().stopAt(point.mark());
    }
    world.awaitReached(point.mark(), point.name());
    crashAndStart();
    world.awaitStep(id, SHOPS_SENT);
  }

  /**
   * The next wave is taken over and sold from, and begins to go back; the adapter is killed on the
   * way, and is there again.
   *
   * @return the id of the rollback
   */
  String goBackKilledAt(RollBackKillPoint point) throws Exception {
    takeOverAndSell("cut over before " + point);
    world.adapter().stopAt(point.mark());
    wanted.release(AT_A_TIME);
    String id = world.backUntilReached(name(), point.mark(), point.name());
    back.addAll(last());
    crashAndStart();
    return id;
  }

  /** The next wave is taken over, and goes on being sold. */
  void takeOverAndSell(String where) throws Exception {
    world.awaitStep(begin(), SHOPS_SENT);
    for (String sku : last()) {
      world.sell(sku);
    }
    sellOut(where);
  }

  /** The adapter dies and is there again. */
  void crashAndStart() throws Exception {
    world.adapter().crash();
    world.adapter().startAgain();
    world.adapter().awaitReady();
  }

  @Override
  public void close() {
    selling = false;
    sellers.shutdownNow();
  }
}
