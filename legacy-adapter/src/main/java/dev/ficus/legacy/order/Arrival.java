package dev.ficus.legacy.order;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * How something old came in.
 *
 * @param feed the configured feed it came by
 * @param correlation the id under which the call can be followed from here to availability
 * @param document gives the bytes it came in, for what cannot be translated; they are not copied
 *     and not to be changed
 */
public record Arrival(String feed, String correlation, Supplier<byte[]> document) {
  public Arrival {
    Objects.requireNonNull(feed);
    Objects.requireNonNull(correlation);
    Objects.requireNonNull(document);
  }
}
