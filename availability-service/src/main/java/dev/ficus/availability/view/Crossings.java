package dev.ficus.availability.view;

import java.util.List;

/** The publisher of crossings: SKUs that went out of stock or came back. */
@FunctionalInterface
public interface Crossings {

  /** For views whose crossings are not published. */
  Crossings UNPUBLISHED = crossings -> {};

  /**
   * Publishes them in this order, and returns when they cannot be lost any more. They may be
   * published again when what they came with is not stored after all, with the same ids.
   *
   * @throws ViewsUnavailable if that is not possible now; some may have been published
   */
  void publish(List<Crossing> crossings);
}
