package dev.ficus.legacy.order;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lines of an old order by the places of its items, and the items that leave it with a line. */
public final class PlacedLines {

  private final ItemTree tree;
  private final List<PlacedLine> lines;

  PlacedLines(ItemTree tree, List<PlacedLine> lines) {
    this.tree = tree;
    this.lines = List.copyOf(lines);
  }

  /** All lines, refused ones among them; no items that others replace, as its parts do a bundle. */
  public List<PlacedLine> lines() {
    return lines;
  }

  /**
   * The places of the items that are this line: its own, and the one chosen of a configurable
   * product.
   */
  public SortedSet<Integer> itemsOf(PlacedLine line) {
    return tree.itemsOf(line.place());
  }

  /**
   * The places of the items that leave the order with these lines: the {@linkplain
   * #itemsOf(PlacedLine) items} that they are, and bundles of which no part is left.
   */
  public SortedSet<Integer> itemsOf(Collection<PlacedLine> leaving) {
    SortedSet<Integer> items = new TreeSet<>();
    leaving.forEach(line -> items.addAll(itemsOf(line)));
    items.addAll(tree.emptyWithout(items));
    return items;
  }

  /** Whether nothing is left without these lines but charges, or nothing at all. */
  public boolean leavesChargesAlone(Collection<PlacedLine> leaving) {
    return lines.stream().allMatch(line -> leaving.contains(line) || line.isCharge());
  }
}
