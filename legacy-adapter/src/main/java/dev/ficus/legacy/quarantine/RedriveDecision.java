package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.LineOwners;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.quarantine.Redriven.RedriveOutcome;
import dev.ficus.legacy.quarantine.Rereading.FoundOrders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decision about redriving an entry of an order: what follows by the rules of today and by what the
 * ledger has.
 *
 * <p>An entry is settled only by what was read: when its order, or its line, is found in the call
 * by the rules of today and is taken in, or when the ledger has a later change of an order that was
 * found again. Rules that were mended wrongly find less than before; then the entry waits, with
 * what was looked for and where, so that nothing is lost by a mistake in the settings.
 *
 * @param translator of the entry's shop
 * @param owners who owns what is first seen now
 * @param correlation the id under which what follows can be found
 */
record RedriveDecision(Entry entry, Translator translator, Ownership owners, String correlation) {

  /**
   * What is done about the entry.
   *
   * @param detail the explanation, where the outcome is not enough; nothing of the call's content
   * @param update what is written about the order
   * @param commands what follows from it
   * @param reasons why something is refused still
   */
  record Decided(
      RedriveOutcome outcome,
      Optional<String> detail,
      Optional<LedgerUpdate> update,
      List<Command.LineCommand> commands,
      List<Reason> reasons) {

    /** Whether the entry goes on waiting. */
    boolean waits() {
      return outcome != RedriveOutcome.TRANSLATED && outcome != RedriveOutcome.SUPERSEDED;
    }
  }

  /** The decision about an entry that names its order, which is looked for in its call. */
  Function<KnownOrder, Decided> of(FoundOrders found) {
    if (entry.reason() == Reason.ALREADY_DESPATCHED || entry.reason() == Reason.KEPT_BACK) {
      return any -> stillRefused(entry.reason());
    }
    if (entry.reason() == Reason.NOT_SHOWN && found.orders().isEmpty()) {
      return this::notShown;
    }
    Optional<OldOrder> order = found.order(entry.number());
    if (order.isEmpty()) {
      return any -> orderNotFound(found);
    }
    return of(order.get());
  }

  /** The decision about the entry's order, or about one of several where it names none. */
  Function<KnownOrder, Decided> of(OldOrder order) {
    Translation shown = translator.translate(order);
    if (!entry.isLine()) {
      return known -> whole(known, shown);
    }
    if (entry.place() >= order.items().size()) {
      return any -> lineNotFound(order);
    }
    Translation line = translator.translate(order, entry.place());
    return known -> line(known, line, shown);
  }

  /** What may be an order is looked for in its call, and none is found. */
  Decided nothingFound(FoundOrders found) {
    return found.unreadable() > 0
        ? stillRefused(entry.reason())
        : waits(
            RedriveOutcome.NOT_FOUND,
            "an order was looked for"
                + entry
                    .within()
                    .filter(place -> !place.isEmpty())
                    .map(" in call "::concat)
                    .orElse("")
                + " by the calls of the dialect of feed "
                + entry.feed()
                + "; by these it holds no order");
  }

  /**
   * The shop answered a fault instead of the order. When the order has changed in the ledger since,
   * the shop has shown it after all.
   */
  private Decided notShown(KnownOrder known) {
    return !known.isUnseen() && isChangedSince(known) ? superseded() : stillRefused(entry.reason());
  }

  private Decided line(KnownOrder known, Translation line, Translation shown) {
    if (line.lines().isEmpty() && line.refused().isEmpty()) {
      return waits(
          RedriveOutcome.NOT_FOUND,
          "line %d of order %s is part of another line by today's rules, or nothing of it is wanted"
              .formatted(entry.place() + 1, entry.number()));
    }
    String fingerprint = entry.fingerprint().orElse("");
    if (OrderRules.isOutdated(known, fingerprint)) {
      return superseded();
    }
    if (!line.refused().isEmpty()) {
      return stillRefused(line.refused().get(0).reason());
    }
    if (line.cancelled()) {
      return waits(
          RedriveOutcome.CONTRADICTED,
          "order %s reads as cancelled by order.status and cancelled-statuses, and is not in the"
                  .formatted(entry.number())
              + " ledger");
    }
    if (known.owners(owners).mustWait(line)) {
      return later();
    }
    LineKey key = line.lines().get(0).key();
    if (Identifiers.readable(entry.sku()) && !entry.sku().equals(key.sku())) {
      return waits(
          RedriveOutcome.NOT_FOUND,
          "SKU %s was looked for in line %d of order %s by line.sku of the dialect of feed %s;"
                  .formatted(entry.sku(), entry.place() + 1, entry.number(), entry.feed())
              + " another is there");
    }
    Set<LineKey> others = notShownAnyMore(known, shown, key);
    if (!others.isEmpty()) {
      return waits(
          RedriveOutcome.CONTRADICTED,
          "by today's line.id, line.sku and line-ids order %s does not show %s any more, which the"
                  .formatted(entry.number(), named(others))
              + " ledger has: this could be the same goods once more");
    }
    return OrderRules.redrivenLine(known, fingerprint, line, asRefused(known), correlation)
        .map(update -> translated(known, update))
        .orElseGet(RedriveDecision::superseded);
  }

