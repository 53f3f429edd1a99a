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
 * Group commit: commits the commands of simultaneous callers in one transaction, in the order in
 * which they came: whatever has come while the last group was committed is the next one. So many
 * callers of one product do not queue for its lock, and a lone caller does not wait for others.
 * Same algorithm as GroupCommit in legacy-adapter; the one in availability-service shares the idea
 * only, because nobody waits for its answers.
 */
final class GroupCommit {
  private static final Logger LOG = Logger.getLogger(GroupCommit.class);
  private static final long LOOK_UP_MILLIS = 200;
  private static final long WAIT_FOR_OTHERS_NANOS = 1_000_000;
  private static final long STOPPING_LIMIT_MILLIS = 10_000;

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final int largestGroup;
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  // The group in hand, so that it can be answered when its transaction does not end.
  private volatile List<Asked> taken = List.of();
  private volatile boolean stopping;
  private volatile boolean ended;

  GroupCommit(String name, UnitOfWork unitOfWork, MessageBus bus, int largestGroup) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.largestGroup = largestGroup;
    this.thread = new Thread(this::run, name);
  }

  private record Asked(Envelope envelope, CompletableFuture<Applied> answer) {}

  /** Which of so many lanes the command's SKU belongs to, or its batch when it names no SKU. */
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

  /**
   * What was asked for before it was stopped is committed still. Whoever would wait longer than the
   * limit is answered that nobody knows: asking again is harmless.
   */
  void awaitEnd() throws InterruptedException {
    awaitEnd(STOPPING_LIMIT_MILLIS);
  }

  void awaitEnd(long limitMillis) throws InterruptedException {
    thread.join(limitMillis);
    ended = true;
    fail(taken, shuttingDown());
    failThoseLeft();
  }

  /**
   * Carries out a command together with those of other callers.
   *
   * @return its outcome; fails with {@link Unavailable} when the store is away
   */
  CompletableFuture<Applied> ask(Envelope envelope) {
    CompletableFuture<Applied> answer = new CompletableFuture<>();
    asked.add(new Asked(envelope, answer));
    if (ended) {
      // Either the thread saw it before it ended, or nobody will.
      failThoseLeft();
    }
    return answer;
  }

  private void failThoseLeft() {
    List<Asked> left = new ArrayList<>();
    asked.drainTo(left);
    fail(left, shuttingDown());
  }

  private static Unavailable shuttingDown() {
    return new Unavailable("the service is shutting down", null);
  }

  private static void fail(List<Asked> group, Throwable failure) {
    group.forEach(each -> each.answer().completeExceptionally(failure));
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
        waitForOthers(group, lastSize);
        lastSize = group.size();
        taken = List.copyOf(group);
        answer(group);
      } catch (InterruptedException e) {
        stopping = true;
      } catch (Throwable e) {
        // The next group must not wait for a dead thread.
        Unexpected.met("group-commit", e);
        fail(group, e);
      } finally {
        taken = List.of();
        group.clear();
      }
    }
    ended = true;
    failThoseLeft();
  }

  /**
   * Callers that wait for each answer come back soon, but not at once: a group that is smaller than
   * the last one waits a moment for them, because a statement costs nearly the same for one row as
   * for ten. A lone caller waits for nobody.
   */
  private void waitForOthers(List<Asked> group, int lastSize) {
    long end = System.nanoTime() + WAIT_FOR_OTHERS_NANOS;
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
    } catch (Unavailable e) {
      // Whoever asked since would only wait for the same.
      asked.drainTo(group);
      fail(group, e);
    }
  }

  /**
   * When the group fails, be it by an Error, its commands are taken singly, in order, so that one
   * that cannot be carried out does not spoil the others.
   */
  private List<Applied> commit(List<Envelope> group) {
    try {
      return unitOfWork.commit(at -> bus.apply(group, at));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (group.size() == 1) {
        LOG.errorf("command cannot be carried out: %s", group.get(0).command());
        Unexpected.met("group-commit", e);
        return List.of(
            Applied.refused(Outcome.Refused.failed("this command cannot be carried out")));
      }
      LOG.warnf("a group of %d commands failed (%s); taking them singly", group.size(), e);
      return group.stream().map(each -> commit(List.of(each)).get(0)).toList();
    }
  }
}
