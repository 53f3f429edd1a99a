package dev.ficus.legacy.stock;

import java.util.Set;

/** Sources that list what they have promised of the batches that they report by name. */
public interface PromisingSources {

  /** Their names. */
  Set<String> names();

  /** The names of those whose lists say which order has each promise. */
  Set<String> namingOrders();
}
