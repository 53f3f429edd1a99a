package dev.ficus.legacy.intake;

import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderDecision;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.routing.OrderRouting;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Intake of orders from the old shops.
 *
 * <p>Three steps, each of which may be the last one before a crash: write the change and its
 * unconfirmed commands down (one transaction, under the order's lock); send the commands; note that
 * they are confirmed. Whoever comes next, the sender with a retry or {@link Resender}, finds in the
 * ledger exactly what is still to be sent. Between the first and the last step the order is not
 * locked: a second call may overtake, and then sends a higher revision, which wins in whatever
 * order the two arrive. Changes of simultaneous callers are written down, and confirmations noted,
 * together.
 *
 * <p>An order with lines first seen of a product that is about to change its route waits, and keeps
 * nobody else waiting.
 *
 * <p>When a call is done that is ours, every command is confirmed by the broker and everything else
 * is in quarantine. When it fails, a retry does what is left. A call that goes to the monolith does
 * not wait for the broker.
 */
@ApplicationScoped
public class OrderIntake {

  private static final Logger LOG = Logger.getLogger(OrderIntake.class);
  private static final int LARGEST_GROUP = 200;

  /** Whatever zone a shop's clock is in, it is not further ahead of ours. */
  private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

  private final Ledger ledger;
  private final IntakeMeters meters;
  private final HeldOrders held;
  private final GroupCommit<OrderChange, ChangedOrder> changedOrders;
  private final Deliveries<KnownOrder> deliveries;

  OrderIntake(Ledger ledger, Commands commands, IntakeMeters meters, HoldingSettings holding) {
    this.ledger = ledger;
    this.meters = meters;
    this.held = new HeldOrders(holding.atMost(), holding.orders());
    this.changedOrders =
        new GroupCommit<>(
            "ledger-changes", LARGEST_GROUP, ledger::change, TransientFailure::passes);
    this.deliveries =
        new Deliveries<>(
            "ledger-confirmations", OrderIntake::outgoing, ledger::confirm, commands, meters);
  }

  void start(@Observes StartupEvent event) {
    changedOrders.start();
    deliveries.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    changedOrders.stop();
    deliveries.stop();
  }

  /**
   * Order that was taken in, as far as it is ours.
   *
   * @param handling who is given the call
   * @param forward under which the call goes to the monolith; empty when it does not
   * @param cut the lines of ours in the call, without which it goes there
   */
  public record HandledOrder(
      KnownOrder order, Handling handling, Optional<Forward> forward, Set<LineKey> cut) {

    static HandledOrder of(ChangedOrder changed) {
      OrderNumber number = changed.order().number();
      return new HandledOrder(
          changed.order(),
          changed.handling(),
          changed.forward().map(call -> new Forward(number, call.id(), call.approves())),
          changed.cut());
    }
  }

  /**
   * Takes in an order as the shop shows it, whether new, changed, cancelled or the same again. What
   * of it is the monolith's is written down, and the monolith is to be given it after that.
   *
   * @return fails with {@link FrozenProductsException} when the routes of products in it are about
   *     to change for too long
   */
  public CompletableFuture<HandledOrder> take(
      OldOrder order, ShopRules rules, OrderRouting routing, Arrival arrival) {
    OrderNumber number = order.number();
    Translator translator = new Translator(rules);
    Translation shown = translator.translate(canBe(order));
    meters.order(number.shop(), shown.lines().size() + shown.refused().size());
    return change(
        number,
        translator.skus(order),
        arrival,
        (known, owners) -> routing.shown(known, shown, owners));
  }

  /** A time that cannot be yet would make all later changes of the order look older. */
  private static OldOrder canBe(OldOrder order) {
    LocalDateTime latest = LocalDateTime.now(ZoneOffset.UTC).plus(CLOCK_AHEAD);
    return order.updatedAt() != null && order.updatedAt().isAfter(latest)
        ? order.withoutTime()
        : order;
  }

  /**
   * Cancels an order by its number alone; the order is unseen when the ledger does not have it:
   * then nothing was changed.
   */
  public CompletableFuture<HandledOrder> cancel(
      OrderNumber number, OrderRouting routing, Arrival arrival) {
    return change(number, Set.of(), arrival, routing::cancelled);
  }

  /** Puts a call into quarantine that holds no order with a readable number. */
  public void keepUnreadable(String shop, Arrival arrival) {
    keepUnreadable(shop, "", arrival);
  }

  /**
   * Puts one of the calls in a call into quarantine that holds no order with a readable number.
   *
   * @param within which of them; empty for the call itself
   */
  public void keepUnreadable(String shop, String within, Arrival arrival) {
    Reason reason = Reason.UNREADABLE_ORDER;
    count(ledger.quarantine(shop, within, reason, arrival), reason);
  }

  /**
   * Puts a call into quarantine that holds no order with a readable number, unless everything is
   * the monolith's.
   *
   * @return whether it is in quarantine
   */
  public boolean keepUnreadableUnlessTheMonoliths(String shop, String within, Arrival arrival) {
    Reason reason = Reason.UNREADABLE_ORDER;
    Optional<Boolean> kept = ledger.quarantineUnlessTheMonoliths(shop, within, reason, arrival);
    kept.ifPresent(isNew -> count(isNew, reason));
    return kept.isPresent();
  }

  /** Puts news of the monolith about an order into quarantine that is not passed on. */
  public void keepBack(OrderNumber number, Arrival arrival) {
    count(ledger.quarantine(number, Reason.KEPT_BACK, arrival), Reason.KEPT_BACK);
  }

  /** Puts the shop's answer into quarantine about an order that it lists and does not show. */
  public void keepNotShown(OrderNumber number, Arrival arrival) {
    count(ledger.quarantine(number, Reason.NOT_SHOWN, arrival), Reason.NOT_SHOWN);
  }

  private void count(boolean kept, Reason reason) {
    if (kept) {
      meters.quarantined(List.of(Rejection.ofOrder(reason)));
    }
  }

  private CompletableFuture<HandledOrder> change(
      OrderNumber number, Set<String> skus, Arrival arrival, OrderDecision decision) {
    OrderChange change =
        new OrderChange(
            number,
            skus,
            arrival,
            (known, owners) ->
                known.isBefore(arrival) ? decision.on(known, owners) : Optional.empty());
    // The threads on which the rest happens know nothing of the call and its trace.
    Context call = Context.current();
    return held.decided(
            number,
            () -> changedOrders.submit(change),
            changed -> changed.handling() == Handling.WAITS)
        .thenCompose(call.wrapFunction(this::handled));
  }

  /**
   * A call that goes to the monolith does not wait for the broker: it is noted as sent there, and
   * would be in doubt without ever having been sent. Commands that the broker does not confirm are
   * in the ledger, and sent again from it.
   */
  private CompletableFuture<HandledOrder> handled(ChangedOrder changedOrder) {
    if (changedOrder.handling() == Handling.ROUTES_ARE_OLDER) {
      return CompletableFuture.failedFuture(FrozenProductsException.routesAreOlder());
    }
    HandledOrder handled = HandledOrder.of(changedOrder);
    CompletableFuture<Void> delivered = deliver(changedOrder);
    return handled.forward().isPresent()
        ? CompletableFuture.completedFuture(handled)
        : delivered.thenApply(any -> handled);
  }

  /** Sends the commands of a change that is written down. */
  public CompletableFuture<Void> deliver(ChangedOrder changedOrder) {
    meters.quarantined(changedOrder.quarantined());
    return deliveries.deliver(changedOrder.order());
  }

  /**
   * Begins to send what waited in an order for the monolith, now that it is released in the ledger.
   * What cannot be sent now is sent again from there.
   */
  public void release(OrderNumber number) {
    try {
      ledger.find(number).ifPresent(deliveries::deliver);
    } catch (RuntimeException e) {
      LOG.warnf("Order %s is sent later: %s", number.number(), e.getMessage());
    }
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
