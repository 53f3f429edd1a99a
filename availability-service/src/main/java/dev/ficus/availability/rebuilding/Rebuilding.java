package dev.ficus.availability.rebuilding;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Unexpected;
import dev.ficus.availability.projecting.Freshness;
import dev.ficus.availability.projecting.Snapshots;
import dev.ficus.availability.projecting.Views;
import dev.ficus.availability.rebuilding.Rounds.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the stored views right, with allocation's snapshot: builds all when there are none, heals
 * those of which an event is missing, compares them all from time to time.
 *
 * <p>An empty store is filled in this order: the queue is bound, the snapshot is paged, the events
 * are consumed. An event is then in the snapshot, or in the queue, or in both, never in neither.
 */
final class Rebuilding implements Upkeep {

  private static final Logger LOG = Logger.getLogger(Rebuilding.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Views views;
  private final Comparison comparison;
  private final Healing healing;
  private final Freshness freshness;
  private final Settings.Rebuilding settings;
  private final MeterRegistry meters;
  private final CountDownLatch complete = new CountDownLatch(1);
  private final Rounds comparing;
  private final Rounds healings;
  // Each is touched by its own thread alone.
  private boolean begun;
  private Duration comparingPause = FIRST_PAUSE;
  private Duration healingPause = FIRST_PAUSE;

  Rebuilding(
      Views views,
      Comparison comparison,
      Healing healing,
      Freshness freshness,
      Settings.Rebuilding settings,
      MeterRegistry meters) {
    this.views = views;
    this.comparison = comparison;
    this.healing = healing;
    this.freshness = freshness;
    this.settings = settings;
    this.meters = meters;
    this.comparing = new Rounds("availability-comparing", this::compare);
    this.healings = new Rounds("availability-healing", this::heal);
  }

  /** Begins; to be called once. */
  void start() {
    if (views.comparedAt().isPresent()) {
      complete.countDown();
    }
    comparing.start();
    healings.start();
  }

  void stop() {
    comparing.stop(STOPPING);
    healings.stop(STOPPING);
  }

  @Override
  public void bound() {
    freshness.bound();
    comparing.now();
  }

  @Override
  public void lost() {
    freshness.lost();
  }

  @Override
  public void healSoon() {
    healings.now();
  }

  @Override
  public boolean isComplete() {
    return complete.getCount() == 0;
  }

  @Override
  public void awaitComplete() throws InterruptedException {
    complete.await();
  }

  private Rest compare() {
    int before = freshness.turns();
    // The first comparison waits for the queue: only then nothing falls in between. A view that is
    // complete is kept fresh even if there is no broker for long.
    boolean waits = !freshness.isBound() && (!begun || !isComplete());
    begun = true;
    if (waits) {
      return new Rest(settings.compareEvery(), true);
    }
    Rest rest =
        round(
            "comparisons",
            comparingPause,
            () -> {
              Comparison.Result result = comparison.run();
              replaced("comparison", result.replaced());
              LOG.log(
                  result.replaced() > 0 ? Logger.Level.INFO : Logger.Level.DEBUG,
                  "Compared " + result.products() + " products, replaced " + result.replaced());
              complete.countDown();
              freshness.caughtUp(before);
              return new Rest(settings.compareEvery(), true);
            });
    comparingPause = rest.mayBeCut() ? FIRST_PAUSE : longer(comparingPause);
    return rest;
  }

  private Rest heal() {
    Rest rest =
        round(
            "healings",
            healingPause,
            () -> {
              Healing.Result result = healing.run();
              replaced("healing", result.healed());
              if (result.healed() + result.left() > 0) {
                LOG.infof("Healed %d products, %d are behind", result.healed(), result.left());
              }
              return new Rest(settings.healEvery(), true);
            });
    healingPause = rest.mayBeCut() ? FIRST_PAUSE : longer(healingPause);
    return rest;
  }

  private Rest round(String name, Duration pauseIfItFails, Supplier<Rest> work) {
    try {
      Rest rest = work.get();
      meters.counter("ficus.availability." + name, "outcome", "done").increment();
      return rest;
    } catch (Snapshots.Unreachable | Views.Unavailable away) {
      LOG.warnf("Trying again in %s: %s", pauseIfItFails, away.getMessage());
    } catch (RuntimeException | Error defect) {
      Unexpected.met(name, defect);
    }
    meters.counter("ficus.availability." + name, "outcome", "failed").increment();
    return new Rest(pauseIfItFails, false);
  }

  private void replaced(String by, int views) {
    meters.counter("ficus.availability.replaced", "by", by).increment(views);
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(settings.longestPause()) < 0 ? twice : settings.longestPause();
  }
}
