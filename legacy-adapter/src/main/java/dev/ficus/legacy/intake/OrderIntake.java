package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderDecision;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.routing.Ownership;
import dev.ficus.legacy.schedule.TransientFailure;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes in what the old world says of its orders.
 *
 * <p>Three steps, each of which may be the last one before a crash: write the change and its
 * unconfirmed commands down (one transaction, under the order's lock); send the commands; note that
 * they are confirmed. Whoever comes next, the sender with a retry or {@link Resender}, finds in the
 * ledger exactly what is still to be sent. Between the first and the last step the order is not
 * locked: a second call may overtake, and then sends a higher revision, which wins in whatever
 * order the two arrive. What simultaneous callers say is written down, and noted, together.
 *
 * <p>What is done has the order safe: every command confirmed by the broker, everything else in
 * quarantine. What fails leaves it to a retry, which changes nothing it need not.
 */
@ApplicationScoped
public class OrderIntake {

  private static final int LARGEST_GROUP = 200;

  /** Whatever zone a shop's clock is in, it is not further ahead of ours. */
  private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

  private final Ownership ownership;
  private final Ledger ledger;
  private final IntakeMeters tally;
  private final GroupCommit<OrderChange, ChangedOrder> changedOrders;
  private final Deliveries<KnownOrder> deliveries;

  OrderIntake(Ledger ledger, Ownership ownership, Commands commands, IntakeMeters tally) {
    this.ledger = ledger;
    this.ownership = ownership;
    this.tally = tally;
    this.changedOrders =
        new GroupCommit<>(
            "ledger-sightings", LARGEST_GROUP, ledger::change, TransientFailure::passes);
    this.deliveries =
        new Deliveries<>(
            "ledger-confirmations", OrderIntake::outgoing, ledger::confirm, commands, tally);
  }

  void start(@Observes StartupEvent event) {
    changedOrders.start();
    deliveries.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    changedOrders.stop();
    deliveries.stop();
  }

  /** Takes in an order as the shop shows it, whether new, changed, cancelled or the same again. */
  public CompletableFuture<Void> take(OldOrder order, ShopRules rules, Arrival arrival) {
    OrderNumber number = order.number();
    Translation shown = new Translator(rules).translate(canBe(order));
    tally.order(number.shop(), shown.lines().size() + shown.refused().size());
    return see(
            number,
            arrival,
            known ->
                OrderRules.shown(
                    known, shown, line -> ownership.ownerOf(number, line), arrival.correlation()))
        .thenApply(any -> null);
  }

  /** A time that cannot be yet would make all later changes of the order look older. */
  private static OldOrder canBe(OldOrder order) {
    LocalDateTime latest = LocalDateTime.now(ZoneOffset.UTC).plus(CLOCK_AHEAD);
    return order.updatedAt() != null && order.updatedAt().isAfter(latest)
        ? order.withoutTime()
        : order;
  }

  /**
   * Cancels an order by its number alone.
   *
   * @return false when the order has never been seen: then nothing was changed
   */
  public CompletableFuture<Boolean> cancel(OrderNumber number, Arrival arrival) {
    return see(number, arrival, known -> OrderRules.cancelled(known, arrival.correlation()))
        .thenApply(order -> !order.isUnseen());
  }

  /** Keeps a call that holds no order that can be told from others. */
  public void keepUnreadable(String shop, Arrival arrival) {
    keepUnreadable(shop, "", arrival);
  }

  /**
   * Keeps one of the calls in a call that holds no order that can be told from others.
   *
   * @param within which of them; empty for the call itself
   */
  public void keepUnreadable(String shop, String within, Arrival arrival) {
    Reason reason = Reason.UNREADABLE_ORDER;
    count(ledger.quarantine(shop, within, reason, arrival), reason);
  }

  /** Keeps the shop's answer about an order that it lists and does not show. */
  public void keepNotShown(OrderNumber number, Arrival arrival) {
    count(ledger.quarantine(number, Reason.NOT_SHOWN, arrival), Reason.NOT_SHOWN);
  }

  private void count(boolean kept, Reason reason) {
    if (kept) {
      tally.quarantined(List.of(Rejection.ofOrder(reason)));
    }
  }

  private CompletableFuture<KnownOrder> see(
      OrderNumber number, Arrival arrival, OrderDecision decision) {
    OrderChange change =
        new OrderChange(
            number,
            arrival,
            known -> known.isBefore(arrival) ? decision.on(known) : Optional.empty());
    // The threads on which the rest happens know nothing of the call and its trace.
    Context call = Context.current();
    return changedOrders
        .ask(change)
        .thenCompose(
            call.wrapFunction(
                changedOrder -> deliver(changedOrder).thenApply(any -> changedOrder.order())));
  }

  /** Goes on with a change of an order that is written down: its commands are sent. */
  public CompletableFuture<Void> deliver(ChangedOrder changedOrder) {
    tally.quarantined(changedOrder.quarantined());
    return deliveries.deliver(changedOrder.order());
  }

  /** Sends what was left unconfirmed of orders that have not changed since. */
  List<CompletableFuture<Void>> deliverLeft(Instant unchangedSince, int most) {
    return ledger.unconfirmedSince(unchangedSince, most).stream().map(deliveries::deliver).toList();
  }

  /** What the broker has not confirmed yet and need not wait. */
  private static List<Commands.Outgoing> outgoing(KnownOrder order) {
    return order.unconfirmed().stream()
        .flatMap(
            line ->
                Command.of(order.number(), line).stream()
                    .map(command -> new Commands.Outgoing(command, line.correlation())))
        .toList();
  }
}
