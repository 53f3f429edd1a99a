package dev.ficus.availability.upkeep;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Unexpected;
import dev.ficus.availability.schedule.PeriodicTask;
import dev.ficus.availability.schedule.PeriodicTask.Delay;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
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
final class StoredViewUpkeep implements Upkeep {

  private static final Logger LOG = Logger.getLogger(StoredViewUpkeep.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Views views;
  private final Comparison comparison;
  private final Healing healing;
  private final Freshness freshness;
  private final Settings.UpkeepSettings settings;
  private final MeterRegistry meters;
  private final CountDownLatch complete = new CountDownLatch(1);
  private final PeriodicTask comparingTask;
  private final PeriodicTask healingTask;
  // Each is touched by its own thread alone.
  private boolean begun;
  private Duration comparingPause = FIRST_PAUSE;
  private Duration healingPause = FIRST_PAUSE;

  StoredViewUpkeep(
      Views views,
      Comparison comparison,
      Healing healing,
      Freshness freshness,
      Settings.UpkeepSettings settings,
      MeterRegistry meters) {
    this.views = views;
    this.comparison = comparison;
    this.freshness = freshness;
    this.settings = settings;
    this.meters = meters;
    this.healing = healing;
    this.comparingTask = new PeriodicTask("availability-comparing", this::compare);
    this.healingTask = new PeriodicTask("availability-healing", this::heal);
    // So that each is there with 0 before it first happens: a rate needs a start.
    for (String outcome : List.of("done", "failed")) {
      counted("comparisons", outcome);
      counted("healings", outcome);
    }
    replaced("comparison", 0);
    replaced("healing", 0);
  }

  /** Begins; to be called once. */
  void start() {
    if (views.comparedAt().isPresent()) {
      complete.countDown();
    }
    comparingTask.start();
    healingTask.start();
  }

  void stop() {
    comparingTask.stop(STOPPING);
    healingTask.stop(STOPPING);
  }

  @Override
  public void bound() {
    freshness.bound();
    comparingTask.runNow();
  }

  @Override
  public void lost() {
    freshness.lost();
  }

  @Override
  public void healSoon() {
    healingTask.runNow();
  }

  @Override
  public boolean isComplete() {
    return complete.getCount() == 0;
  }

  @Override
  public void awaitComplete() throws InterruptedException {
    complete.await();
  }

  private Delay compare() {
    int before = freshness.connectionChanges();
    // The first comparison waits for the queue: only then nothing falls in between. A view that is
    // complete is kept fresh even if there is no broker for long.
    boolean waits = !freshness.isBound() && (!begun || !isComplete());
    begun = true;
    if (waits) {
      return new Delay(settings.compareEvery(), true);
    }
    Delay delay =
        tried(
            "comparisons",
            comparingPause,
            () -> {
              Comparison.Compared result = comparison.run();
              replaced("comparison", result.replaced());
              LOG.log(
                  result.replaced() > 0 ? Logger.Level.INFO : Logger.Level.DEBUG,
                  "Compared " + result.products() + " products, replaced " + result.replaced());
              complete.countDown();
              freshness.caughtUp(before);
              return new Delay(settings.compareEvery(), true);
            });
    comparingPause = delay.endsWhenAsked() ? FIRST_PAUSE : longer(comparingPause);
    return delay;
  }

  private Delay heal() {
    Delay delay =
        tried(
            "healings",
            healingPause,
            () -> {
              Healing.Healed result = healing.run();
              replaced("healing", result.healed());
              if (result.healed() + result.left() > 0) {
                LOG.infof("Healed %d products, %d are behind", result.healed(), result.left());
              }
              return new Delay(settings.healEvery(), true);
            });
    healingPause = delay.endsWhenAsked() ? FIRST_PAUSE : longer(healingPause);
    return delay;
  }

  private Delay tried(String name, Duration pauseIfItFails, Supplier<Delay> work) {
    try {
      Delay delay = work.get();
      counted(name, "done").increment();
      return delay;
    } catch (Snapshots.Unreachable | ViewsUnavailable away) {
      LOG.warnf("Trying again in %s: %s", pauseIfItFails, away.getMessage());
    } catch (RuntimeException | Error defect) {
      Unexpected.met(name, defect);
    }
    counted(name, "failed").increment();
    return new Delay(pauseIfItFails, false);
  }

  private Counter counted(String name, String outcome) {
    return meters.counter("ficus.availability." + name, "outcome", outcome);
  }

  private void replaced(String by, int views) {
    meters.counter("ficus.availability.replaced", "by", by).increment(views);
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(settings.longestPause()) < 0 ? twice : settings.longestPause();
  }
}
