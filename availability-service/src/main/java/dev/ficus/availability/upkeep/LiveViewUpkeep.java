package dev.ficus.availability.upkeep;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Unexpected;
import dev.ficus.availability.schedule.PeriodicTask;
import dev.ficus.availability.schedule.PeriodicTask.Delay;
import dev.ficus.availability.view.ChangeFeed;
import dev.ficus.availability.view.ChangeFeed.Position;
import dev.ficus.availability.view.ChangeFeed.State;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots.Snapshot;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the views in memory right, with the stored ones: it follows their changes and takes over
 * what is ahead. Normally nothing is, for events come faster by the queue; but an instance that was
 * just started, or was cut off from the broker, learns here what it has missed, and needs neither
 * allocation nor the other instances for it.
 */
final class LiveViewUpkeep implements Upkeep {

  private static final Logger LOG = Logger.getLogger(LiveViewUpkeep.class);
  private static final int PAGE = 5_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Views stored;
  private final ChangeFeed feed;
  private final LiveViews live;
  private final Projector projector;
  private final Freshness freshness;
  private final Settings settings;
  private final Counter replaced;
  private final CountDownLatch complete = new CountDownLatch(1);
  private final PeriodicTask task = new PeriodicTask("availability-following", this::run);
  // Touched by the thread of the task alone.
  private long followed;
  private long comparedAllAt;
  private Duration pause = FIRST_PAUSE;

  LiveViewUpkeep(
      Views stored,
      ChangeFeed feed,
      LiveViews live,
      Projector projector,
      Freshness freshness,
      Settings settings,
      MeterRegistry meters) {
    this.stored = stored;
    this.feed = feed;
    this.live = live;
    this.projector = projector;
    this.freshness = freshness;
    this.settings = settings;
    this.replaced = meters.counter("ficus.availability.replaced", "by", "following");
  }

  /** Begins; to be called once. */
  void start() {
    task.start();
  }

  void stop() {
    task.stop(STOPPING);
  }

  @Override
  public void bound() {
    freshness.bound();
    task.runNow();
  }

  @Override
  public void lost() {
    freshness.lost();
  }

  @Override
  public void healSoon() {
    task.runNow();
  }

  @Override
  public boolean isComplete() {
    return complete.getCount() == 0;
  }

  @Override
  public void awaitComplete() throws InterruptedException {
    complete.await();
  }

  private Delay run() {
    try {
      int before = freshness.connectionChanges();
      follow();
      if (isComplete()) {
        freshness.caughtUp(before);
      }
      pause = FIRST_PAUSE;
      return new Delay(settings.applying().followEvery(), true);
    } catch (ViewsUnavailable away) {
      LOG.warnf("Following the stored views again in %s: %s", pause, away.getMessage());
    } catch (RuntimeException | Error defect) {
      Unexpected.met("following", defect);
    }
    Delay delay = new Delay(pause, false);
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    return delay;
  }

  private void follow() {
    State state = feed.state();
    if (state.last() < followed) {
      LOG.warnf("The stored views were built again: following them from the beginning");
      followed = 0;
    }
    boolean comparing =
        isComplete()
            && System.nanoTime() - comparedAllAt > settings.rebuilding().compareEvery().toNanos();
    if (comparing) {
      followed = 0;
    }
    int replaced = 0;
    while (followed < state.last()) {
      List<Position> changed = feed.positionsAfter(followed, PAGE);
      replaced += takeOver(changed, comparing);
      // Numbers that are missing at the end were followed by higher ones since.
      followed = changed.isEmpty() ? state.last() : changed.get(changed.size() - 1).number();
    }
    // The first time everything is taken over, which is as good.
    if (comparing || !isComplete()) {
      comparedAllAt = System.nanoTime();
    }
    this.replaced.increment(replaced);
    // What was followed to is at least as current as the comparison that is known of.
    state.comparedAt().ifPresent(live::compared);
    if (!isComplete() && state.comparedAt().isPresent()) {
      LOG.infof("There are views of %d products", live.size());
      complete.countDown();
    }
  }

  private int takeOver(List<Position> changed, boolean comparing) {
    Set<String> ahead =
        changed.stream()
            .filter(position -> position.sequence() >= known(position) + (comparing ? 0 : 1))
            .map(Position::sku)
            .collect(Collectors.toSet());
    if (ahead.isEmpty()) {
      return 0;
    }
    List<Snapshot> snapshots =
        stored.find(ahead).values().stream()
            .filter(
                view -> !live.find(view.sku()).map(View::stock).equals(Optional.of(view.stock())))
            .map(view -> new Snapshot(view.stock(), view.asOf()))
            .toList();
    return snapshots.isEmpty() ? 0 : projector.replace(snapshots).replaced().size();
  }

  private long known(Position stored) {
    return live.find(stored.sku()).map(View::sequence).orElse(0L);
  }
}
