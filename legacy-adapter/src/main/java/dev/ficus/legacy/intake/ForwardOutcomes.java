package dev.ficus.legacy.intake;

import dev.ficus.legacy.intake.Forwards.ForwardOutcome;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Outcomes of calls that were forwarded to the monolith. Of many calls that end at once they are
 * noted together, so that a thousand need one connection of the database as one does.
 *
 * <p>Answers are noted twice. The first time nobody waits for the disk, so a crash of the database
 * may forget it; and where the database is away, it fails. An order would be in doubt then though
 * the monolith has answered. The second time follows when a commit is on the disk for certain, and
 * before the order is listed as in doubt.
 */
@ApplicationScoped
public class ForwardOutcomes {

  private static final Logger LOG = Logger.getLogger(ForwardOutcomes.class);
  private static final int LARGEST_GROUP = 200;

  /** PostgreSQL writes a commit after three wal_writer_delays at most, each 10 s at most. */
  private static final Duration UNCERTAIN = Duration.ofSeconds(30);

  private final Forwards forwards;
  private final GroupCommit<ForwardOutcome, Void> outcomes;
  private final Queue<NotedAnswer> answers = new ConcurrentLinkedQueue<>();

  /** Answer that is to be noted again. */
  private record NotedAnswer(ForwardOutcome outcome, Instant at) {}

  ForwardOutcomes(Forwards forwards) {
    this.forwards = forwards;
    this.outcomes =
        new GroupCommit<>(
            "forward-outcomes",
            LARGEST_GROUP,
            group -> {
              forwards.note(group);
              return Collections.nCopies(group.size(), null);
            },
            TransientFailure::passes);
  }

  void start(@Observes StartupEvent event) {
    outcomes.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    outcomes.stop();
    noteAgain(Instant.MAX);
  }

  /**
   * Notes what has come of a call.
   *
   * @return done when it is noted; fails when it is not, and then the order stays in doubt at first
   */
  public CompletableFuture<Void> note(ForwardOutcome outcome) {
    if (outcome.isAnswer() && !outcome.forward().approves()) {
      answers.add(new NotedAnswer(outcome, Instant.now()));
    }
    return outcomes.submit(outcome);
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void noteAgain() {
    noteAgain(Instant.now().minus(UNCERTAIN));
  }

  /** Notes again what was answered before this time; what cannot be noted now is left for later. */
  synchronized void noteAgain(Instant before) {
    try {
      for (List<ForwardOutcome> again = oldest(before); !again.isEmpty(); again = oldest(before)) {
        forwards.noteForGood(again);
        again.forEach(any -> answers.remove());
      }
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.warnf("Answers are noted later, the database is away: %s", why),
              () -> Unexpected.met("forward-outcomes", e));
    }
  }

  private List<ForwardOutcome> oldest(Instant before) {
    return answers.stream()
        .takeWhile(answer -> answer.at().isBefore(before))
        .limit(LARGEST_GROUP)
        .map(NotedAnswer::outcome)
        .toList();
  }
}
