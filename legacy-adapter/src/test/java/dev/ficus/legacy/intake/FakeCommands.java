package dev.ficus.legacy.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Fake of the way to allocation-service: a broker that confirms at once, or does not. */
public final class FakeCommands implements Commands {

  private final List<Outgoing> sent = new ArrayList<>();
  private boolean confirming = true;

  public synchronized void confirming(boolean confirming) {
    this.confirming = confirming;
  }

  @Override
  public synchronized CompletableFuture<Void> send(List<Outgoing> commands) {
    sent.addAll(commands);
    return confirming
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new NotConfirmedException("by a test", null));
  }

  @Override
  public synchronized boolean reachable() {
    return confirming;
  }

  /** What was sent since the last time. */
  public synchronized List<Command> takeSent() {
    List<Command> taken = sent.stream().map(Outgoing::command).toList();
    sent.clear();
    return taken;
  }
}
