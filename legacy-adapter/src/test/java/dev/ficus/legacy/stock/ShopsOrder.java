package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Translation;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Order of a shop with lines of one SKU, and what the ledger's own rules decide about it. */
final class ShopsOrder {

  static final String SKU = "LAMP";

  private static final int MOST_LINES = 2;
  private static final LocalDateTime MADE_AT = LocalDateTime.of(2026, 11, 29, 9, 0);

  private final OrderNumber number;
  private final List<ShownLine> shown = new ArrayList<>();
  private final List<Owner> owners = new ArrayList<>();
  private KnownOrder known;
  private int changes;

  private record ShownLine(int units, boolean wanted, boolean despatched) {}

  ShopsOrder(int number) {
    this.number = new OrderNumber("shop", Integer.toString(number));
    this.known = KnownOrder.unseen(this.number);
  }

  boolean isFull() {
    return shown.size() == MOST_LINES;
  }

  int lines() {
    return shown.size();
  }

  /** The name of this line, which no other order has. */
  String name(int line) {
    return number.orderid() + "/" + line;
  }

  /** The line as the ledger has it. */
  LedgerLine line(int line) {
    return known.lines().get(line);
  }

  /**
   * The shop adds a line.
   *
   * @return what is to be done about lines; nothing when the order waits, as if it was never sent
   */
  List<LedgerLine> add(int units, Ownership routes) {
    shown.add(new ShownLine(units, true, false));
    LineKey key = key(lines() - 1);
    if (known.owners(routes).mustWait(translation())) {
      shown.remove(lines() - 1);
      return List.of();
    }
    owners.add(routes.ownerOf(SKU));
    List<LedgerLine> changed = show(routes);
    assertEquals(routes.ownerOf(SKU), line(lines() - 1).owner(), () -> key + " is first seen");
    return changed;
  }

  /** The shop wants so many units of a line, none included, whatever it has wanted before. */
  List<LedgerLine> change(int line, int units, Ownership routes) {
    ShownLine before = shown.get(line);
    shown.set(
        line, new ShownLine(units > 0 ? units : before.units(), units > 0, before.despatched()));
    return show(routes);
  }

  /** The shop shows that a line has left. */
  List<LedgerLine> leave(int line, Ownership routes) {
    ShownLine before = shown.get(line);
    shown.set(line, new ShownLine(before.units(), true, true));
    return show(routes);
  }

  private List<LedgerLine> show(Ownership routes) {
    changes++;
    Optional<LedgerUpdate> update =
        OrderRules.shown(known, translation(), routes, "call " + changes);
    update.ifPresent(each -> known = known.after(each));
    for (int line = 0; line < lines(); line++) {
      assertEquals(owners.get(line), line(line).owner(), "a line's owner stays");
    }
    return update.map(LedgerUpdate::lines).orElse(List.of());
  }

  private Translation translation() {
    boolean cancelled = shown.stream().noneMatch(line -> line.wanted() || line.despatched());
    return new Translation(
        number,
        cancelled,
        Optional.of(MADE_AT.plusSeconds(changes)),
        IntStream.range(0, lines())
            .filter(line -> cancelled || shown.get(line).wanted() || shown.get(line).despatched())
            .mapToObj(this::translated)
            .toList(),
        List.of(),
        false,
        true);
  }

  private Translation.TranslatedLine translated(int line) {
    ShownLine now = shown.get(line);
    return new Translation.TranslatedLine(key(line), now.units(), now.despatched(), 0);
  }

  /** By its place: the ledger sorts lines by key. */
  private static LineKey key(int line) {
    return new LineKey(SKU, Integer.toString(line));
  }
}
