package dev.ficus.legacy.stock;

import java.util.Set;

/** Sources of which it is known what they have promised of the batches that they report by name. */
public interface PromisingSources {

  /** Their names. */
  Set<String> names();

  /** The names of those of which it is known which order has each promise. */
  default Set<String> namingOrders() {
    return Set.of();
  }

  /** The names of those of which it is known from their answers to orders. */
  default Set<String> answered() {
    return Set.of();
  }

  /**
   * The names of those that may have promised something to orders made before us, of which nobody
   * knows unless all that the shop has was read.
   */
  default Set<String> withOlderOrders() {
    return Set.of();
  }
}