  /**
   * A line that waits here is ours, unless it was recorded otherwise when it was first seen: nobody
   * else was given it. So its route of today does not count.
   */
  private Ownership asRefused(KnownOrder known) {
    return Ownership.all(known.ownerOfRefused(entry.sku(), entry.lineid()).orElse(Owner.NEW));
  }

  private Decided whole(KnownOrder known, Translation shown) {
    LineOwners lineOwners = known.owners(owners);
    if (lineOwners.mustWait(shown)) {
      return later();
    }
    if (shown.lines().stream().anyMatch(line -> lineOwners.of(line.key()) == Owner.MONOLITH)) {
      return waits(
          RedriveOutcome.CONTRADICTED,
          "order %s has lines that the monolith fulfils, and nothing is passed on to it from here:"
                  .formatted(known.number().number())
              + " let the shop send the order again");
    }
    Optional<LedgerUpdate> update =
        OrderRules.redrivenOrder(known, entry.fingerprint(), shown, owners, correlation);
    if (update.isEmpty()) {
      return isOutdated(known, shown)
          ? superseded()
          : waits(
              RedriveOutcome.CONTRADICTED,
              "order %s was known otherwise before this call came, and order.updated-at does not"
                      .formatted(known.number().number())
                  + " say which of the two is later");
    }
    if (entry.fingerprint().isPresent() && shown.refused().stream().anyMatch(this::isAsBefore)) {
      return stillRefused(entry.reason());
    }
    if (entry.fingerprint().isPresent() && !shown.cancelled()) {
      Set<LineKey> others = notShownAnyMore(known, shown, null);
      if (!others.isEmpty()) {
        return waits(
            RedriveOutcome.CONTRADICTED,
            "by today's order.lines, line.id, line.sku and line-ids order %s does not show %s,"
                    .formatted(entry.number(), named(others))
                + " which the ledger has");
      }
    }
    return translated(known, update.get());
  }

  /**
   * Whether the ledger has what came later than the entry's call: by the shop's clock, by the
   * order's fingerprint when the entry was written down, or by when it changed last.
   */
  private boolean isOutdated(KnownOrder known, Translation shown) {
    return entry.fingerprint().isPresent()
        || shown.updatedAt().isPresent() && known.updatedAt().isPresent()
        || isChangedSince(known);
  }

  private boolean isChangedSince(KnownOrder known) {
    return known.asOf().filter(at -> at.isAfter(entry.lastSeenAt())).isPresent();
  }

  private boolean isAsBefore(Rejection refused) {
    return refused.reason() == entry.reason() && refused.place() == Rejection.NO_PLACE;
  }

  /**
   * Lines that the ledger has of what is read now, and that are not in it by the rules of today: so
   * these distinguish lines otherwise than when the ledger was written. What is despatched may well
   * have been taken out since; it matters where the same SKU would be ordered once more.
   */
  private static Set<LineKey> notShownAnyMore(
      KnownOrder known, Translation shown, LineKey redriven) {
    Set<LineKey> gone = shown.takenOut(known.lines());
    return known.lines().stream()
        .filter(line -> gone.contains(line.key()))
        .filter(line -> line.isOpen() || line.despatched() && isOrderedAgain(line, shown, redriven))
        .map(LedgerLine::key)
        .collect(Collectors.toSet());
  }

  private static boolean isOrderedAgain(LedgerLine despatched, Translation shown, LineKey line) {
    String sku = despatched.key().sku();
    return line == null
        ? shown.lines().stream().anyMatch(each -> each.key().sku().equals(sku))
        : line.sku().equals(sku);
  }

  private static String named(Set<LineKey> lines) {
    return lines.stream()
        .map(key -> key.lineid().isEmpty() ? key.sku() : key.sku() + " (line " + key.lineid() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Decided orderNotFound(FoundOrders found) {
    return waits(
        RedriveOutcome.NOT_FOUND,
        "order %s was looked for by order.number of the dialect of feed %s; the call holds %d"
                .formatted(entry.number(), entry.feed(), found.orders().size())
            + " orders of other numbers, %d things that are no order, and %d calls that mean nothing"
                .formatted(found.unreadable(), found.unknown()));
  }

  private Decided lineNotFound(OldOrder order) {
    return waits(
        RedriveOutcome.NOT_FOUND,
        "line %d of order %s was looked for by order.lines of the dialect of feed %s; it shows %d"
            .formatted(entry.place() + 1, entry.number(), entry.feed(), order.items().size()));
  }

  private static Decided translated(KnownOrder known, LedgerUpdate update) {
    List<Command.LineCommand> commands =
        update.lines().stream()
            .filter(line -> !line.confirmed())
            .flatMap(line -> Command.of(known.number(), line).stream())
            .toList();
    List<Reason> reasons = update.refused().stream().map(Rejection::reason).toList();
    return new Decided(
        RedriveOutcome.TRANSLATED, Optional.empty(), Optional.of(update), commands, reasons);
  }

  private static Decided superseded() {
    return new Decided(
        RedriveOutcome.SUPERSEDED, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  private Decided later() {
    return waits(
        RedriveOutcome.LATER,
        "products of order %s change their route at present".formatted(entry.number()));
  }

  private static Decided stillRefused(Reason reason) {
    return new Decided(
        RedriveOutcome.STILL_REFUSED,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(reason));
  }

  private Decided waits(RedriveOutcome outcome, String detail) {
    return new Decided(
        outcome, Optional.of(detail), Optional.empty(), List.of(), List.of(entry.reason()));
  }
}
