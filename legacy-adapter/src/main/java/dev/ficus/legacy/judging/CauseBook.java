package dev.ficus.legacy.judging;

import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Book of what differs in shadow, put together: of which kinds it is, and how much hangs on it. */
public interface CauseBook {

  /**
   * Differences that look alike: whatever the day on which there is stock, and the call that is
   * named.
   *
   * @param theirs what the monolith decided, in words
   * @param ours what the shadow did
   * @param units that their lines order, each line once
   * @param latest when the last of them was judged
   */
  record DifferenceCause(
      Aspect aspect,
      VerdictWord verdict,
      String theirs,
      String ours,
      String why,
      long verdicts,
      long skus,
      long lines,
      long units,
      Instant latest) {}

  /**
   * SKU of which something differs.
   *
   * @param units that the lines order of which something differs, each line once
   */
  record RiskedSku(
      String sku, long worse, long better, long unjudged, long followOn, long lines, long units) {}

  /**
   * What was found.
   *
   * @param looked how many verdicts were looked at, the latest ones
   * @param whole whether these are all
   * @param causes the most frequent first
   * @param skus by units, the most first
   */
  record FoundCauses(
      long looked, boolean whole, List<DifferenceCause> causes, List<RiskedSku> skus) {}

  /**
   * Puts together what differs since each SKU was based: what is worse, better, unjudged, or
   * follows an earlier difference.
   *
   * @param wave in which the SKUs were; of all when it is empty
   * @param most how many causes are named, and how many SKUs
   */
  FoundCauses causes(Optional<String> wave, int most);
}
