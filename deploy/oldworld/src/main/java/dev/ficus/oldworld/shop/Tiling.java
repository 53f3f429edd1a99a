package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.shop.Item.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any number of orders made of the few that are real: they come again and again, each time with
 * order numbers and item ids of their own. What an order holds is worked out whenever it is asked
 * for.
 */
final class Tiling {
  /** Nothing to be sold. */
  static final Tiling NONE = new Tiling(List.of(), 1);

  private final List<Pattern> patterns;
  private final long itemsPerTile;
  private final int variants;

  /** An order that is repeated; its items begin behind so many others of its tile. */
  private record Pattern(List<SoldLine> lines, long itemsBefore) {
    String country() {
      return lines.get(0).country;
    }
  }

  private record SoldLine(
      String sku, String name, int quantity, BigDecimal price, String country, boolean choice) {}

  /**
   * How the real orders are made into the shop's.
   *
   * @param linesPerOrder the lines are dealt out again, exactly so many to each order; 0 leaves the
   *     orders as they are
   * @param leftOut SKUs the shop does not sell
   * @param configurableOneIn one line in so many orders a configurable product; 0 for none
   * @param variants of every product, sold in turn, a tile each; the first has the real SKU
   */
  record Cut(int linesPerOrder, Set<String> leftOut, int configurableOneIn, int variants) {}

  /**
   * Takes what was sold; what was taken back is no order here, as it is none in Magento.
   *
   * @throws IllegalArgumentException when nothing is left to be tiled
   */
  static Tiling of(List<Order> real, Cut cut, Seed seed) {
    List<List<SoldLine>> orders = new ArrayList<>();
    int seen = 0;
    for (Order order : real) {
      List<SoldLine> lines = new ArrayList<>();
      for (Order.Line line : order.lines()) {
        boolean choice = seed.oneIn(cut.configurableOneIn(), "configurable", seen++);
        if (isSold(line) && !cut.leftOut().contains(line.sku())) {
          lines.add(line(line, choice));
        }
      }
      orders.add(lines);
    }
    List<List<SoldLine>> dealt =
        cut.linesPerOrder() == 0 ? orders : deal(orders, cut.linesPerOrder());
    List<List<SoldLine>> sold = dealt.stream().filter(lines -> !lines.isEmpty()).toList();
    if (sold.isEmpty()) {
      throw new IllegalArgumentException("--orders needs a file in which something is sold");
    }
    return new Tiling(sold, cut.variants());
  }

  private Tiling(List<List<SoldLine>> orders, int variants) {
    List<Pattern> found = new ArrayList<>();
    long items = 0;
    for (List<SoldLine> lines : orders) {
      found.add(new Pattern(List.copyOf(lines), items));
      items += lines.stream().mapToInt(line -> line.choice ? 2 : 1).sum();
    }
    this.patterns = found;
    this.itemsPerTile = items;
    this.variants = variants;
  }

  private static List<List<SoldLine>> deal(List<List<SoldLine>> orders, int linesPerOrder) {
    List<SoldLine> lines = orders.stream().flatMap(List::stream).toList();
    List<List<SoldLine>> dealt = new ArrayList<>();
    for (int i = 0; i + linesPerOrder <= lines.size(); i += linesPerOrder) {
      dealt.add(lines.subList(i, i + linesPerOrder));
    }
    return dealt;
  }

  private static boolean isSold(Order.Line line) {
    return line.qty().matches("0*[1-9][0-9]{0,7}");
  }

  private static SoldLine line(Order.Line line, boolean choice) {
    return new SoldLine(
        line.sku(),
        line.description(),
        Integer.parseInt(line.qty()),
        new BigDecimal(line.price()),
        line.country(),
        choice);
  }

  /** Whether there is nothing of which an order could be made. */
  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** The items of an order as they were ordered. */
  List<Item> items(int number) {
    Pattern pattern = pattern(number);
    int tile = number / patterns.size();
    long id = tile * itemsPerTile + pattern.itemsBefore;
    List<Item> items = new ArrayList<>(pattern.lines.size());
    for (SoldLine line : pattern.lines) {
      String sku = variant(line.sku, tile % variants);
      long parent = 0;
      BigDecimal price = line.price;
      if (line.choice) {
        parent = ++id;
        items.add(new Item(parent, 0, Type.CONFIGURABLE, sku, line.name, line.quantity, price));
        price = BigDecimal.ZERO;
      }
      items.add(new Item(++id, parent, Type.SIMPLE, sku, line.name, line.quantity, price));
    }
    return items;
  }

  /** Where an order goes. */
  String country(int number) {
    return pattern(number).country();
  }

  /** The SKUs of all products with their names, in the order in which they were first sold. */
  Map<String, String> products() {
    Map<String, String> products = new LinkedHashMap<>();
    for (int variant = 0; variant < variants; variant++) {
      for (Pattern pattern : patterns) {
        for (SoldLine line : pattern.lines) {
          products.putIfAbsent(variant(line.sku, variant), line.name);
        }
      }
    }
    return products;
  }

  private static String variant(String sku, int variant) {
    return variant == 0 ? sku : sku + "-" + variant;
  }

  private Pattern pattern(int number) {
    return patterns.get(number % patterns.size());
  }
}
