package dev.ficus.legacy.routing;

import java.util.List;

/** Rules for cut-overs: what must hold before one begins, so that it can be done whole. */
public final class CutOverRules {

  private CutOverRules() {}

  /** All checks of a wave that is to be cut over. */
  public static List<CutOverCheck> checks(WaveState wave, CutOverRequest request) {
    WaveChecks checks = new WaveChecks();
    checks.nothingElse(wave.halted(), wave.onItsWay());
    checks.none(
        "route",
        wave.notLegacy(),
        "a wave is cut over as a whole: these SKUs are ours already; put the others into a wave of"
            + " their own");
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
        "the monolith has reported no figure of these SKUs: ask it for its list (POST"
            + " /stock/openings/ask/NAME), or take them out of the wave");
    checks.none(
        "list",
        wave.withoutList(),
        "nobody can be asked for the figures of these sources: configure a list of figures"
            + " (ficus.legacy.opening.monoliths)");
    checks.ordersAreDone(wave);
    checks.none(
        "orders_read",
        wave.unread(),
        "set in-front-since of these feeds: an order made before is the monolith's for good; or, in a"
            + " dialect without the date of an order, have all that the shop has read while nothing"
            + " is ours (POST /pulling/FEED/compare, after the first call has come by us). Where it is"
            + " known from answers to orders what is promised, only the latter does, unless"
            + " older-orders-are-done");
    checks.waiting(
        wave.waiting(),
        request.acceptWaiting(),
        "these are taken up when the products are opened: send their number as accept_waiting if"
            + " that is right, or let their senders withdraw them");
    return checks.all();
  }
}
