package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Command;
import java.time.Instant;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Optional;

/** Where products are kept. All calls belong to the caller's transaction. */
public interface Products {

  /**
   * Locks the products that the commands are for until the end of the transaction, in SKU order,
   * and loads of each what the commands need.
   *
   * @param commands of any products, in any order
   * @return by SKU, each named product; an unknown one as {@link Product#unknown}
   */
  Map<String, Product> take(Collection<? extends Command> commands);

  /** The SKU that a batch reference belongs to, among all products. */
  Optional<String> skuOfBatch(String batchref);

  /**
   * Keeps the SKU for its first batch, so that what is told to wait for it is seen by who creates
   * it.
   *
   * @throws ConcurrentModificationException when the first batch has come since the SKU was taken
   */
  void awaitFirstBatch(String sku);

  /**
   * Stores what has changed.
   *
   * @param at the time of the change, for what people read; nothing is decided by it
   * @throws IllegalStateException when a product was changed by others since it was taken
   */
  void save(Collection<Product> products, Instant at);
}
