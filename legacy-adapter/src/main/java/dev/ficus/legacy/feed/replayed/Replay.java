package dev.ficus.legacy.feed.replayed;

import dev.ficus.legacy.feed.captured.CaptureReader;
import dev.ficus.legacy.feed.captured.Captured;
import dev.ficus.legacy.schedule.Unexpected;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The replay of one file. Documents are begun in their order, as many together as are due. When one
 * has to wait for the broker or the database, so does everything after it, and is begun again: an
 * order's last word is always the file's last.
 */
public final class Replay {

  private static final Logger LOG = Logger.getLogger(Replay.class);
  private static final int MOST_TOGETHER = 200;
  private static final int MOST_BYTES_TOGETHER = 8 << 20;
  private static final int MOST_FAILURES = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String id;
  private final String file;
  private final Speed speed;
  private final DocumentHandler entrance;
  private final Clock clock;
  private final Consumer<ReplayOutcome> counter;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<ReplayStatus> status;

  /** The carrying out of one document. */
  interface DocumentHandler {
    /** Begins; what is returned waits for the outcome. */
    Supplier<ReplayOutcome> begin(Captured document, String correlation);
  }

  Replay(
      String id,
      String file,
      Speed speed,
      DocumentHandler entrance,
      Clock clock,
      Consumer<ReplayOutcome> counter) {
    this.id = id;
    this.file = file;
    this.speed = speed;
    this.entrance = entrance;
    this.clock = clock;
    this.counter = counter;
    this.status =
        new AtomicReference<>(
            new ReplayStatus(
                id,
                file,
                speed.written(),
                ReplayState.RUNNING,
                0,
                0,
                0,
                List.of(),
                false,
                "",
                clock.instant(),
                Optional.empty()));
  }

  /** How far a replay is. */
  public enum ReplayState {
    /** It goes on. */
    RUNNING,
    /** Broker or database are away; it goes on when they are back. */
    WAITING,
    /** The file has come to its end. */
    FINISHED,
    /** Somebody has stopped it. */
    STOPPED,
    /** The file cannot be read on. */
    FAILED
  }

  /**
   * A document that could not be taken in.
   *
   * @param position which one in the file, counted from 1
   */
  public record Failure(long position, String why) {}

  /**
   * The status of a replay.
   *
   * @param taken documents of which everything is safe
   * @param passedOver documents in which nothing is about an order
   * @param failed documents that could not be taken in
   * @param failures the first hundred of these
   * @param torn whether the file's last document is cut off, as by a crash, and was left out
   * @param why what it waits for, or failed for; may be empty
   */
  public record ReplayStatus(
      String id,
      String file,
      String speed,
      ReplayState state,
      long taken,
      long passedOver,
      long failed,
      List<Failure> failures,
      boolean torn,
      String why,
      Instant startedAt,
      Optional<Instant> endedAt) {

    private ReplayStatus and(long position, ReplayOutcome outcome) {
      List<Failure> all = failures;
      boolean isFailure = outcome.kind() == ReplayOutcome.ReplayResult.FAILED;
      if (isFailure && failures.size() < MOST_FAILURES) {
        all = new ArrayList<>(failures);
        all.add(new Failure(position, outcome.why()));
      }
      return new ReplayStatus(
          id,
          file,
          speed,
          ReplayState.RUNNING,
          taken + (outcome.kind() == ReplayOutcome.ReplayResult.TAKEN ? 1 : 0),
          passedOver + (outcome.kind() == ReplayOutcome.ReplayResult.PASSED_OVER ? 1 : 0),
          failed + (isFailure ? 1 : 0),
          List.copyOf(all),
          torn,
          "",
          startedAt,
          endedAt);
    }

    private ReplayStatus waiting(String why) {
      return new ReplayStatus(
          id,
          file,
          speed,
          ReplayState.WAITING,
          taken,
          passedOver,
          failed,
          failures,
          torn,
          why,
          startedAt,
          endedAt);
    }

    private ReplayStatus ended(ReplayState state, boolean torn, String why, Instant at) {
      return new ReplayStatus(
          id,
          file,
          speed,
          state,
          taken,
          passedOver,
          failed,
          failures,
          torn,
          why,
          startedAt,
          Optional.of(at));
    }
  }

