package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules for orders: what changes between the order in the ledger and the order as the shop shows it
 * now.
 *
 * <p>A line's revision rises with every change and only then, so an order shown again, however
 * often and by whichever feed, changes nothing.
 */
public final class OrderRules {

  /** The fingerprint of no order. */
  private static final String NOT_SHOWN = "";

  private OrderRules() {}

  /**
   * What changes when the shop shows the order.
   *
   * @param firstSeen who owns what is first seen now
   * @return empty when it is a repeat, or older by the shop's own clock than what is known; a
   *     repeat of what was refused changes nothing, but is counted, and a repeat that gives the
   *     shop's time for the first time changes that time alone
   */
  public static Optional<LedgerUpdate> shown(
      KnownOrder known, Translation shown, Ownership firstSeen, String correlation) {
    String fingerprint = shown.fingerprint();
    Optional<Integer> age = compare(shown.updatedAt(), known.updatedAt());
    boolean older = age.filter(a -> a < 0).isPresent();
    boolean newer = age.filter(a -> a > 0).isPresent();
    boolean repeat = known.fingerprint().filter(fingerprint::equals).isPresent() && !newer;
    boolean dated = known.updatedAt().isEmpty() && shown.updatedAt().isPresent();
    if (older || repeat && shown.refused().isEmpty() && !dated) {
      return Optional.empty();
    }
    if (repeat) {
      return Optional.of(repeated(known, shown));
    }
    LineOwners owners = known.owners(firstSeen);
    List<LedgerLine> lines = new LineRules(known, correlation).shown(shown, owners);
    List<Rejection> refused = new ArrayList<>(shown.refused());
    refused.addAll(AfterDespatch.shown(known, shown, lines));
    return Optional.of(
        new LedgerUpdate(
            shown.cancelled(),
            Optional.of(fingerprint),
            shown.updatedAt(),
            lines,
            refused,
            refusedLines(shown, owners)));
  }

  /** Lines that are first seen, and cannot be translated: their owner is decided all the same. */
  private static List<RefusedLine> refusedLines(Translation shown, LineOwners owners) {
    return shown.refused().stream()
        .filter(each -> each.subject() == Subject.LINE)
        .filter(owners::isToBeRecorded)
        .filter(each -> each.reason().isWorthWaitingFor() || owners.of(each) == Owner.MONOLITH)
        .map(each -> RefusedLine.of(owners.of(each), each))
        .distinct()
        .toList();
  }

  /** Without the shop's time, every comparison would find the order outdated and fetch it. */
  private static LedgerUpdate repeated(KnownOrder known, Translation shown) {
    return new LedgerUpdate(
        known.cancelled(), Optional.empty(), shown.updatedAt(), List.of(), shown.refused());
  }

  /**
   * What one line that was refused changes, now that it can be translated. The order's fingerprint
   * stays: of its other refused lines nothing is known yet.
   *
   * @param fingerprint that of the order when the line was refused
   * @param line the line as it is read now, and nothing else of the order
   * @return empty when the order was changed later: that settled the line as well
   */
  public static Optional<LedgerUpdate> redrivenLine(
      KnownOrder known,
      String fingerprint,
      Translation line,
      Ownership firstSeen,
      String correlation) {
    return isOutdated(known, fingerprint) || line.cancelled()
        ? Optional.empty()
        : Optional.of(
            new LedgerUpdate(
                false,
                Optional.empty(),
                Optional.empty(),
                new LineRules(known, correlation).shown(line, known.owners(firstSeen)),
                List.of()));
  }

  /**
   * Whether an order was changed later than it had this fingerprint.
   *
   * @param fingerprint that of the order then
   */
  public static boolean isOutdated(KnownOrder known, String fingerprint) {
    return known.cancelled() || known.fingerprint().filter(fingerprint::equals).isEmpty();
  }

  /**
   * What an order changes that could not be read as a whole, now that it can.
   *
   * @param fingerprint that of the order when it was refused; empty when not even its number could
   *     be read
   * @return empty when the order was changed later, or when only the shop's clock could decide
   *     that, and does not
   */
  public static Optional<LedgerUpdate> redrivenOrder(
      KnownOrder known,
      Optional<String> fingerprint,
      Translation shown,
      Ownership firstSeen,
      String correlation) {
    boolean newer = compare(shown.updatedAt(), known.updatedAt()).filter(a -> a > 0).isPresent();
    boolean asItWas =
        fingerprint.isPresent() && !known.cancelled() && fingerprint.equals(known.fingerprint());
    return known.isUnseen() || newer || asItWas
        ? shown(known, shown, firstSeen, correlation)
        : Optional.empty();
  }

  /**
   * What cancelling the whole order changes; empty when it was cancelled before, or was never
   * shown.
   */
  public static Optional<LedgerUpdate> cancelled(KnownOrder known, String correlation) {
    if (known.isUnseen()) {
      return Optional.empty();
    }
    List<LedgerLine> lines = new LineRules(known, correlation).cancelled();
    return known.cancelled() && lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LedgerUpdate(
                true, Optional.empty(), Optional.empty(), lines, AfterDespatch.cancelled(known)));
  }

  /**
   * What follows when the monolith turns out not to have an order that was sent to it: its lines of
   * the order are not wanted of anybody. The next time that the order is shown is a change.
   */
  public static Optional<LedgerUpdate> notAtTheMonolith(KnownOrder known, String correlation) {
    if (known.isUnseen()) {
      return Optional.empty();
    }
    return Optional.of(
        new LedgerUpdate(
            known.cancelled(),
            Optional.of(NOT_SHOWN),
            Optional.empty(),
            new LineRules(known, correlation).notAtTheMonolith(),
            List.of()));
  }

  /**
   * Whether the commands of an order wait: while something that holds it waits in quarantine that
   * was refused of the order as it is now, and the order is not cancelled.
   *
   * @param waiting fingerprints of the order when something was refused that holds it and waits
   */
  public static boolean isHeld(KnownOrder order, Set<String> waiting) {
    return !order.cancelled() && order.fingerprint().filter(waiting::contains).isPresent();
  }

  private static Optional<Integer> compare(
      Optional<LocalDateTime> shown, Optional<LocalDateTime> known) {
    return shown.flatMap(now -> known.map(now::compareTo));
  }
}
