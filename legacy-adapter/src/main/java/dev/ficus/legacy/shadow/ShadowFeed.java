package dev.ficus.legacy.shadow;

import dev.ficus.legacy.intake.Commands.Outgoing;
import dev.ficus.legacy.intake.NotConfirmedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Port to the shadow, through its broker. */
public interface ShadowFeed {

  /** Where it is; empty when there is no shadow. */
  Optional<String> address();

  /** Whether it can be fed at present, and what it does with that will be heard. */
  boolean isReady();

  /** Why it is never fed, when it has turned out to be no shadow but the real one. */
  Optional<String> refusedFor();

  /**
   * Sends commands, without waiting.
   *
   * @return done when its broker has confirmed every one of them; fails with {@link
   *     NotConfirmedException} when it has not, within a bounded time
   */
  CompletableFuture<Void> send(List<Outgoing> commands);
}
