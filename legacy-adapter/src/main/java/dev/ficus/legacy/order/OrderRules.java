package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What has changed between the order the ledger knows and the order the shop shows now.
 *
 * <p>A line's revision rises with every change and only then, so an order shown again, however
 * often and by whichever feed, changes nothing.
 */
public final class OrderRules {

  private OrderRules() {}

  /**
   * What a sight of the whole order changes.
   *
   * @param owner who owns a line that has not been seen before
   * @return empty when it is a repeat, or older by the shop's own clock than what is known; a
   *     repeat of what was refused changes nothing, but is counted, and a repeat that gives the
   *     shop's time for the first time changes that time alone
   */
  public static Optional<LedgerUpdate> shown(
      KnownOrder known, Translation shown, Function<LineKey, Owner> owner, String correlation) {
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
    List<LedgerLine> lines = new LineRules(known, correlation).shown(shown, owner);
    List<Rejection> refused = new ArrayList<>(shown.refused());
    refused.addAll(AfterDespatch.shown(known, shown, lines));
    return Optional.of(
        new LedgerUpdate(
            shown.cancelled(), Optional.of(fingerprint), shown.updatedAt(), lines, refused));
  }

  /** Without the shop's time, every comparison would find the order outdated and fetch it. */
  private static LedgerUpdate repeated(KnownOrder known, Translation shown) {
    return new LedgerUpdate(
        known.cancelled(), Optional.empty(), shown.updatedAt(), List.of(), shown.refused());
  }

  /**
   * What one line that was refused changes, now that it can be translated. The order's image stays:
   * of its other refused lines nothing is known yet.
   *
   * @param fingerprint what the order said when the line was refused
   * @param line the line as it is read now, and nothing else of the order
   * @return empty when something later has been seen of the order: that settled what became of the
   *     line
   */
  public static Optional<LedgerUpdate> redrivenLine(
      KnownOrder known,
      String fingerprint,
      Translation line,
      Function<LineKey, Owner> owner,
      String correlation) {
    return isOutdated(known, fingerprint) || line.cancelled()
        ? Optional.empty()
        : Optional.of(
            new LedgerUpdate(
                false,
                Optional.empty(),
                Optional.empty(),
                new LineRules(known, correlation).shown(line, owner),
                List.of()));
  }

  /**
   * Whether something later has been seen of an order than what it said at some time.
   *
   * @param fingerprint what it said then
   */
  public static boolean isOutdated(KnownOrder known, String fingerprint) {
    return known.cancelled() || known.fingerprint().filter(fingerprint::equals).isEmpty();
  }

  /**
   * What an order changes that could not be read as a whole, now that it can.
   *
   * @param fingerprint what the order said when it was refused; empty when not even its number
   *     could be read
   * @return empty when something later has been seen of the order, or something of which only the
   *     shop's clock could tell whether it is later, and does not
   */
  public static Optional<LedgerUpdate> redrivenOrder(
      KnownOrder known,
      Optional<String> fingerprint,
      Translation shown,
      Function<LineKey, Owner> owner,
      String correlation) {
    boolean newer = compare(shown.updatedAt(), known.updatedAt()).filter(a -> a > 0).isPresent();
    boolean asItWas =
        fingerprint.isPresent() && !known.cancelled() && fingerprint.equals(known.fingerprint());
    return known.isUnseen() || newer || asItWas
        ? shown(known, shown, owner, correlation)
        : Optional.empty();
  }

  /**
   * What cancelling the whole order changes; empty when it was cancelled before, or has never been
   * seen.
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
   * Whether the commands of an order wait: while something that holds it waits in quarantine that
   * was refused of the order as it is now, and the order is not cancelled.
   *
   * @param waiting what the order said when something was refused that holds it and waits
   */
  public static boolean isHeld(KnownOrder order, Set<String> waiting) {
    return !order.cancelled() && order.fingerprint().filter(waiting::contains).isPresent();
  }

  private static Optional<Integer> compare(
      Optional<LocalDateTime> shown, Optional<LocalDateTime> known) {
    return shown.flatMap(now -> known.map(now::compareTo));
  }
}
