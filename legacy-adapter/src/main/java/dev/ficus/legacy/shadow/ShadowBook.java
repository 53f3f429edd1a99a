package dev.ficus.legacy.shadow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Book of the SKUs in the shadow, for people. */
public interface ShadowBook {

  /** Why a SKU cannot be in the shadow. */
  enum ShadowRefusal {
    /** We fulfil it. */
    OURS("it is ours: there is nothing left to compare"),
    /** The monolith reports batches of it by reference, and does not list what it has promised. */
    NAMED_BATCHES(
        "the monolith reports batches of it by reference, and lists no promises of them"
            + " (ficus.legacy.promises)"),
    /** It is not known what is left of its batches at present. */
    BATCHES_UNCLEAR(
        "it cannot be told at present what is left of its batches: the check named_batches of the"
            + " wave says why"),
    /** The list of promises does not say which order has each. */
    PROMISES_WITHOUT_ORDERS(
        "the monolith's list of promises does not say which order has each"
            + " (ficus.legacy.promises.….order)"),
    /** More than one source reports figures of it. */
    SEVERAL_SOURCES("figures of it come from more than one source");

    private final String hint;

    ShadowRefusal(String hint) {
      this.hint = hint;
    }

    /** What that means, in words. */
    public String hint() {
      return hint;
    }
  }

  /** SKU that is refused. */
  record RefusedSku(String sku, ShadowRefusal refusal) {}

  /**
   * What came of basing or ending SKUs.
   *
   * @param changed how many were based, or have ended
   * @param refused those because of which nothing was done
   */
  record ShadowDecision(int changed, List<RefusedSku> refused) {}

  /**
   * Bases the SKUs of a wave, those again that are in the shadow already: all of them, or none.
   *
   * @return empty when there is no such wave
   */
  Optional<ShadowDecision> base(String wave, String by, String reason);

  /**
   * Ends the shadow of a wave's SKUs.
   *
   * @return empty when there is no such wave
   */
  Optional<ShadowDecision> end(String wave, String by, String reason);

  /**
   * SKU of a wave.
   *
   * @param state empty when it was never in the shadow
   * @param basing how often it was based; 0 for never
   * @param figure the last one that was fed
   * @param batch units of its batch in the shadow
   */
  record ShadowedSku(
      String sku,
      Optional<ShadowState> state,
      String why,
      int basing,
      Optional<Instant> basedAt,
      OptionalLong figure,
      OptionalLong batch) {}

  /** The SKUs of a wave after this one, in the order of code points. */
  List<ShadowedSku> skus(String wave, String after, int most);

  /**
   * The shadow as a whole.
   *
   * @param skus how many are in which state
   * @param waiting how many changes it was not fed yet
   * @param waitingSince since when the first of them waits
   * @param undecided how many changes of lines it was fed and has not decided, beside those that
   *     have to wait there for goods
   * @param undecidedSince since when the first of them
   * @param unjudged how many calls it was fed, and that are not judged yet
   * @param unjudgedSince since when the first of them
   * @param fedAt when something was fed last
   * @param latest when the latest event that was heard of it occurred, by its clock
   * @param heardAt when it was heard
   */
  record ShadowProgress(
      Map<ShadowState, Long> skus,
      long waiting,
      Optional<Instant> waitingSince,
      long undecided,
      Optional<Instant> undecidedSince,
      long unjudged,
      Optional<Instant> unjudgedSince,
      Optional<Instant> fedAt,
      Optional<Instant> latest,
      Optional<Instant> heardAt) {}

  /** How far it is. */
  ShadowProgress progress();

  /**
   * SKU that is lost.
   *
   * @param why what is known of how that came
   */
  record LostSku(String sku, String wave, String why, Instant at) {}

  /** The SKUs that were lost last. */
  List<LostSku> lost(int most);
}
