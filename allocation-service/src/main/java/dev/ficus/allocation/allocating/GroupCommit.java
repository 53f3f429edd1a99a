package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Commits in one transaction what simultaneous callers ask for: whatever has come while the last
 * group was committed is the next one. So many callers of one product do not stand in line for its
 * lock, and a lone caller does not wait for others.
 */
@ApplicationScoped
class GroupCommit {
  private static final Logger LOG = Logger.getLogger(GroupCommit.class);
  private static final long LOOK_UP_MILLIS = 200;

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final GroupConfig config;
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "group-commit");
  private volatile boolean stopping;

  GroupCommit(UnitOfWork unitOfWork, MessageBus bus, GroupConfig config) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.config = config;
  }

  private record Asked(Envelope envelope, CompletableFuture<Outcome> answer) {}

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  /** What was asked for before is committed still. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    thread.join(10_000);
  }

  /**
   * Carries out a command together with those of other callers.
   *
   * @throws Unavailable when the store is away
   */
  Outcome join(Envelope envelope) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    asked.add(new Asked(envelope, answer));
    if (stopping && !thread.isAlive()) {
      answer.completeExceptionally(new Unavailable("the service is shutting down", null));
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /**
   * Carries out a group in one transaction. When the group fails, its commands are taken singly, in
   * order, so that one that cannot be carried out does not spoil the others.
   *
   * @return an outcome for each, in their order
   * @throws Unavailable when the store is away; some of the group may have been carried out, and a
   *     repeat is harmless
   */
  List<Outcome> commit(List<Envelope> group) {
    try {
      return unitOfWork.commit(at -> bus.apply(group, at));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (group.size() == 1) {
        LOG.errorf(e, "command cannot be carried out: %s", group.get(0).command());
        return List.of(Outcome.Refused.failed("this command cannot be carried out"));
      }
      LOG.warnf("a group of %d commands failed (%s); taking them singly", group.size(), e);
      return group.stream().map(each -> commit(List.of(each)).get(0)).toList();
    }
  }

  private void run() {
    List<Asked> group = new ArrayList<>(config.size());
    while (!stopping || !asked.isEmpty()) {
      try {
        Asked first = asked.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        asked.drainTo(group, config.size() - 1);
        answer(group);
      } catch (InterruptedException e) {
        stopping = true;
      } finally {
        group.clear();
      }
    }
  }

  private void answer(List<Asked> group) {
    try {
      List<Outcome> outcomes = commit(group.stream().map(Asked::envelope).toList());
      for (int i = 0; i < outcomes.size(); i++) {
        group.get(i).answer().complete(outcomes.get(i));
      }
    } catch (RuntimeException | Error e) {
      // Whatever it is belongs to the callers; the next group must not wait for a dead thread.
      group.forEach(each -> each.answer().completeExceptionally(e));
    }
  }
}
