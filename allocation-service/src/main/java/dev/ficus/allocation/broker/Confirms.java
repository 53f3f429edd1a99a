package dev.ficus.allocation.broker;

import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Publisher confirms of one channel: the windows of messages that it has sent and the broker has
 * not confirmed yet. Windows are done in the order in which they were sent, and none is after one
 * that failed.
 */
final class Confirms implements ConfirmListener, ShutdownListener {
  private final SortedSet<Long> unconfirmed = new TreeSet<>();
  private final Deque<PendingWindow> windows = new ArrayDeque<>();
  private IOException failure;

  private record PendingWindow(long last, CompletableFuture<Void> confirmed) {}

  /** A message is about to be sent. */
  synchronized void expect(long tag) {
    unconfirmed.add(tag);
  }

  /** The messages up to this one that belong to no window yet are one. */
  CompletableFuture<Void> window(long last) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    synchronized (this) {
      windows.add(new PendingWindow(last, confirmed));
    }
    settle();
    return confirmed;
  }

  @Override
  public void handleAck(long tag, boolean multiple) {
    synchronized (this) {
      if (multiple) {
        unconfirmed.headSet(tag + 1).clear();
      } else {
        unconfirmed.remove(tag);
      }
    }
    settle();
  }

  @Override
  public void handleNack(long tag, boolean multiple) {
    fail(new IOException("the broker refused an event"));
  }

  @Override
  public void shutdownCompleted(ShutdownSignalException cause) {
    fail(new IOException("the connection to the broker is lost", cause));
  }

  private void fail(IOException cause) {
    synchronized (this) {
      failure = failure == null ? cause : failure;
    }
    settle();
  }

  /** Completes what is settled, outside the lock: whoever waits may do as they like. */
  private void settle() {
    List<PendingWindow> settled = new ArrayList<>();
    IOException failed;
    synchronized (this) {
      failed = failure;
      while (!windows.isEmpty() && (failed != null || isConfirmed(windows.peek()))) {
        settled.add(windows.poll());
      }
    }
    for (PendingWindow window : settled) {
      if (failed == null) {
        window.confirmed().complete(null);
      } else {
        window.confirmed().completeExceptionally(failed);
      }
    }
  }

  private boolean isConfirmed(PendingWindow window) {
    return unconfirmed.isEmpty() || unconfirmed.first() > window.last();
  }
}
