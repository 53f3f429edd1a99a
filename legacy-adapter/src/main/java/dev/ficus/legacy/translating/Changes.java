package dev.ficus.legacy.translating;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has changed between the order the ledger knows and the order the shop shows now.
 *
 * <p>A line's revision rises with every change and only then, so an order shown again, however
 * often and by whichever feed, changes nothing.
 */
public final class Changes {

  private static final String ORDER_CANCELLED = "order_cancelled";
  private static final String LINE_REMOVED = "line_removed";

  private final KnownOrder known;
  private final String correlation;

  private Changes(KnownOrder known, String correlation) {
    this.known = known;
    this.correlation = correlation;
  }

  /**
   * What a sight of the whole order changes.
   *
   * @param owner who owns a line that has not been seen before
   * @return empty when it is a repeat, or older by the shop's own clock than what is known; a
   *     repeat of what was refused changes nothing, but is counted
   */
  public static Optional<LedgerUpdate> seen(
      KnownOrder known, Translation shown, Function<LineKey, Owner> owner, String correlation) {
    String image = shown.image();
    Optional<Integer> age = compare(shown.updatedAt(), known.updatedAt());
    boolean older = age.filter(a -> a < 0).isPresent();
    boolean newer = age.filter(a -> a > 0).isPresent();
    boolean repeat = known.image().filter(image::equals).isPresent() && !newer;
    if (older || repeat && shown.refused().isEmpty()) {
      return Optional.empty();
    }
    if (repeat) {
      return Optional.of(refusedAgain(known, shown));
    }
    Changes changes = new Changes(known, correlation);
    List<LedgerLine> lines = changes.lines(shown, owner);
    List<RefusedLine> refused = new ArrayList<>(shown.refused());
    refused.addAll(changes.tooLate(shown, lines));
    return Optional.of(
        new LedgerUpdate(shown.cancelled(), Optional.of(image), shown.updatedAt(), lines, refused));
  }

  private static LedgerUpdate refusedAgain(KnownOrder known, Translation shown) {
    return new LedgerUpdate(
        known.cancelled(), Optional.empty(), Optional.empty(), List.of(), shown.refused());
  }

  /**
   * What one line that was refused changes, now that it can be translated. The order's image stays:
   * of its other refused lines nothing is known yet.
   *
   * @param image what the order said when the line was refused
   * @param line the line as it is read now, and nothing else of the order
   * @return empty when something later has been seen of the order: that settled what became of the
   *     line
   */
  public static Optional<LedgerUpdate> redrivenLine(
      KnownOrder known,
      String image,
      Translation line,
      Function<LineKey, Owner> owner,
      String correlation) {
    boolean later = known.cancelled() || known.image().filter(image::equals).isEmpty();
    return later || line.cancelled()
        ? Optional.empty()
        : Optional.of(
            new LedgerUpdate(
                false,
                Optional.empty(),
                Optional.empty(),
                new Changes(known, correlation).lines(line, owner),
                List.of()));
  }

