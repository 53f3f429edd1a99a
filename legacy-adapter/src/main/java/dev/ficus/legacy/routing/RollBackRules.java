package dev.ficus.legacy.routing;

import java.util.List;

/** Rules for rollbacks: what must hold before one begins, so that nothing is lost by it unseen. */
public final class RollBackRules {

  private RollBackRules() {}

  /** All checks of a wave that is to be rolled back. */
  public static List<CutOverCheck> checks(RollBackState state, RollBackRequest request) {
    WaveState wave = state.wave();
    WaveChecks checks = new WaveChecks();
    checks.nothingElse(wave.halted(), wave.onItsWay());
    checks.none(
        "route",
        state.notNew(),
        "a wave is rolled back as a whole: these SKUs are the monolith's already; put the others"
            + " into a wave of their own");
    checks.none(
        "kept",
        state.kept(),
        "we keep the stock of these SKUs, for good: the monolith's reports of them change nothing");
    checks.epoch(wave.epoch(), request.expectEpoch());
    checks.none(
        "named_batches",
        wave.withNamedBatches(),
        "it is not known what the monolith has promised of batches that it reports by reference:"
            + " configure the list of its promises (ficus.legacy.promises), wait until it was looked"
            + " at, or mend what the list or its answers say");
    checks.none(
        "figures",
        wave.withoutFigure(),
        "the monolith has reported no figure of these SKUs, so nobody could see that it counts what"
            + " we have promised: ask it for its list (POST /stock/openings/ask/NAME), or take them"
            + " out of the wave");
    checks.none(
        "list",
        wave.withoutList(),
        "nobody can be asked for the figures of these sources: configure a list of figures"
            + " (ficus.legacy.opening.monoliths)");
    checks.ordersAreDone(wave);
    checks.number(
        "own_stock",
        state.ownStock(),
        request.acceptOwnStock(),
        "so many free units are in batches that are not the monolith's, and nobody sells them"
            + " afterwards: send their number as accept_own_stock if that is right");
    checks.number(
        "stranded",
        state.stranded(),
        request.acceptStranded(),
        "so many lines, ours and those of other teams, have no units, and get none while the"
            + " monolith has the product: send their number as accept_stranded if that is right, or"
            + " have them cancelled, ours in the shop, others by whoever has ordered them");
    checks.waiting(
        wave.waiting(),
        request.acceptWaiting(),
        "these go on waiting: send their number as accept_waiting if that is right, or let their"
            + " senders withdraw them");
    return checks.all();
  }
}
