package dev.ficus.legacy.order;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Owners of the lines of one order: of those that were seen before, for good, and of others as is
 * decided about what is first seen now.
 *
 * <p>What is known of the order is read once for all its lines; an order may have thousands.
 */
public final class LineOwners {

  private final Ownership firstSeen;
  private final Map<LineKey, Owner> lines = new HashMap<>();
  private final Map<String, Owner> bySku = new HashMap<>();
  private final Map<String, Owner> byLineid = new HashMap<>();
  private final Map<ReadablePart, Owner> refused = new HashMap<>();
  private Owner ofOrder;

  /** What could be read of a refused line; empty is what could not, and what it has not. */
  private record ReadablePart(String sku, String lineid) {

    static ReadablePart of(Rejection refused) {
      return of(refused.sku(), refused.lineid());
    }

    static ReadablePart of(String sku, String lineid) {
      return new ReadablePart(
          Identifiers.readable(sku) ? sku : "", Identifiers.readable(lineid) ? lineid : "");
    }

    boolean isNothing() {
      return sku.isEmpty() && lineid.isEmpty();
    }
  }

  LineOwners(KnownOrder known, Ownership firstSeen) {
    this.firstSeen = firstSeen;
    for (LedgerLine line : known.lines()) {
      lines.put(line.key(), line.owner());
      add(line.key().sku(), line.key().lineid(), line.owner());
    }
    for (RefusedLine line : known.refused()) {
      refused.putIfAbsent(new ReadablePart(line.sku(), line.lineid()), line.owner());
      add(line.sku(), line.lineid(), line.owner());
    }
  }

  private void add(String sku, String lineid, Owner owner) {
    if (!sku.isEmpty()) {
      bySku.putIfAbsent(sku, owner);
    }
    if (!lineid.isEmpty()) {
      byLineid.putIfAbsent(lineid, owner);
    }
    ofOrder = ofOrder == Owner.MONOLITH ? ofOrder : owner;
  }

  /** Whether the ledger has this line. */
  public boolean has(LineKey line) {
    return lines.containsKey(line);
  }

  /**
   * Whether the owner of a line that cannot be translated is to be recorded, so that it is the same
   * when the line comes again. A charge of which nothing can be read is nobody's.
   */
  boolean isToBeRecorded(Rejection unreadable) {
    ReadablePart line = ReadablePart.of(unreadable);
    boolean isKnown =
        isWhole(unreadable) && lines.containsKey(new LineKey(line.sku(), line.lineid()));
    boolean isCharge = unreadable.reason() == Reason.NOT_STOCK;
    return !isKnown && !refused.containsKey(line) && !(isCharge && line.isNothing());
  }

  /**
   * Whether anything in an order as it is shown would be seen for the first time now, and is of a
   * SKU whose route is about to change, or is not known: nobody decides about it until it is.
   */
  public boolean mustWait(Translation shown) {
    return firstSeen.areOlder() && isAnyFirstSeen(shown) || isAnyFrozen(shown);
  }

  private boolean isAnyFirstSeen(Translation shown) {
    boolean unseen = lines.isEmpty() && refused.isEmpty();
    return unseen
        || shown.lines().stream()
            .map(Translation.TranslatedLine::key)
            .anyMatch(line -> before(line).isEmpty())
        || shown.refused().stream()
            .filter(each -> each.reason() != Reason.NOT_STOCK)
            .anyMatch(each -> before(each).isEmpty());
  }

  private boolean isAnyFrozen(Translation shown) {
    return firstSeen.isAnyFrozen()
        && (shown.lines().stream()
                .map(Translation.TranslatedLine::key)
                .anyMatch(line -> firstSeen.isFrozen(line.sku()) && before(line).isEmpty())
            || shown.refused().stream()
                .filter(refused -> refused.reason() != Reason.NOT_STOCK)
                .filter(refused -> Identifiers.readable(refused.sku()))
                .anyMatch(
                    refused -> firstSeen.isFrozen(refused.sku()) && before(refused).isEmpty()));
  }

  /** Whether nobody has seen this line, be it that it could not be translated. */
  public boolean isFirstSeen(LineKey line) {
    return before(line).isEmpty();
  }

  /** Who owns this line. */
  public Owner of(LineKey line) {
    return before(line).orElseGet(() -> firstSeen.ownerOf(line.sku()));
  }

  /** Who owns a line that cannot be translated. */
  public Owner of(Rejection refused) {
    return before(refused).orElseGet(() -> firstSeen.ownerOf(refused));
  }

  /**
   * A line may have been refused while not all of its key could be read. One of which nothing could
   * be read may have been any line, so it says nothing about this one.
   */
  private Optional<Owner> before(LineKey line) {
    return Optional.ofNullable(lines.get(line))
        .or(() -> recorded(line.sku(), line.lineid()))
        .or(() -> line.lineid().isEmpty() ? Optional.empty() : recorded("", line.lineid()))
        .or(() -> recorded(line.sku(), ""));
  }

  /**
   * One that shows no line id may be any line of its SKU that the order had before. So it has that
   * one's owner, whatever the route is now: another one would have what its owner has already. One
   * of which nothing can be read goes with its order, and to the monolith if that has any.
   */
  private Optional<Owner> before(Rejection unreadable) {
    ReadablePart line = ReadablePart.of(unreadable);
    if (isWhole(unreadable)) {
      return before(new LineKey(line.sku(), line.lineid()));
    }
    Owner sameOrder = line.isNothing() ? ofOrder : null;
    Owner sameSku = bySku.getOrDefault(line.sku(), sameOrder);
    return recorded(line.sku(), line.lineid())
        .or(() -> Optional.ofNullable(byLineid.getOrDefault(line.lineid(), sameSku)));
  }

  private static boolean isWhole(Rejection refused) {
    return Identifiers.readable(refused.sku()) && refused.lineid() != null;
  }

  private Optional<Owner> recorded(String sku, String lineid) {
    return Optional.ofNullable(refused.get(new ReadablePart(sku, lineid)));
  }
}
