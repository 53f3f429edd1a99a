package dev.ficus.legacy.order;

import java.util.Objects;

/**
 * How something old came in.
 *
 * @param feed the configured feed it came by
 * @param correlation the id under which the call can be followed from here to availability
 * @param document the call's bytes, as received; not copied, not to be changed
 */
public record Arrival(String feed, String correlation, byte[] document) {
  public Arrival {
    Objects.requireNonNull(feed);
    Objects.requireNonNull(correlation);
    Objects.requireNonNull(document);
  }
}
