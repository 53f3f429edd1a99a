package dev.ficus.legacy.magento;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import java.io.IOException;
import java.util.List;

/** A shop's lists of its orders. */
public interface OrderLists {
  /** The orders that were changed in this window, in no order, perhaps some of them twice. */
  List<Listed> changed(Window window) throws IOException;

  /** The orders that have no time at all, which no window finds. */
  default List<Listed> untimed() throws IOException {
    return List.of();
  }
}
