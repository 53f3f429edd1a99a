package dev.ficus.legacy.intake;

import dev.ficus.legacy.schedule.Unexpected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Group commit: does together what simultaneous callers want done, in the order in which they ask.
 * Whatever has come while the last group was done is the next one. So many callers cost little more
 * than one, and a lone caller waits for nobody. Whoever asks is answered, also when the work fails
 * by an Error and when the adapter stops. Same algorithm as GroupCommit in allocation-service.
 */
final class GroupCommit<I, O> {

  private static final long STOPPING_MILLISECONDS = 5_000;

  private final int largest;
  private final Function<List<I>, List<O>> work;
  private final Predicate<Throwable> passing;
  private final BlockingQueue<Submission<I, O>> asked = new LinkedBlockingQueue<>();
  // Asks for nothing, and wakes the thread that is to stop.
  private final Submission<I, O> end = new Submission<>(null, new CompletableFuture<>());
  private final Thread thread;
  // The group in hand, so that it can be answered when its work does not end.
  private volatile List<Submission<I, O>> taken = List.of();
  private volatile boolean stopping;
  private volatile boolean ended;

  private record Submission<I, O>(I item, CompletableFuture<O> done) {}

  /**
   * @param largest how many are done together at most
   * @param work does some, all or none of them, and answers for each in its place
   * @param passing whether a failure is not for the items' sake, so that they need not be tried
   *     singly
   */
  GroupCommit(
      String name, int largest, Function<List<I>, List<O>> work, Predicate<Throwable> passing) {
    this.largest = largest;
    this.work = work;
    this.passing = passing;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    Unexpected.known(name);
  }

  void start() {
    thread.start();
  }

  /** What was asked for before is done still; whoever would wait too long is answered so. */
  void stop() throws InterruptedException {
    stop(STOPPING_MILLISECONDS);
  }

  void stop(long limitMilliseconds) throws InterruptedException {
    stopping = true;
    asked.add(end);
    thread.join(limitMilliseconds);
    ended = true;
    fail(taken, shuttingDown());
    failThoseLeft();
  }

  /**
   * @return what came of it; fails as the work on it failed. It is completed by the thread that
   *     does the work, which must not be made to wait
   */
  CompletableFuture<O> submit(I item) {
    CompletableFuture<O> done = new CompletableFuture<>();
    asked.add(new Submission<>(item, done));
    if (ended) {
      // Either the thread saw it before it ended, or nobody will.
      failThoseLeft();
    }
    return done;
  }

  private void failThoseLeft() {
    List<Submission<I, O>> left = new ArrayList<>();
    asked.drainTo(left);
    fail(left, shuttingDown());
  }

  private static IllegalStateException shuttingDown() {
    return new IllegalStateException("the adapter is shutting down");
  }

  private static <I, O> void fail(List<Submission<I, O>> group, Throwable failure) {
    group.forEach(each -> each.done().completeExceptionally(failure));
  }

  private void run() {
    List<Submission<I, O>> group = new ArrayList<>(largest);
    while (!stopping || !asked.isEmpty()) {
      try {
        group.add(asked.take());
        asked.drainTo(group, largest - 1);
        group.removeIf(each -> each == end);
        if (!group.isEmpty()) {
          taken = List.copyOf(group);
          carryOut(taken);
        }
      } catch (InterruptedException e) {
        stopping = true;
      } catch (Throwable e) {
        // Whoever asked would wait for good, and the next group for a dead thread.
        Unexpected.met(thread.getName(), e);
        fail(group, e);
      } finally {
        taken = List.of();
        group.clear();
      }
    }
    ended = true;
    failThoseLeft();
  }

  /** One that cannot be done must not spoil the others: then they are done singly. */
  private void carryOut(List<Submission<I, O>> group) {
    List<O> done;
    try {
      done = work.apply(group.stream().map(Submission::item).toList());
    } catch (RuntimeException | Error e) {
      if (group.size() == 1 || passing.test(e)) {
        if (e instanceof Error) {
          Unexpected.met(thread.getName(), e);
        }
        fail(group, e);
      } else {
        group.forEach(each -> carryOut(List.of(each)));
      }
      return;
    }
    for (int i = 0; i < done.size(); i++) {
      group.get(i).done().complete(done.get(i));
    }
  }
}
