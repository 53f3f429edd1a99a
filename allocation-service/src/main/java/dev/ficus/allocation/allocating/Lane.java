package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Commits in one transaction what simultaneous callers ask for, in the order in which they ask:
 * whatever has come while the last group was committed is the next one. So many callers of one
 * product do not stand in line for its lock, and a lone caller does not wait for others.
 */
final class Lane {
  private static final Logger LOG = Logger.getLogger(Lane.class);
  private static final long LOOK_UP_MILLIS = 200;
  private static final long GATHERING_LIMIT_NANOS = 1_000_000;
  private static final long STOPPING_LIMIT_MILLIS = 10_000;

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final int largestGroup;
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean stopping;

  Lane(String name, UnitOfWork unitOfWork, MessageBus bus, int largestGroup) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.largestGroup = largestGroup;
    this.thread = new Thread(this::run, name);
  }

  private record Asked(Envelope envelope, CompletableFuture<Applied> answer) {}

  /** Which of so many lanes is that of the command's SKU, or of its batch when it names no SKU. */
  static int of(Command command, int lanes) {
    String name =
        command.sku() == null && command instanceof Command.OfBatch batch
            ? batch.batchref()
            : command.sku();
    return Math.floorMod(name.hashCode(), lanes);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopping = true;
  }

  /** What was asked for before it was stopped is committed still. */
  void awaitEnd() throws InterruptedException {
    thread.join(STOPPING_LIMIT_MILLIS);
  }

  /**
   * Carries out a command together with those of other callers.
   *
   * @return what became of it; fails with {@link Unavailable} when the store is away
   */
  CompletableFuture<Applied> ask(Envelope envelope) {
    CompletableFuture<Applied> answer = new CompletableFuture<>();
    asked.add(new Asked(envelope, answer));
    if (stopping && !thread.isAlive()) {
      answer.completeExceptionally(new Unavailable("the service is shutting down", null));
    }
    return answer;
  }

  private void run() {
    List<Asked> group = new ArrayList<>(largestGroup);
    int lastSize = 0;
    while (!stopping || !asked.isEmpty()) {
      try {
        Asked first = asked.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        asked.drainTo(group, largestGroup - 1);
        gather(group, lastSize);
        lastSize = group.size();
        answer(group);
      } catch (InterruptedException e) {
        stopping = true;
      } finally {
        group.clear();
      }
    }
  }

  /**
   * Callers that wait for each answer come back soon, but not at once: a group that is smaller than
   * the last one waits a moment for them, because a statement costs nearly the same for one row as
   * for ten. A lone caller waits for nobody.
   */
  private void gather(List<Asked> group, int lastSize) {
    long end = System.nanoTime() + GATHERING_LIMIT_NANOS;
    while (group.size() < lastSize) {
      Asked next;
      try {
        next = asked.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Whoever is in the group is answered still.
        stopping = true;
        return;
      }
      if (next == null) {
        return;
      }
      group.add(next);
      asked.drainTo(group, largestGroup - group.size());
    }
  }

  private void answer(List<Asked> group) {
    try {
      List<Applied> answers = commit(group.stream().map(Asked::envelope).toList());
      for (int i = 0; i < answers.size(); i++) {
        group.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      // Whatever it is belongs to the callers, and whoever asked since would only wait for the
      // same; the next group must not wait for a dead thread.
      asked.drainTo(group);
      group.forEach(each -> each.answer().completeExceptionally(e));
    }
  }

  /**
   * When the group fails, its commands are taken singly, in order, so that one that cannot be
   * carried out does not spoil the others.
   */
  private List<Applied> commit(List<Envelope> group) {
    try {
      return unitOfWork.commit(at -> bus.apply(group, at));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (group.size() == 1) {
        LOG.errorf(e, "command cannot be carried out: %s", group.get(0).command());
        return List.of(
            Applied.refused(Outcome.Refused.failed("this command cannot be carried out")));
      }
      LOG.warnf("a group of %d commands failed (%s); taking them singly", group.size(), e);
      return group.stream().map(each -> commit(List.of(each)).get(0)).toList();
    }
  }
}
