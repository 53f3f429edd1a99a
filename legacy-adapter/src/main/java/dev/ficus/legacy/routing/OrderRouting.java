package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.LineOwners;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.order.Translation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Routing of a call about an order: whose lines it is about, and so who is given it.
 *
 * <p>Known lines have their owner, and others the one of their SKU's route. A charge is nobody's:
 * it goes with the goods. What is refused of the monolith's is for the monolith to refuse; it does
 * not wait in quarantine here.
 *
 * @param way by which it comes
 * @param beforeUs whether the order was made before we stood in front of the monolith: what of it
 *     was not seen yet is the monolith's then, whatever the routes are
 * @param correlation the id under which the call can be found
 * @param document in which the order is shown
 */
public record OrderRouting(
    WayIn way, boolean beforeUs, String correlation, OrderDocument document) {

  /** Routing of a call that goes on whole or not at all. */
  public OrderRouting(WayIn way, boolean beforeUs, String correlation) {
    this(way, beforeUs, correlation, OrderDocument.WHOLE);
  }

  /** What follows when an order is shown; empty when nothing changes and it is ours. */
  public Optional<LedgerUpdate> shown(KnownOrder known, Translation shown, Ownership routes) {
    if (known.owners(routes).mustWait(shown)) {
      return Optional.of(
          LedgerUpdate.nothing(known)
              .handled(routes.areOlder() ? Handling.ROUTES_ARE_OLDER : Handling.WAITS));
    }
    Ownership owners = owners(routes);
    Handling handling = handling(known, shown, owners);
    if (handling.isRefused()) {
      return Optional.of(LedgerUpdate.nothing(known).handled(handling));
    }
    if (handling.isForwarded()) {
      LedgerUpdate update =
          handling == Handling.FORWARDED
              ? forwarded(known, shown, owners)
              : split(known, shown, owners.withOthers(Owner.MONOLITH));
      return Optional.of(
          way == WayIn.SHOWN && update.handling().isForwarded()
              ? update.handled(Handling.SHOWN)
              : update);
    }
    if (way == WayIn.READ && !routes.isAny(Owner.NEW)) {
      return taken(known, shown, routes.withOthers(Owner.MONOLITH));
    }
    Ownership ours = ours(owners);
    if (!isAskedFor()) {
      return taken(known, shown, ours);
    }
    LineOwners lineOwners = known.owners(ours);
    Translation decided = withoutUndecided(shown, lineOwners);
    Optional<LedgerUpdate> update =
        decided.isEmpty() && !shown.isEmpty() && known.isUnseen()
            ? Optional.empty()
            : taken(known, decided, ours);
    Set<String> undecided = beforeUs ? Set.of() : undecided(shown, lineOwners);
    return undecided.isEmpty()
        ? update
        : Optional.of(update.orElseGet(() -> LedgerUpdate.nothing(known)).leaving(undecided));
  }

  private Optional<LedgerUpdate> taken(KnownOrder known, Translation shown, Ownership ours) {
    return OrderRules.shown(known, shown, ours, correlation)
        .map(update -> withoutTheMonoliths(update, known.owners(ours)));
  }

  private LedgerUpdate forwarded(KnownOrder known, Translation shown, Ownership owners) {
    return OrderRules.shown(known, shown, owners.withOthers(Owner.MONOLITH), correlation)
        .orElseGet(() -> LedgerUpdate.nothing(known))
        .withoutRefused(any -> true)
        .handled(Handling.FORWARDED);
  }

  /**
   * Our lines are taken out of what the monolith is given. What stays in it is the monolith's: so
   * are lines that cannot be translated, unless they can be taken out. Where a line that can be
   * translated is ours and has to stay, both would have it; so neither is given the call.
   */
  private LedgerUpdate split(KnownOrder known, Translation shown, Ownership routes) {
    Set<LineKey> separable = document.separable();
    Ownership firstSeen = routes.withSeparable(separable);
    LineOwners owners = known.owners(firstSeen);
    if (!ownersOf(known, shown, owners).contains(Owner.NEW)) {
      return forwarded(known, shown, firstSeen);
    }
    boolean stays =
        shown.lines().stream()
            .map(Translation.TranslatedLine::key)
            .anyMatch(line -> owners.of(line) == Owner.NEW && !separable.contains(line));
    if (stays) {
      return LedgerUpdate.nothing(known).handled(Handling.NOT_DIVIDED);
    }
    Set<LineKey> ours =
        separable.stream().filter(line -> owners.of(line) == Owner.NEW).collect(Collectors.toSet());
    return OrderRules.shown(known, shown, firstSeen, correlation)
        .map(update -> withoutTheMonoliths(update, owners))
        .orElseGet(() -> LedgerUpdate.nothing(known))
        .without(ours)
        .handled(
            shown.cancelled() || isKnownToBeOurs(known) ? Handling.SPLIT : Handling.SPLIT_AND_HELD);
  }

  /** Whether we have had a part in the order before this call. */
  private static boolean isKnownToBeOurs(KnownOrder known) {
    return known.lines().stream().anyMatch(line -> line.owner() == Owner.NEW)
        || known.refused().stream().anyMatch(line -> line.owner() == Owner.NEW);
  }

  /** What follows when an order is cancelled by its number; empty when nothing changes. */
  public Optional<LedgerUpdate> cancelled(KnownOrder known, Ownership routes) {
    Set<Owner> of = EnumSet.noneOf(Owner.class);
    known.lines().forEach(line -> of.add(line.owner()));
    known.refused().forEach(line -> of.add(line.owner()));
    if (of.isEmpty() && goesOn(known, routes)) {
      of.add(Owner.MONOLITH);
    }
    boolean forwarded = of.contains(Owner.MONOLITH) && way == WayIn.TO_THE_MONOLITH;
    if (of.contains(Owner.MONOLITH) && way == WayIn.TO_US && !known.isUnseen()) {
      return Optional.of(LedgerUpdate.nothing(known).handled(Handling.NO_WAY_TO_THE_MONOLITH));
    }
    Optional<LedgerUpdate> update =
        OrderRules.cancelled(known, correlation)
            .map(each -> withoutTheMonoliths(each, known.owners(routes)));
    return forwarded
        ? Optional.of(
            update
                .orElseGet(() -> LedgerUpdate.nothing(known))
                .handled(
                    of.contains(Owner.NEW) ? Handling.TAKEN_AND_FORWARDED : Handling.FORWARDED))
        : update;
  }

  /** Of an order that we know and that has no lines we once decided as it came: by the default. */
  private static boolean goesOn(KnownOrder known, Ownership routes) {
    return known.isUnseen() ? routes.isAny(Owner.MONOLITH) : routes.byDefault() == Owner.MONOLITH;
  }

  private Ownership owners(Ownership routes) {
    if (beforeUs) {
      return routes.allFirstSeen(Owner.MONOLITH);
    }
    boolean anyGoOn = leadsToTheMonolith() && routes.isAny(Owner.MONOLITH);
    return routes.withOthers(anyGoOn ? Owner.MONOLITH : Owner.NEW);
  }

  /**
   * Where something is taken, so is what else is in the order. Of an order that we asked for the
   * monolith has all that was made before us, whatever can be read of it.
   */
  private Ownership ours(Ownership owners) {
    return isAskedFor() && beforeUs ? owners : owners.withOthers(Owner.NEW);
  }

  private Handling handling(KnownOrder known, Translation shown, Ownership owners) {
    if (isAskedFor() || way == WayIn.AGAIN) {
      return Handling.TAKEN;
    }
    Set<Owner> of = ownersOf(known, shown, known.owners(owners));
    if (of.isEmpty()) {
      of.add(ownerOfNothing(shown, owners));
    }
    if (leadsToTheMonolith() && hasCharges(shown) && document.goesOnForCharges()) {
      of.add(Owner.MONOLITH);
    }
    if (!of.contains(Owner.MONOLITH)) {
      return Handling.TAKEN;
    }
    if (way == WayIn.TO_US) {
      return Handling.NO_WAY_TO_THE_MONOLITH;
    }
    return of.contains(Owner.NEW) ? Handling.SPLIT : Handling.FORWARDED;
  }

  private boolean isAskedFor() {
    return way == WayIn.ASKED_FOR || way == WayIn.READ;
  }

  private boolean leadsToTheMonolith() {
    return way == WayIn.TO_THE_MONOLITH || way == WayIn.SHOWN;
  }

  private static boolean hasCharges(Translation shown) {
    return shown.refused().stream().anyMatch(each -> each.reason() == Reason.NOT_STOCK);
  }

  /** Who owns anything in the order as it is shown, or of what this changes. */
  private static Set<Owner> ownersOf(KnownOrder known, Translation shown, LineOwners owners) {
    Set<Owner> of = EnumSet.noneOf(Owner.class);
    shown.lines().forEach(line -> of.add(owners.of(line.key())));
    shown.refused().stream()
        .filter(each -> isLine(each) && each.reason() != Reason.NOT_STOCK)
        .forEach(each -> of.add(owners.of(each)));
    Set<LineKey> takenOut = shown.takenOut(known.lines());
    for (LedgerLine line : known.lines()) {
      boolean changes = line.isOpen() && (shown.cancelled() || takenOut.contains(line.key()));
      // The monolith knows the order, and is to know it as it is now.
      if (changes || line.owner() == Owner.MONOLITH) {
        of.add(line.owner());
      }
    }
    if (known.refused().stream().anyMatch(line -> line.owner() == Owner.MONOLITH)) {
      of.add(Owner.MONOLITH);
    }
    return of;
  }

  /**
   * Who is given an order without goods. Charges alone go by the default route. Where no lines are
   * found at all some of them may be ours, if anything is: then somebody has to look.
   */
  private Owner ownerOfNothing(Translation shown, Ownership owners) {
    if (way == WayIn.TO_US) {
      return Owner.NEW;
    }
    boolean charges = shown.refused().stream().anyMatch(each -> each.subject() == Subject.LINE);
    return charges ? owners.byDefault() : owners.isAny(Owner.NEW) ? Owner.NEW : Owner.MONOLITH;
  }

  /** Lines of the monolith that are first seen when it is shown them, and not before. */
  private static Translation withoutUndecided(Translation shown, LineOwners owners) {
    return shown.only(
        line -> owners.has(line) || owners.of(line) == Owner.NEW,
        refused -> !isLine(refused) || owners.of(refused) == Owner.NEW);
  }

  /** The SKUs of those lines. */
  private static Set<String> undecided(Translation shown, LineOwners owners) {
    return shown.lines().stream()
        .map(Translation.TranslatedLine::key)
        .filter(line -> owners.isFirstSeen(line) && owners.of(line) == Owner.MONOLITH)
        .map(LineKey::sku)
        .collect(Collectors.toSet());
  }

  private static LedgerUpdate withoutTheMonoliths(LedgerUpdate update, LineOwners owners) {
    return update.withoutRefused(
        refused -> isLine(refused) && owners.of(refused) == Owner.MONOLITH);
  }

  private static boolean isLine(Rejection refused) {
    return refused.subject() == Subject.LINE;
  }
}
