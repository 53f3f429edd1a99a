package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Part of a call that reports stock: the figures alone, or as much around them as reports nothing
 * else.
 *
 * @param cuts what is cut out of the parameters; nothing where the call as a whole is the part
 * @param extent how much of the call it is
 */
record StockPart(List<ElementPath> cuts, Extent extent) {

  /** How much of a call a part is. */
  enum Extent {
    /** Some members; the call reports more of the same product. */
    MEMBERS,
    /** An element of the call's lists. */
    ELEMENT,
    /** The call. */
    CALL,
    /** It cannot be taken out of what else is reported: the place of a parameter is its meaning. */
    INSEPARABLE
  }

  /**
   * @param figures where what is reported is in the parameters
   * @param names where the names are of what it is reported of
   * @param elements the elements of the lists that it is in; none where the call reports of one
   */
  static StockPart of(
      Value whole, List<ElementPath> figures, List<ElementPath> names, List<ElementPath> elements) {
    Set<ElementPath> cuts = new LinkedHashSet<>(figures);
    for (ElementPath figure : figures) {
      ElementPath cut = figure;
      while (!elements.contains(cut) && isSpent(whole, cut.outer(), cuts, names)) {
        cut = cut.outer();
        cuts.add(cut);
      }
    }
    boolean inLists = !elements.isEmpty();
    List<ElementPath> outermost = cuts.stream().filter(cut -> !hasOuter(cut, cuts)).toList();
    List<ElementPath> fixed =
        outermost.stream().filter(cut -> !(cut.outer().in(whole) instanceof Value.Struct)).toList();
    if (outermost.stream().allMatch(inLists ? elements::contains : fixed::contains)) {
      return inLists
          ? new StockPart(elements, Extent.ELEMENT)
          : new StockPart(List.of(), Extent.CALL);
    }
    return fixed.isEmpty()
        ? new StockPart(outermost, Extent.MEMBERS)
        : new StockPart(List.of(), Extent.INSEPARABLE);
  }

  private static boolean hasOuter(ElementPath cut, Set<ElementPath> cuts) {
    for (ElementPath outer = cut; !outer.steps().isEmpty(); ) {
      outer = outer.outer();
      if (cuts.contains(outer)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a struct has no other members than those that are cut, and names. */
  private static boolean isSpent(
      Value whole, ElementPath at, Set<ElementPath> cuts, Collection<ElementPath> names) {
    return at.in(whole) instanceof Value.Struct struct
        && struct.members().keySet().stream()
            .map(at::then)
            .allMatch(member -> cuts.contains(member) || names.contains(member));
  }
}
