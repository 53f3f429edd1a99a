package dev.ficus.legacy.switching;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Port to those who follow events, through the broker. */
public interface LegacyEventPublisher {

  /**
   * Sends events, without waiting.
   *
   * @return done when the broker has confirmed every one of them; fails with {@link
   *     dev.ficus.legacy.intake.NotConfirmedException} when it has not, within a bounded time. Some
   *     may have arrived all the same: readers pass over what comes twice.
   */
  CompletableFuture<Void> publish(List<LegacyEvent> events);
}
