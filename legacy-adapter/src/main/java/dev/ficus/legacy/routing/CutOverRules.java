package dev.ficus.legacy.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules for cut-overs: what must hold before one begins, so that it can be done whole. Each check
 * is made, whatever the others say: whoever has asked gets all that is to be mended at once.
 */
public final class CutOverRules {

  private final WaveState wave;
  private final List<CutOverCheck> checks = new ArrayList<>();

  private CutOverRules(WaveState wave) {
    this.wave = wave;
  }

  /** All checks of a wave that is to be cut over. */
  public static List<CutOverCheck> checks(WaveState wave, CutOverRequest request) {
    CutOverRules rules = new CutOverRules(wave);
    rules.ofRoutes(request);
    rules.ofStock();
    rules.ofOrders();
    rules.ofOthers(request);
    return List.copyOf(rules.checks);
  }

  private void ofRoutes(CutOverRequest request) {
    add(
        "halted",
        wave.halted() ? "yes" : "no",
        "no",
        !wave.halted(),
        "resume first (GET /strangling/halt says who has halted, and why)");
    add(
        "running",
        wave.onItsWay().isPresent()
            ? Long.toString(wave.onItsWay().getAsLong())
            : CutOverCheck.NONE,
        CutOverCheck.NONE,
        wave.onItsWay().isEmpty(),
        "one wave at a time: wait until that cut-over has switched or ended, or abort it");
    none(
        "route",
        wave.notLegacy(),
        "a wave is cut over as a whole: these SKUs are ours already; put the others into a wave of"
            + " their own");
    add(
        "epoch",
        Integer.toString(wave.epoch()),
        Integer.toString(request.expectEpoch()),
        wave.epoch() == request.expectEpoch(),
        "routes of the wave have changed since you looked: look again, and send the epoch of now as"
            + " expect_epoch");
  }

  private void ofStock() {
    none(
        "named_batches",
        wave.withNamedBatches(),
        "the monolith reports batches of these SKUs by reference; that can be cut over later only:"
            + " take them out of the wave");
    none(
        "figures",
        wave.withoutFigure(),
        "the monolith has reported no figure of these SKUs: ask it for its list (POST"
            + " /stock/openings/ask/NAME), or take them out of the wave");
    none(
        "list",
        wave.withoutList(),
        "nobody can be asked for the figures of these sources: configure a list of figures"
            + " (ficus.legacy.opening.monoliths)");
  }

  private void ofOrders() {
    zero(
        "doubts",
        wave.doubts(),
        "let the shop send these orders again, or settle them (/strangling/doubts)");
    zero(
        "refused_orders",
        wave.refused(),
        "the monolith has refused these orders, and our lines with them: let the shop send them"
            + " again, or cancel them (/strangling/refused)");
    zero(
        "unconfirmed",
        wave.unconfirmed(),
        "wait until the broker has confirmed all commands about these SKUs"
            + " (/commands/unconfirmed)");
    zero("quarantine", wave.quarantined(), "redrive or discard these entries (/quarantine)");
    none(
        "orders_read",
        wave.unread(),
        "set in-front-since of these feeds: an order made before is the monolith's for good; or, in a"
            + " dialect without the date of an order, have all that the shop has read while nothing"
            + " is ours (POST /pulling/FEED/compare, after the first call has come by us)");
  }

  private void ofOthers(CutOverRequest request) {
    int waiting = wave.waitingCommands();
    String bySender =
        wave.waiting().entrySet().stream()
            .map(each -> each.getValue() + " of " + each.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
    add(
        "waiting_commands",
        waiting == 0 ? "0" : waiting + bySender,
        Integer.toString(request.acceptWaiting()),
        waiting == request.acceptWaiting(),
        "these are taken up when the products are opened: send their number as accept_waiting if"
            + " that is right, or let their senders withdraw them");
  }

  private void zero(String name, long value, String hint) {
    add(name, Long.toString(value), "0", value == 0, hint);
  }

  private void none(String name, List<String> found, String hint) {
    checks.add(CutOverCheck.none(name, found, hint));
  }

  private void add(String name, String value, String limit, boolean holds, String hint) {
    checks.add(new CutOverCheck(name, value, limit, holds, hint));
  }
}
