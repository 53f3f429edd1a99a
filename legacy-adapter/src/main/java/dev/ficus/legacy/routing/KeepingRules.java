package dev.ficus.legacy.routing;

import java.util.List;

/**
 * Rules for keeping the stock of a wave: what must hold, because from then on no figure of the
 * monolith mends our stock, and there is no way back.
 *
 * <p>Units that are pending need not be waited for: the figure still counts them, and so does our
 * batch.
 */
public final class KeepingRules {

  private KeepingRules() {}

  /** All checks, whatever the others say. */
  public static List<CutOverCheck> checks(KeepingState wave) {
    return List.of(
        CutOverCheck.none(
            "route",
            wave.notOurs(),
            "a wave is ours as a whole first: cut it over, or put these SKUs into a wave of their"
                + " own"),
        CutOverCheck.none(
            "running",
            wave.onItsWay().isPresent()
                ? List.of(Long.toString(wave.onItsWay().getAsLong()))
                : List.of(),
            "the routes of the wave are about to change: wait until that has ended, or abort it"
                + " (/strangling/cut-overs)"),
        CutOverCheck.none(
            "draining",
            wave.draining(),
            "the monolith has open lines of these SKUs, and when one is cancelled its units come"
                + " back with its next figure: wait until it has none (/strangling/draining)"),
        CutOverCheck.none(
            "to_give_back",
            wave.toGiveBack(),
            "the monolith has set units of these SKUs aside, and they come back with its next"
                + " figure: have it give them back, and note it (/stock/to-give-back)"),
        CutOverCheck.none(
            "oversold",
            wave.oversold(),
            "more of these SKUs has left than the monolith has, and its next figure may mend that:"
                + " have it cancel or buy what it lacks (/stock/oversold)"));
  }
}
