package dev.ficus.legacy.intake;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Port to allocation-service, through the broker. */
public interface Commands {

  /**
   * Command on its way.
   *
   * @param correlation the id under which the call that caused it can be followed
   */
  record Outgoing(Command command, String correlation) {}

  /**
   * Sends commands, without waiting.
   *
   * @return done when the broker has confirmed every one of them; fails with {@link
   *     NotConfirmedException} when it has not, within a bounded time. Some of the commands may
   *     have arrived all the same: sending them again is harmless, not sending them is not.
   */
  CompletableFuture<Void> send(List<Outgoing> commands);

  /** Whether the broker is there at present; if not, a confirm may be long in coming. */
  boolean reachable();
}
