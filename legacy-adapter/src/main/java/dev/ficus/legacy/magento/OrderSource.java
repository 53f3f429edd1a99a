package dev.ficus.legacy.magento;

import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/** A shop that is asked for its orders. */
public interface OrderSource extends OrderLists {

  /**
   * Asks for orders with their lines.
   *
   * @param each takes, for each number in its place, the order or why there is none
   */
  void orders(List<String> numbers, BiConsumer<String, Answer> each) throws IOException;
}
