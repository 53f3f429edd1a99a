package dev.ficus.legacy.routing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Baskets: of each order the SKUs that it has lines of. They are kept as numbers, because there are
 * hundreds of thousands of orders.
 */
public final class OrderBaskets {

  private static final int FIRST = 1024;

  private final Map<String, Integer> numbers = new HashMap<>();
  private String[] skus = new String[FIRST];
  private int[] lines = new int[FIRST];
  private int[] ends = new int[FIRST];
  private int size;
  private int orders;

  /** One more SKU of the order that is under way; one that it has already changes nothing. */
  public void add(String sku) {
    int number = numbers.computeIfAbsent(sku, any -> numbers.size());
    if (number >= skus.length) {
      skus = Arrays.copyOf(skus, 2 * skus.length);
    }
    skus[number] = sku;
    for (int at = begin(orders); at < size; at++) {
      if (lines[at] == number) {
        return;
      }
    }
    if (size == lines.length) {
      lines = Arrays.copyOf(lines, 2 * size);
    }
    lines[size++] = number;
  }

  /** The order that is under way has no more; without any SKU there is none. */
  public void end() {
    if (size == begin(orders)) {
      return;
    }
    if (orders == ends.length) {
      ends = Arrays.copyOf(ends, 2 * orders);
    }
    ends[orders++] = size;
  }

  /** How many orders there are. */
  public int orders() {
    return orders;
  }

  /** How many SKUs there are in all of them. */
  int skus() {
    return numbers.size();
  }

  String sku(int number) {
    return skus[number];
  }

  /** The SKUs of an order are those from here to the beginning of the next. */
  int begin(int order) {
    return order == 0 ? 0 : ends[order - 1];
  }

  int at(int place) {
    return lines[place];
  }
}
