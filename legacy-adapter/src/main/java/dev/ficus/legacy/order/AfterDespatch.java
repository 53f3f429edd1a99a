package dev.ficus.legacy.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rejections of changes to despatched lines, which come too late. No command can carry them out:
 * goods that come back are new stock once somebody has looked at them.
 */
final class AfterDespatch {

  private AfterDespatch() {}

  /**
   * What the shop shows too late of an order.
   *
   * @param changed the lines that change now
   */
  static List<Rejection> shown(KnownOrder known, Translation shown, List<LedgerLine> changed) {
    if (known.fingerprint().filter(shown.fingerprint()::equals).isPresent()) {
      return List.of();
    }
    List<LedgerLine> justGone =
        changed.stream().filter(line -> line.despatched() && !line.confirmed()).toList();
    List<Rejection> late = new ArrayList<>();
    if (shown.cancelled()) {
      late.addAll(cancelled(known));
      justGone.forEach(line -> late.add(refused(line, null)));
    } else {
      Map<LineKey, Translation.TranslatedLine> shownLines = shown.byKey();
      Set<LineKey> takenOut = shown.takenOut(known.lines());
      for (LedgerLine line : Stream.concat(despatched(known), justGone.stream()).toList()) {
        if (takenOut.contains(line.key())) {
          late.add(refused(line, "0"));
        } else {
          otherwise(line, shownLines.get(line.key()))
              .ifPresent(wanted -> late.add(refused(line, wanted)));
        }
      }
    }
    return late;
  }

  /** What cancelling the whole order comes too late for. */
  static List<Rejection> cancelled(KnownOrder known) {
    return known.cancelled()
        ? List.of()
        : despatched(known).map(line -> refused(line, null)).toList();
  }

  private static Stream<LedgerLine> despatched(KnownOrder known) {
    return known.lines().stream().filter(LedgerLine::despatched);
  }

  private static Optional<String> otherwise(LedgerLine line, Translation.TranslatedLine now) {
    return Optional.ofNullable(now)
        .filter(shown -> shown.returned() > 0 || shown.quantity() != line.quantity())
        .map(shown -> shown.returned() > 0 ? "-" + shown.returned() : "" + shown.quantity());
  }

  /**
   * @param quantity what is wanted now, or with a minus what came back; null when nothing is of the
   *     whole order
   */
  private static Rejection refused(LedgerLine line, String quantity) {
    return Rejection.ofLine(line.key(), quantity, Reason.ALREADY_DESPATCHED);
  }
}
