package dev.ficus.legacy.order;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Arrival of a call of the old shop: by which feed, and when.
 *
 * @param feed the configured feed it came by
 * @param correlation the id under which the call can be followed from here to availability
 * @param cameAt when it came, if that is not now: then later changes of its order count more
 * @param document gives the bytes it came in, for what cannot be translated; they are not copied
 *     and not to be changed
 */
public record Arrival(
    String feed, String correlation, Optional<Instant> cameAt, Supplier<byte[]> document) {

  /** Something that comes now. */
  public Arrival(String feed, String correlation, Supplier<byte[]> document) {
    this(feed, correlation, Optional.empty(), document);
  }

  public Arrival {
    Objects.requireNonNull(feed);
    Objects.requireNonNull(correlation);
    Objects.requireNonNull(cameAt);
    Objects.requireNonNull(document);
  }
}
