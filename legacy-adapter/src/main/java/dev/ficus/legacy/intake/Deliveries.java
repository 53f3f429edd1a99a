package dev.ficus.legacy.intake;

import dev.ficus.legacy.schedule.TransientFailure;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Delivery of what a ledger has unconfirmed: sends the commands, and notes what the broker has
 * confirmed, together for all callers at the same time.
 */
final class Deliveries<T> {

  private static final int LARGEST_GROUP = 200;

  private final Function<T, List<Commands.Outgoing>> unconfirmed;
  private final Commands commands;
  private final IntakeMeters meters;
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
      IntakeMeters meters) {
    this.unconfirmed = unconfirmed;
    this.commands = commands;
    this.meters = meters;
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
   * @return done when the broker has confirmed all commands of this and the ledger has noted it
   */
  CompletableFuture<Void> deliver(T thing) {
    List<Commands.Outgoing> outgoing = unconfirmed.apply(thing);
    if (outgoing.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return commands
        .send(outgoing)
        .thenCompose(any -> confirmations.submit(thing))
        .thenRun(() -> meters.confirmed(outgoing));
  }
}
