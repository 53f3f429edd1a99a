package dev.ficus.legacy.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Affinity of SKUs: how many orders would be split, because some of their SKUs are ours and others
 * the monolith's. A SKU that is taken over with others makes an order whole if it was the last one
 * of the monolith's in it, and splits one of which nothing was ours.
 */
public final class Affinity {

  private final OrderBaskets baskets;
  private final boolean[] ours;
  private final int[] oursIn;
  private final int[] ordersOf;
  private final int[] firstOf;
  // By how many orders fewer are split if this SKU is taken over next.
  private final long[] gain;
  private long split;

  /**
   * @param ours the SKUs that are ours, those of the wave among them
   */
  public Affinity(OrderBaskets baskets, Set<String> ours) {
    this.baskets = baskets;
    this.ours = new boolean[baskets.skus()];
    this.oursIn = new int[baskets.orders()];
    this.firstOf = new int[baskets.skus() + 1];
    this.gain = new long[baskets.skus()];
    for (int sku = 0; sku < baskets.skus(); sku++) {
      this.ours[sku] = ours.contains(baskets.sku(sku));
    }
    this.ordersOf = index();
    for (int order = 0; order < baskets.orders(); order++) {
      for (int at = baskets.begin(order); at < baskets.begin(order + 1); at++) {
        oursIn[order] += this.ours[baskets.at(at)] ? 1 : 0;
      }
      count(order, 1);
    }
  }

  /**
   * SKU that is to be taken over too.
   *
   * @param split how many orders are split when it and those before it are
   */
  public record AddedSku(String sku, long split) {}

  /** How many orders are split. */
  public long split() {
    return split;
  }

  /**
   * The SKUs that lower the number of split orders most when they are taken over too, one after the
   * other, as long as one does; of several that do alike the first by code points.
   */
  public List<AddedSku> add(int most) {
    List<AddedSku> added = new ArrayList<>();
    while (added.size() < most) {
      Optional<Integer> best = best();
      if (best.isEmpty()) {
        return added;
      }
      take(best.get());
      added.add(new AddedSku(baskets.sku(best.get()), split));
    }
    return added;
  }

  private Optional<Integer> best() {
    int best = -1;
    for (int sku = 0; sku < ours.length; sku++) {
      if (!ours[sku]
          && gain[sku] > 0
          && (best < 0
              || gain[sku] > gain[best]
              || gain[sku] == gain[best] && baskets.sku(sku).compareTo(baskets.sku(best)) < 0)) {
        best = sku;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }

  private void take(int sku) {
    for (int at = firstOf[sku]; at < firstOf[sku + 1]; at++) {
      count(ordersOf[at], -1);
    }
    ours[sku] = true;
    for (int at = firstOf[sku]; at < firstOf[sku + 1]; at++) {
      oursIn[ordersOf[at]]++;
      count(ordersOf[at], 1);
    }
  }

  /** Counts an order with what it says about each SKU, or takes that back. */
  private void count(int order, int sign) {
    int all = baskets.begin(order + 1) - baskets.begin(order);
    int theirs = all - oursIn[order];
    boolean isSplit = oursIn[order] > 0 && theirs > 0;
    split += isSplit ? sign : 0;
    long lowered = isSplit && theirs == 1 ? sign : oursIn[order] == 0 && all > 1 ? -sign : 0;
    if (lowered == 0) {
      return;
    }
    for (int at = baskets.begin(order); at < baskets.begin(order + 1); at++) {
      if (!ours[baskets.at(at)]) {
        gain[baskets.at(at)] += lowered;
      }
    }
  }

  /** Of each SKU the orders that have it, one SKU after the other. */
  private int[] index() {
    int places = baskets.begin(baskets.orders());
    for (int at = 0; at < places; at++) {
      firstOf[baskets.at(at) + 1]++;
    }
    for (int sku = 0; sku < baskets.skus(); sku++) {
      firstOf[sku + 1] += firstOf[sku];
    }
    int[] next = firstOf.clone();
    int[] found = new int[places];
    for (int order = 0; order < baskets.orders(); order++) {
      for (int at = baskets.begin(order); at < baskets.begin(order + 1); at++) {
        found[next[baskets.at(at)]++] = order;
      }
    }
    return found;
  }
}
