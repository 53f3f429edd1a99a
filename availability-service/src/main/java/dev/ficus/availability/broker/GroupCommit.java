package dev.ficus.availability.broker;

import dev.ficus.availability.Unexpected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit: items are committed in groups, in their order, on one thread. What has come while
 * one group was committed is the next. Whatever a commit fails by, an Error included, its group is
 * tried again and the thread lives on. Same idea as GroupCommit in allocation-service and
 * legacy-adapter, but another algorithm: nobody waits for an answer here, so a group waits as long
 * as it takes, and none is taken apart.
 */
final class GroupCommit<T> {

  private static final Duration PAUSE_AFTER_DEFECT = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  /** So many are worth a transaction of their own: the first does not wait for more. */
  private static final int ENOUGH = 100;

  /** What must be awaited before the first group. */
  @FunctionalInterface
  interface Precondition {
    void await() throws InterruptedException;
  }

  /** Commits a group; may remove items from it. */
  @FunctionalInterface
  interface Commit<T> {
    void apply(List<T> group) throws InterruptedException;
  }

  private final int groupSize;
  private final Duration gather;
  private final Precondition before;
  private final Commit<T> commit;
  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  // Held while a group is committed, which stopping must not cut short.
  private final Lock committing = new ReentrantLock();
  private volatile boolean stopping;

  /**
   * @param name of the thread
   * @param groupSize items in one group at most
   * @param gather how long the first item of a group waits for others
   * @param before what is waited for before the first group
   */
  GroupCommit(String name, int groupSize, Duration gather, Precondition before, Commit<T> commit) {
    this.groupSize = groupSize;
    this.gather = gather;
    this.before = before;
    this.commit = commit;
    this.thread = new Thread(this::run, name);
    Unexpected.known(name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Adds an item. Whoever adds bounds how many there are. */
  void add(T item) {
    queue.add(item);
  }

  /** From now on a pause ends the work; a group that is being committed may still be finished. */
  void stop() throws InterruptedException {
    stopping = true;
    if (committing.tryLock(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.interrupt();
      committing.unlock();
    }
  }

  /** A pause for the work, between two tries. */
  void pause(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis());
    if (stopping) {
      throw new InterruptedException("stopping");
    }
  }

  private void run() {
    List<T> group = new ArrayList<>(groupSize);
    try {
      before.await();
      while (!stopping) {
        try {
          gather(group);
          commit(group);
          group.clear();
        } catch (RuntimeException | Error defect) {
          Unexpected.met(thread.getName(), defect);
          pause(PAUSE_AFTER_DEFECT);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** A group that could not be committed is still there, and is tried again as it is. */
  private void gather(List<T> group) throws InterruptedException {
    if (group.isEmpty()) {
      group.add(queue.take());
      if (queue.size() < Math.min(ENOUGH, groupSize - 1)) {
        Thread.sleep(gather.toMillis());
      }
      queue.drainTo(group, groupSize - 1);
    }
  }

  private void commit(List<T> group) throws InterruptedException {
    committing.lock();
    try {
      commit.apply(group);
    } finally {
      committing.unlock();
    }
  }
}
