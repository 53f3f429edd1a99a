package dev.ficus.legacy.routing;

import java.util.List;

/** Decision about a list of SKUs that is to be a wave. The decisions are made by WaveRules. */
public sealed interface WaveDecision {

  /**
   * The list is stored.
   *
   * @param added SKUs that are new to the wave, each with its route
   * @param removed SKUs that are in no wave any more
   */
  record WaveStored(List<SkuRoute> added, List<String> removed) implements WaveDecision {
    public WaveStored {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /**
   * Nothing is stored.
   *
   * @param skus those that it is refused for; none where it is the list as a whole
   */
  record WaveRefused(WaveRefusal reason, List<SkuRoute> skus) implements WaveDecision {
    public WaveRefused {
      skus = List.copyOf(skus);
    }
  }

  /** Reason for which a wave is refused. The codes are stable. */
  enum WaveRefusal {
    /** The list is empty. */
    EMPTY("a wave has at least one SKU: send the list of those that are to change together"),
    /** A SKU is in another wave. */
    OTHER_WAVE("a SKU is in one wave: take it out of the other one first, by its list without it"),
    /** The wave is cut over at present. */
    CHANGING(
        "the wave is cut over at present: wait until its routes have changed, or abort that"
            + " (/strangling/cut-overs)"),
    /** A route would change that is in force. */
    WOULD_MOVE(
        "orders or stock of the SKU were received, or its route was given before; a list moves no"
            + " product that is under way: send the list without a route, and change it by a cut-over"),
    /** The wave exists, and SKUs are to be added to it that begin with a route of their own. */
    NOT_THE_FIRST_LIST(
        "a route can be given with the first list of a wave only: put these SKUs into a wave of"
            + " their own"),
    /**
     * A SKU is left out that has not the default route, or had another one, or whose stock we keep.
     */
    ROUTE_KEPT(
        "a SKU whose route is not the default one, or has changed, or whose stock we keep, stays in"
            + " its wave: send the list with it");

    private final String hint;

    WaveRefusal(String hint) {
      this.hint = hint;
    }

    /** What is wrong, and what to do. */
    public String hint() {
      return hint;
    }
  }
}
