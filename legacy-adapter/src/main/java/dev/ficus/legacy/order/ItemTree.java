package dev.ficus.legacy.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Tree of an order's items and their parts: which of them are the goods that leave the shelf.
 *
 * <p>A bundle is no goods; its parts are. A configurable product and the one chosen are one line:
 * it has the id of the former and the SKU of the latter, since Magento appends the SKUs of custom
 * options to the former's. Quantities that a shop gives only for a bundle (shipped, cancelled,
 * refunded) hold for its parts in proportion. An item whose parent is not in the order, or which is
 * its own ancestor, has none.
 */
final class ItemTree {

  private static final int NONE = -1;

  private final List<OldItem> items;
  private final int[] parents;
  private final List<List<Integer>> parts;

  ItemTree(List<OldItem> items) {
    this.items = items;
    this.parents = parents(items);
    this.parts = new ArrayList<>();
    for (int place = 0; place < items.size(); place++) {
      parts.add(new ArrayList<>());
    }
    for (int place = 0; place < items.size(); place++) {
      if (parents[place] != NONE) {
        parts.get(parents[place]).add(place);
      }
    }
  }

  private static int[] parents(List<OldItem> items) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < items.size(); place++) {
      places.putIfAbsent(items.get(place).itemId(), place);
    }
    places.remove(null);
    int[] named =
        items.stream().mapToInt(item -> places.getOrDefault(item.parentItemId(), NONE)).toArray();
    return IntStream.range(0, named.length)
        .map(place -> isOwnAncestor(place, named) ? NONE : named[place])
        .toArray();
  }

  private static boolean isOwnAncestor(int place, int[] parents) {
    int ancestor = parents[place];
    // Further up there may be a circle that this item hangs on and is no part of.
    for (int steps = 0; ancestor != NONE && steps < parents.length; steps++) {
      if (ancestor == place) {
        return true;
      }
      ancestor = parents[ancestor];
    }
    return false;
  }

  /**
   * The item at this place as a line, with all quantities that hold for it; empty when other items
   * replace it: a bundle's parts, or the configurable product of which it is the chosen one.
   */
  Optional<OldItem> line(int place) {
    if (isHolder(place) || isPartOfItsParent(place)) {
      return Optional.empty();
    }
    OldItem item = items.get(place);
    Optional<OldItem> chosen = chosen(place).map(items::get);
    boolean goods =
        item.kind() == OldItem.ItemKind.GOODS
            || parts.get(place).stream()
                .filter(this::isPartOfItsParent)
                .noneMatch(part -> items.get(part).kind() == OldItem.ItemKind.NO_GOODS);
    return Optional.of(
        new OldItem(
            item.itemId(),
            item.parentItemId(),
            chosen.orElse(item).sku(),
            item.quantity(),
            figure(place, OldItem::cancelled, OldItem.Parts.NOT_GIVEN),
            figure(place, OldItem::refunded, OldItem.Parts.NOT_GIVEN),
            figure(place, OldItem::shipped, partsOfParent(place)),
            goods ? item.kind() : OldItem.ItemKind.NO_GOODS,
            item.parts()));
  }

  /** The items that are the line at this place: its own, and those that it replaces. */
  SortedSet<Integer> itemsOf(int place) {
    SortedSet<Integer> items = new TreeSet<>(List.of(place));
    parts.get(place).stream().filter(this::isPartOfItsParent).forEach(items::add);
    return items;
  }

  /** The bundles that hold something, but nothing except these items and each other. */
  SortedSet<Integer> emptyWithout(Set<Integer> items) {
    SortedSet<Integer> empty = new TreeSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (int place = 0; place < parents.length; place++) {
        boolean all =
            isHolder(place)
                && parts.get(place).stream()
                    .allMatch(part -> items.contains(part) || empty.contains(part));
        more |= all && empty.add(place);
      }
    }
    return empty;
  }

  /** Whether it is no goods itself but only holds those that are. */
  private boolean isHolder(int place) {
    if (parts.get(place).isEmpty()) {
      return false;
    }
    return switch (items.get(place).kind()) {
      case SET -> true;
      case CHOICE, NOT_GIVEN ->
          chosen(place).isEmpty() && parts.get(place).stream().noneMatch(this::repeatsItsParent);
      case GOODS, NO_GOODS -> false;
    };
  }

  private boolean isPartOfItsParent(int place) {
    int parent = parents[place];
    return parent != NONE
        && items.get(parent).kind() != OldItem.ItemKind.SET
        && (repeatsItsParent(place) || chosen(parent).filter(one -> one == place).isPresent());
  }

  /** The one product chosen of a configurable one. */
  private Optional<Integer> chosen(int place) {
    List<Integer> children = parts.get(place);
    return items.get(place).kind() == OldItem.ItemKind.CHOICE
            && children.size() == 1
            && parts.get(children.get(0)).isEmpty()
        ? Optional.of(children.get(0))
        : Optional.empty();
  }

  private boolean repeatsItsParent(int place) {
    OldItem item = items.get(place);
    OldItem parent = items.get(parents[place]);
    // Goods must not be lost behind what is none.
    boolean hidden =
        parent.kind() == OldItem.ItemKind.NO_GOODS && item.kind() != OldItem.ItemKind.NO_GOODS;
    return item.sku() != null
        && item.sku().equals(parent.sku())
        && parts.get(place).isEmpty()
        && !hidden;
  }

  private OldItem.Parts partsOfParent(int place) {
    return parents[place] == NONE ? OldItem.Parts.NOT_GIVEN : items.get(parents[place]).parts();
  }

  /**
   * A quantity of a line such as what was shipped: its own, or its share in that of the bundle it
   * is a part of, where no part has one of its own.
   *
   * @param counted where the shop counts it
   */
  private String figure(int place, Function<OldItem, String> quantityOf, OldItem.Parts counted) {
    String own = quantityOf.apply(items.get(place));
    int parent = parents[place];
    if (parent == NONE || !isHolder(parent) || counted == OldItem.Parts.APART) {
      return own;
    }
    boolean ofShipment = counted != OldItem.Parts.NOT_GIVEN;
    String whole =
        figure(parent, quantityOf, ofShipment ? partsOfParent(parent) : OldItem.Parts.NOT_GIVEN);
    boolean partsSay =
        parts.get(parent).stream().anyMatch(part -> !isNothing(quantityOf.apply(items.get(part))));
    if (isNothing(whole) || partsSay && counted != OldItem.Parts.TOGETHER) {
      return own;
    }
    return share(own, items.get(place).quantity(), whole, items.get(parent).quantity());
  }

  /** What cannot be read is passed on as it is, so that the line is refused for it. */
  private static String share(String own, String quantity, String whole, String wholeQuantity) {
    for (String written : new String[] {whole, wholeQuantity}) {
      if (WrittenQuantity.rejection(written).isPresent()) {
        return written == null ? "" : written;
      }
    }
    long of = WrittenQuantity.units(wholeQuantity);
    boolean readable =
        WrittenQuantity.rejection(quantity).isEmpty()
            && (own == null || WrittenQuantity.rejection(own).isEmpty());
    if (of == 0 || !readable) {
      return own;
    }
    long share = WrittenQuantity.units(quantity) * Math.min(of, WrittenQuantity.units(whole)) / of;
    return Long.toString(own == null ? share : Math.max(share, WrittenQuantity.units(own)));
  }

  private static boolean isNothing(String written) {
    return written == null || WholeNumber.of(written).filter(units -> units == 0).isPresent();
  }
}
