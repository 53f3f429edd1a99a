package dev.ficus.legacy.magento;

import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The stock of a shop: the figures it has, and updates of them. */
public interface ShopStock {

  /**
   * An update of the figure of a SKU.
   *
   * @param inStock whether it can be ordered; empty to leave that as it is
   */
  record Update(String sku, long quantity, Optional<Boolean> inStock) {}

  /**
   * The SKUs that the shop sells, perhaps some of them twice.
   *
   * @param each takes them as they arrive; what it took counts only if this returns
   */
  void skus(Consumer<String> each) throws IOException;

  /** The figures of these SKUs; those that the shop does not sell are missing. */
  Map<String, Long> figures(List<String> skus) throws IOException;

  /** Updates figures; the answers in the places of the updates. */
  List<Answer> update(List<Update> updates) throws IOException;
}
