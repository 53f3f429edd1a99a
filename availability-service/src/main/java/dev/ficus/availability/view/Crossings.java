package dev.ficus.availability.view;

import java.util.List;

/** Tells others that SKUs went out of stock or came back. */
@FunctionalInterface
public interface Crossings {

  /** For views that nobody else hears of. */
  Crossings UNTOLD = crossings -> {};

  /**
   * Tells them in this order, and returns when they cannot be lost any more. They may be told again
   * when what they came with is not stored after all, with the same ids.
   *
   * @throws ViewsUnavailable if that is not possible now; some may have been told
   */
  void tell(List<Crossing> crossings);
}
