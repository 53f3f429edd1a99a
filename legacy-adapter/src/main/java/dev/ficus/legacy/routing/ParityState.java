package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was compared of a wave in shadow, since its SKUs were last based there.
 *
 * @param skus those of which the monolith has reported a figure: they can be compared
 * @param notBased those of these that are not in shadow, or are lost there
 * @param basedAt when the last of them was based; empty when none is
 * @param compared calls of which both sides' decisions were compared, whatever came of it
 * @param unjudged calls of which they were not, and those that wait to be for too long
 * @param worse comparisons in which we are worse, and those that no rule ignores any more
 * @param worseSince when the first of these was judged
 * @param better comparisons in which we are better, by aspects of which there are more than
 *     somebody has acknowledged
 * @param rehearsedAt when the way back was last rehearsed; empty when it never was
 * @param rehearsed whether all that it needs was there then
 */
public record ParityState(
    int skus,
    List<String> notBased,
    Optional<Instant> basedAt,
    long compared,
    long unjudged,
    long worse,
    Optional<Instant> worseSince,
    Map<String, BetterCount> better,
    Optional<Instant> rehearsedAt,
    boolean rehearsed) {

  /**
   * How many comparisons there are in which we are better.
   *
   * @param open those that came after what was acknowledged, SKU by SKU
   * @param acknowledged the others
   * @param skus those of which there are open ones
   */
  public record BetterCount(long open, long acknowledged, List<String> skus) {

    public BetterCount {
      skus = List.copyOf(skus);
    }

    /** In words; what is open comes first. */
    String words() {
      return acknowledged == 0
          ? Long.toString(open)
          : "%d more than the %d acknowledged (%s)"
              .formatted(open, acknowledged, CutOverCheck.named(skus));
    }
  }

  public ParityState {
    notBased = List.copyOf(notBased);
    better = new TreeMap<>(better);
  }
}