  /** The present status. */
  public ReplayStatus status() {
    return status.get();
  }

  /** Stops it; what was begun comes to its end. */
  public void stop() {
    stop.countDown();
  }

  /** A document and its place in the file, counted from 1. */
  private record Begun(long position, CaptureReader.Item item) {
    int bytes() {
      return item.captured().map(captured -> captured.document().length).orElse(0);
    }
  }

  void run(CaptureReader reader) {
    try {
      boolean whole = toTheEnd(reader);
      if (reader.isTorn()) {
        LOG.warnf("The last document of %s is cut off and was left out", file);
      }
      end(whole ? ReplayState.FINISHED : ReplayState.STOPPED, reader.isTorn(), "");
    } catch (IOException | IllegalArgumentException e) {
      end(ReplayState.FAILED, reader.isTorn(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(ReplayState.STOPPED, reader.isTorn(), "");
    } catch (RuntimeException | Error e) {
      Unexpected.met("replay", e);
      end(ReplayState.FAILED, reader.isTorn(), e.toString());
    }
  }

  private void end(ReplayState state, boolean torn, String why) {
    status.updateAndGet(now -> now.ended(state, torn, why, clock.instant()));
    LOG.infof("Replay ended: %s", status.get());
  }

  /** False when it was stopped. */
  private boolean toTheEnd(CaptureReader reader) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Optional<Instant> first = Optional.empty();
    List<Begun> together = new ArrayList<>();
    int bytes = 0;
    for (long position = 1; ; position++) {
      Optional<CaptureReader.Item> next = reader.next();
      if (next.isEmpty()) {
        return carryOut(together);
      }
      Optional<Instant> came = next.get().captured().flatMap(Captured::at);
      if (speed.needsTimes() && next.get().captured().isPresent() && came.isEmpty()) {
        throw new IllegalArgumentException(
            "the file has no times of its documents: speed is full or N/s");
      }
      first = first.or(() -> came);
      Begun document = new Begun(position, next.get());
      long left = began + due(position, first, came).toNanos() - System.nanoTime();
      boolean full =
          together.size() == MOST_TOGETHER || bytes + document.bytes() > MOST_BYTES_TOGETHER;
      if (left > 0 || full) {
        if (!carryOut(together)) {
          return false;
        }
        together.clear();
        bytes = 0;
      }
      left = began + due(position, first, came).toNanos() - System.nanoTime();
      if (stop.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
        return false;
      }
      together.add(document);
      bytes += document.bytes();
    }
  }

  private Duration due(long position, Optional<Instant> first, Optional<Instant> came) {
    Duration sinceFirst =
        first.isPresent() && came.isPresent()
            ? Duration.between(first.get(), came.get())
            : Duration.ZERO;
    return speed.due(position - 1, sinceFirst);
  }

  /** False when it was stopped before all were safe. */
  private boolean carryOut(List<Begun> documents) throws InterruptedException {
    List<Begun> left = documents;
    Duration pause = FIRST_PAUSE;
    while (!left.isEmpty()) {
      List<Supplier<ReplayOutcome>> begun = left.stream().map(this::begin).toList();
      List<ReplayOutcome> outcomes = begun.stream().map(Supplier::get).toList();
      int settled = 0;
      while (settled < left.size()
          && outcomes.get(settled).kind() != ReplayOutcome.ReplayResult.NOT_NOW) {
        count(left.get(settled).position(), outcomes.get(settled));
        settled++;
      }
      if (settled == left.size()) {
        return true;
      }
      String why = outcomes.get(settled).why();
      status.updateAndGet(now -> now.waiting(why));
      left = left.subList(settled, left.size());
      if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
    return true;
  }

  private Supplier<ReplayOutcome> begin(Begun document) {
    CaptureReader.Item item = document.item();
    return item.captured()
        .map(
            captured -> entrance.begin(captured, "replay-%s-%d".formatted(id, document.position())))
        .orElse(() -> ReplayOutcome.failed(item.why()));
  }

  private void count(long position, ReplayOutcome outcome) {
    counter.accept(outcome);
    status.updateAndGet(now -> now.and(position, outcome));
  }
}
