package dev.ficus.legacy.order;

import dev.ficus.legacy.intake.Command;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One order and a ledger that holds nothing else, to see what each showing of it changes. */
final class OneOrder {

  /** When the stock was counted. */
  static final LocalDateTime COUNTED_AT = LocalDateTime.of(2010, 12, 1, 6, 0);

  private static final OrderNumber NUMBER = new OrderNumber("shop", "536365");
  private static final Translator TRANSLATOR =
      new Translator(
          new ShopRules(
              ShopRules.LineIds.ITEM_ID,
              Optional.empty(),
              Set.of("POST"),
              Set.of("canceled", "closed"),
              Optional.of(COUNTED_AT),
              ShopRules.OtherLines.GO_ON,
              ShopRules.NumericSkus.AS_TEXT));

  private Ownership owner;
  private KnownOrder known = KnownOrder.unseen(NUMBER);
  private List<Rejection> refused = List.of();

  OneOrder() {
    this(Ownership.all(Owner.NEW));
  }

  OneOrder(Ownership owner) {
    this.owner = owner;
  }

  void ownedFromNowOnBy(Ownership owner) {
    this.owner = owner;
  }

  KnownOrder known() {
    return known;
  }

  List<Rejection> refused() {
    return refused;
  }

  /** The commands that follow, such as "allocate A/1 2 @1". */
  List<String> shows(OldItem... items) {
    return show(new OldOrder(NUMBER, List.of("processing"), null, List.of(items)));
  }

  List<String> showsAt(LocalDateTime updatedAt, OldItem... items) {
    return show(new OldOrder(NUMBER, List.of("processing"), updatedAt, List.of(items)));
  }

  List<String> showsCancelled(LocalDateTime updatedAt, OldItem... items) {
    return show(new OldOrder(NUMBER, List.of("canceled"), updatedAt, List.of(items)));
  }

  /** The line at this place of what was last shown is now read as this item. */
  List<String> redrivesLine(int place, OldItem now) {
    return redrivesLine(known.fingerprint().orElseThrow(), place, now);
  }

  List<String> redrivesLine(String fingerprint, int place, OldItem now) {
    OldItem[] items = new OldItem[place + 1];
    Arrays.fill(items, new OldItem("other", null, "OTHER", "1", null, null, null));
    items[place] = now;
    Translation line =
        TRANSLATOR.translate(new OldOrder(NUMBER, List.of(), null, List.of(items)), place);
    return write(OrderRules.redrivenLine(known, fingerprint, line, owner, "c"));
  }

  /** A call of which not even the number could be read is now read as this. */
  List<String> redrivesOrder(LocalDateTime updatedAt, OldItem... items) {
    Translation shown =
        TRANSLATOR.translate(new OldOrder(NUMBER, List.of(), updatedAt, List.of(items)));
    return write(OrderRules.redrivenOrder(known, Optional.empty(), shown, owner, "c"));
  }

  List<String> cancel() {
    return write(OrderRules.cancelled(known, "c"));
  }

  /** What is to be sent, line by line: what the ledger has not seen confirmed. */
  List<List<Command.LineCommand>> due() {
    return known.unconfirmed().stream().map(line -> Command.of(NUMBER, line)).toList();
  }

  /** The broker has confirmed all commands of a line, of which this is the last. */
  void confirmed(Command.LineCommand command) {
    known = known.with(known.lines().stream().map(line -> confirmed(line, command)).toList());
  }

  private static LedgerLine confirmed(LedgerLine line, Command.LineCommand command) {
    boolean meant = line.key().equals(command.line()) && line.revision() == command.revision();
    return new LedgerLine(
        line.key(),
        line.quantity(),
        line.revision(),
        line.cancelledFor(),
        line.despatched(),
        line.owner(),
        line.confirmed() || meant,
        line.correlation());
  }

  private List<String> show(OldOrder order) {
    return write(OrderRules.shown(known, TRANSLATOR.translate(order), owner, "c"));
  }

  private List<String> write(Optional<LedgerUpdate> update) {
    if (update.isEmpty()) {
      return List.of();
    }
    LedgerUpdate change = update.get();
    known = known.after(change);
    refused = change.refused();
    return change.lines().stream()
        .filter(line -> !line.confirmed())
        .flatMap(line -> Command.of(NUMBER, line).stream())
        .map(OneOrder::written)
        .toList();
  }

  private static String written(Command.LineCommand command) {
    String what = "";
    if (command instanceof Command.Allocate allocate) {
      what = " " + allocate.qty();
    } else if (command instanceof Command.Deallocate deallocate) {
      what = " " + deallocate.reason();
    }
    return command.name()
        + " "
        + command.line().sku()
        + "/"
        + command.line().lineid()
        + what
        + " @"
        + command.revision();
  }
}
