package dev.ficus.legacy.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rules for the lines of an order: which are new or change, each with a revision of its own.
 *
 * <p>A line that is despatched stays as it is, whatever the shop shows later ({@link
 * AfterDespatch}).
 */
final class LineRules {

  private static final String ORDER_CANCELLED = "order_cancelled";
  private static final String NOT_AT_THE_MONOLITH = "not_at_the_monolith";
  private static final String LINE_REMOVED = "line_removed";

  private final KnownOrder known;
  private final String correlation;

  LineRules(KnownOrder known, String correlation) {
    this.known = known;
    this.correlation = correlation;
  }

  /** Of an order that is cancelled as a whole. */
  List<LedgerLine> cancelled() {
    return cancel(line -> true, ORDER_CANCELLED);
  }

  /**
   * Of an order that is shown. Cancellations come first, so that what they free is there for what
   * is ordered.
   *
   * @param owners who owns its lines
   */
  List<LedgerLine> shown(Translation shown, LineOwners owners) {
    Map<LineKey, Translation.TranslatedLine> shownLines = shown.byKey();
    List<LedgerLine> changed =
        new ArrayList<>(
            shown.cancelled()
                ? cancel(key -> !isDespatched(shownLines.get(key)), ORDER_CANCELLED)
                : cancel(shown.takenOut(known.lines())::contains, LINE_REMOVED));
    Map<LineKey, LedgerLine> knownLines =
        known.lines().stream().collect(Collectors.toMap(LedgerLine::key, line -> line));
    for (Translation.TranslatedLine line : shown.lines()) {
      LedgerLine before = knownLines.get(line.key());
      if (before == null) {
        changed.add(first(line, owners.of(line.key()), shown));
      } else if (before.despatched()) {
        continue;
      } else if (line.despatched()) {
        changed.add(despatch(before, line.quantity()));
      } else if (!shown.cancelled() && !(before.isOpen() && before.quantity() == line.quantity())) {
        changed.add(next(before, line.quantity(), Optional.empty()));
      }
    }
    return changed;
  }

  /** Of an order that the monolith turns out not to have. */
  List<LedgerLine> notAtTheMonolith() {
    return known.lines().stream()
        .filter(line -> line.isOpen() && line.owner() == Owner.MONOLITH)
        .map(line -> next(line, line.quantity(), Optional.of(NOT_AT_THE_MONOLITH)))
        .toList();
  }

  private static boolean isDespatched(Translation.TranslatedLine shown) {
    return shown != null && shown.despatched();
  }

  private List<LedgerLine> cancel(Predicate<LineKey> which, String reason) {
    return known.lines().stream()
        .filter(LedgerLine::isOpen)
        .filter(line -> which.test(line.key()))
        .map(line -> next(line, line.quantity(), Optional.of(reason)))
        .toList();
  }

  /**
   * A line first shown in a cancelled order was never ordered of us: there is nothing to cancel.
   * One that was despatched before the stock was counted is not in that stock: there is nothing to
   * allocate.
   */
  private LedgerLine first(Translation.TranslatedLine line, Owner owner, Translation shown) {
    boolean cancelled = shown.cancelled() && !line.despatched();
    boolean gone = line.despatched() && shown.beforeTheCount();
    return new LedgerLine(
        line.key(),
        line.quantity(),
        line.despatched() ? 2 : 1,
        cancelled ? Optional.of(ORDER_CANCELLED) : Optional.empty(),
        line.despatched(),
        owner,
        cancelled || gone || owner != Owner.NEW,
        correlation);
  }

  private LedgerLine next(LedgerLine before, int quantity, Optional<String> cancelledFor) {
    return changed(before, quantity, before.revision() + 1, cancelledFor, false);
  }

  /** What was despatched is the revision before the despatch, known already or not. */
  private LedgerLine despatch(LedgerLine before, int quantity) {
    boolean asKnown = before.isOpen() && before.quantity() == quantity;
    int wanted = asKnown ? before.revision() : before.revision() + 1;
    return changed(before, quantity, wanted + 1, Optional.empty(), true);
  }

  private LedgerLine changed(
      LedgerLine before,
      int quantity,
      int revision,
      Optional<String> cancelledFor,
      boolean despatched) {
    return new LedgerLine(
        before.key(),
        quantity,
        revision,
        cancelledFor,
        despatched,
        before.owner(),
        before.owner() != Owner.NEW,
        correlation);
  }
}
