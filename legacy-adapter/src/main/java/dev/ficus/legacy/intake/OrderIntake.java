package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.strangling.Ownership;
import dev.ficus.legacy.translating.Changes;
import dev.ficus.legacy.translating.Command;
import dev.ficus.legacy.translating.ShopRules;
import dev.ficus.legacy.translating.Translation;
import dev.ficus.legacy.translating.Translator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Takes in what the old world says of its orders.
 *
 * <p>Three steps, each of which may be the last one before a crash: write the change and its
 * unconfirmed commands down (one transaction, under the order's lock); send the commands; note that
 * they are confirmed. Whoever comes next, the sender with a retry or {@link Resender}, finds in the
 * ledger exactly what is still to be sent. Between the first and the last step the order is not
 * locked: a second call may overtake, and then sends a higher revision, which wins in whatever
 * order the two arrive.
 *
 * <p>A method that returns has the order safe: every command confirmed by the broker, everything
 * else in quarantine. One that throws leaves it to a retry, which changes nothing it need not.
 */
@ApplicationScoped
public class OrderIntake {

  private final Ledger ledger;
  private final Quarantine quarantine;
  private final Ownership ownership;
  private final Commands commands;
  private final Tally tally;

  OrderIntake(
      Ledger ledger, Quarantine quarantine, Ownership ownership, Commands commands, Tally tally) {
    this.ledger = ledger;
    this.quarantine = quarantine;
    this.ownership = ownership;
    this.commands = commands;
    this.tally = tally;
  }

  /** Takes in an order as the shop shows it, whether new, changed, cancelled or the same again. */
  public void take(OldOrder order, ShopRules rules, Arrival arrival) {
    OrderNumber number = order.number();
    Translation shown = new Translator(rules).translate(order);
    tally.order(number.shop(), shown.lines().size() + shown.refused().size());
    Ledger.Sighting sighting =
        ledger.see(
            number,
            arrival,
            known ->
                Changes.seen(
                    known, shown, line -> ownership.ownerOf(number, line), arrival.correlation()));
    tally.quarantined(sighting.quarantined());
    deliver(sighting.order());
  }

  /**
   * Cancels an order by its number alone.
   *
   * @return false when the order has never been seen: then nothing was changed
   */
  public boolean cancel(OrderNumber number, Arrival arrival) {
    Optional<Ledger.Sighting> sighting =
        ledger.seeAgain(number, arrival, known -> Changes.cancelled(known, arrival.correlation()));
    sighting.ifPresent(seen -> deliver(seen.order()));
    return sighting.isPresent();
  }

  /** Keeps a call that holds no order that can be told from others. */
  public void keepUnreadable(String shop, Arrival arrival) {
    if (quarantine.keep(shop, Reason.UNREADABLE_ORDER, arrival)) {
      tally.quarantined(List.of(RefusedLine.wholeOrder(Reason.UNREADABLE_ORDER)));
    }
  }

  /** Sends what the broker has not confirmed yet, and notes that it has. */
  void deliver(KnownOrder order) {
    List<LedgerLine> lines = order.unconfirmed();
    if (lines.isEmpty()) {
      return;
    }
    List<Commands.Outgoing> outgoing =
        lines.stream()
            .map(
                line -> new Commands.Outgoing(Command.of(order.number(), line), line.correlation()))
            .toList();
    commands.send(outgoing);
    ledger.confirm(order.number(), lines);
    tally.confirmed(outgoing);
  }
}