  /**
   * What an order changes that could not be read as a whole, now that it can.
   *
   * @param image what the order said when it was refused; empty when not even its number could be
   *     read
   * @return empty when something later has been seen of the order, or something of which only the
   *     shop's clock could tell whether it is later, and does not
   */
  public static Optional<LedgerUpdate> redrivenOrder(
      KnownOrder known,
      Optional<String> image,
      Translation shown,
      Function<LineKey, Owner> owner,
      String correlation) {
    boolean newer = compare(shown.updatedAt(), known.updatedAt()).filter(a -> a > 0).isPresent();
    boolean asItWas = image.isPresent() && !known.cancelled() && image.equals(known.image());
    return known.isUnseen() || newer || asItWas
        ? seen(known, shown, owner, correlation)
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
    List<LedgerLine> lines = new Changes(known, correlation).cancel(known.lines(), ORDER_CANCELLED);
    return known.cancelled() && lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LedgerUpdate(
                true, Optional.empty(), Optional.empty(), lines, cancelledTooLate(known)));
  }

  private static Optional<Integer> compare(
      Optional<LocalDateTime> shown, Optional<LocalDateTime> known) {
    return shown.flatMap(now -> known.map(now::compareTo));
  }

  /** Cancellations come first, so that what they free is there for what is ordered. */
  private List<LedgerLine> lines(Translation shown, Function<LineKey, Owner> owner) {
    Map<LineKey, Translation.Line> shownLines = byKey(shown);
    Map<LineKey, LedgerLine> knownLines =
        known.lines().stream().collect(Collectors.toMap(LedgerLine::key, line -> line));
    List<LedgerLine> changed = new ArrayList<>();
    if (shown.cancelled()) {
      changed.addAll(
          cancel(
              known.lines().stream()
                  .filter(line -> !isDespatched(shownLines.get(line.key())))
                  .toList(),
              ORDER_CANCELLED));
    } else if (shown.complete()) {
      changed.addAll(
          cancel(
              known.lines().stream()
                  .filter(line -> !shownLines.containsKey(line.key()))
                  .filter(line -> !mayBeRefused(line.key(), shown.refused()))
                  .toList(),
              LINE_REMOVED));
    }
    for (Translation.Line line : shown.lines()) {
      LedgerLine before = knownLines.get(line.key());
      if (before == null) {
        changed.add(firstSight(line, owner.apply(line.key()), shown));
      } else if (before.despatched()) {
        continue;
      } else if (line.despatched()) {
        changed.add(despatch(before, line.quantity()));
      } else if (!shown.cancelled() && !(before.stands() && before.quantity() == line.quantity())) {
        changed.add(next(before, line.quantity(), Optional.empty()));
      }
    }
    return changed;
  }

  private static Map<LineKey, Translation.Line> byKey(Translation shown) {
    return shown.lines().stream().collect(Collectors.toMap(Translation.Line::key, line -> line));
  }

  private static boolean isDespatched(Translation.Line shown) {
    return shown != null && shown.despatched();
  }

  /**
   * What has left the house and is not wanted like that any more. No command can say so: goods that
   * come back are new stock once somebody has looked at them.
   */
  private List<RefusedLine> tooLate(Translation shown, List<LedgerLine> changed) {
    if (known.image().filter(shown.image()::equals).isPresent()) {
      return List.of();
    }
    List<LedgerLine> justGone =
        changed.stream().filter(line -> line.despatched() && !line.confirmed()).toList();
    List<RefusedLine> late = new ArrayList<>();
    if (shown.cancelled()) {
      late.addAll(cancelledTooLate(known));
      justGone.forEach(line -> late.add(tooLate(line, null)));
      return late;
    }
    Map<LineKey, Translation.Line> shownLines = byKey(shown);
    Stream.concat(known.lines().stream().filter(LedgerLine::despatched), justGone.stream())
        .forEach(
            line -> {
              Translation.Line now = shownLines.get(line.key());
              if (now != null && now.returned() > 0) {
                late.add(tooLate(line, "-" + now.returned()));
              } else if (now != null && now.quantity() != line.quantity()) {
                late.add(tooLate(line, "" + now.quantity()));
              } else if (now == null
                  && shown.complete()
                  && !mayBeRefused(line.key(), shown.refused())) {
                late.add(tooLate(line, "0"));
              }
            });
    return late;
  }

  private static List<RefusedLine> cancelledTooLate(KnownOrder known) {
    return known.cancelled()
        ? List.of()
        : known.lines().stream()
            .filter(LedgerLine::despatched)
            .map(line -> tooLate(line, null))
            .toList();
  }

  /**
   * @param quantity what is wanted now, or with a minus what came back; null when nothing is of the
   *     whole order
   */
  private static RefusedLine tooLate(LedgerLine line, String quantity) {
    return new RefusedLine(
        line.key().sku(),
        line.key().lineid(),
        quantity,
        Reason.ALREADY_DESPATCHED,
        RefusedLine.WHOLE_ORDER,
        false);
  }

  private static boolean mayBeRefused(LineKey line, List<RefusedLine> refused) {
    return refused.stream().anyMatch(unreadable -> unreadable.mayBe(line));
  }

  private List<LedgerLine> cancel(List<LedgerLine> lines, String reason) {
    return lines.stream()
        .filter(LedgerLine::stands)
        .map(line -> next(line, line.quantity(), Optional.of(reason)))
        .toList();
  }

  /**
   * A line first seen in a cancelled order was never asked for: there is nothing to take back. One
   * that had left the house before the stock was counted is not in it: there is nothing to take.
   */
  private LedgerLine firstSight(Translation.Line line, Owner owner, Translation shown) {
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
    boolean asKnown = before.stands() && before.quantity() == quantity;
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
