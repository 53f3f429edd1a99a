package dev.ficus.legacy.redriving;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.redriving.Redriven.Outcome;
import dev.ficus.legacy.strangling.Ownership;
import dev.ficus.legacy.translating.Changes;
import dev.ficus.legacy.translating.Command;
import dev.ficus.legacy.translating.Translation;
import dev.ficus.legacy.translating.Translator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to become of an entry by the rules of today and by what the ledger knows.
 *
 * @param translator of the entry's shop
 * @param correlation the id under which what follows can be found
 */
record Judgement(Entry entry, Translator translator, Ownership ownership, String correlation) {

  /**
   * What was found.
   *
   * @param update what is to be written about the order
   * @param commands what follows from it
   * @param reasons why something is refused still
   */
  record Finding(
      Outcome outcome,
      Optional<LedgerUpdate> update,
      List<Command.OfLine> commands,
      List<Reason> reasons) {}

  /**
   * The finding about the entry's order, or about one of several where none could be told.
   *
   * @param order as it is read now; empty when it still cannot be read
   */
  Function<KnownOrder, Finding> of(Optional<OldOrder> order) {
    if (order.isEmpty()) {
      return this::unreadable;
    }
    if (entry.isLine()) {
      Translation line = translator.translate(order.get(), entry.place());
      return known -> line(known, line);
    }
    Translation shown = translator.translate(order.get());
    return known -> whole(known, shown);
  }

  /** An order that the shop did not show, and has shown since, is in the ledger. */
  private Finding unreadable(KnownOrder known) {
    return known == null || known.isUnseen() ? stillRefused(entry.reason()) : superseded();
  }

  private Finding line(KnownOrder known, Translation line) {
    Optional<LedgerUpdate> update =
        Changes.redrivenLine(known, entry.image().orElse(""), line, owner(known), correlation);
    if (update.isEmpty()) {
      return superseded();
    }
    return line.refused().isEmpty()
        ? translated(known, update.get())
        : stillRefused(line.refused().get(0).reason());
  }

  private Finding whole(KnownOrder known, Translation shown) {
    Optional<LedgerUpdate> update =
        Changes.redrivenOrder(known, entry.image(), shown, owner(known), correlation);
    if (update.isEmpty()) {
      return superseded();
    }
    return entry.image().isPresent() && shown.refused().contains(asBefore())
        ? stillRefused(entry.reason())
        : translated(known, update.get());
  }

  private RefusedLine asBefore() {
    return RefusedLine.wholeOrder(entry.reason());
  }

  private Function<LineKey, Owner> owner(KnownOrder known) {
    return line -> ownership.ownerOf(known.number(), line);
  }

  private static Finding translated(KnownOrder known, LedgerUpdate update) {
    List<Command.OfLine> commands =
        update.lines().stream()
            .filter(line -> !line.confirmed())
            .map(line -> Command.of(known.number(), line))
            .toList();
    List<Reason> reasons = update.refused().stream().map(RefusedLine::reason).toList();
    return new Finding(Outcome.TRANSLATED, Optional.of(update), commands, reasons);
  }

  private static Finding superseded() {
    return new Finding(Outcome.SUPERSEDED, Optional.empty(), List.of(), List.of());
  }

  private static Finding stillRefused(Reason reason) {
    return new Finding(Outcome.STILL_REFUSED, Optional.empty(), List.of(), List.of(reason));
  }
}
