package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Command;
import java.time.Instant;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;

/** The store of products. All calls belong to the caller's transaction. */
public interface Products {

  /**
   * The products that a group of commands is about.
   *
   * @param bySku each product that a command names or that owns a batch that is named; an unknown
   *     one as {@link Product#unknown}
   * @param skuOfBatch to which SKU each named batch belongs; batches that nobody created are
   *     missing
   */
  record LoadedProducts(Map<String, Product> bySku, Map<String, String> skuOfBatch) {

    /** Whether the product was loaded and something was ever purchased of it. */
    public boolean isKnown(String sku) {
      Product product = bySku.get(sku);
      return product != null && product.isKnown();
    }
  }

  /**
   * Locks the products that the commands are for until the end of the transaction, in SKU order,
   * and loads of each what the commands need. A batch reference that nobody has goes to the first
   * of the commands that creates it.
   *
   * @param commands of any products, in the order in which they will be applied
   */
  LoadedProducts load(Collection<? extends Command> commands);

  /**
   * Loads the lines that more commands name, of products that are loaded already.
   *
   * @param commands about lines of these products
   */
  void loadLines(LoadedProducts loaded, Collection<? extends Command> commands);

  /**
   * Keeps a place for the product or the batch that the command needs and nobody has created, so
   * that who creates it sees the command that waits.
   *
   * @throws ConcurrentModificationException when it was created since it was looked for
   */
  void await(Command command);

  /**
   * Stores what has changed.
   *
   * @param at the time of the change, for what people read; nothing is decided by it
   * @throws IllegalStateException when a product was changed by others since it was taken
   */
  void save(Collection<Product> products, Instant at);
}
