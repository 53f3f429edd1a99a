package dev.ficus.legacy.intake;

import dev.ficus.legacy.schedule.TransientFailure;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends what a ledger has unconfirmed of something, and notes what the broker has confirmed:
 * together for all who ask at the same time.
 */
final class Deliveries<T> {

  private static final int LARGEST_GROUP = 200;

  private final Function<T, List<Commands.Outgoing>> unconfirmed;
  private final Commands commands;
  private final IntakeMeters tally;
  private final GroupCommit<T, Void> confirmations;

  /**
   * @param unconfirmed the commands of something that are not confirmed
   * @param confirm notes that they are
   */
  Deliveries(
      String name,
      Function<T, List<Commands.Outgoing>> unconfirmed,
      Consumer<List<T>> confirm,
      Commands commands,
      IntakeMeters tally) {
    this.unconfirmed = unconfirmed;
    this.commands = commands;
    this.tally = tally;
    this.confirmations =
        new GroupCommit<>(
            name,
            LARGEST_GROUP,
            things -> {
              confirm.accept(things);
              return Collections.nCopies(things.size(), null);
            },
            TransientFailure::passes);
  }

  void start() {
    confirmations.start();
  }

  void stop() throws InterruptedException {
    confirmations.stop();
  }

  /**
   * @return done when the broker has confirmed all commands of this and the ledger says so
   */
  CompletableFuture<Void> deliver(T thing) {
    List<Commands.Outgoing> outgoing = unconfirmed.apply(thing);
    if (outgoing.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return commands
        .send(outgoing)
        .thenCompose(any -> confirmations.ask(thing))
        .thenRun(() -> tally.confirmed(outgoing));
  }
}
