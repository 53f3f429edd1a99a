package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Quarantine.Settled;
import dev.ficus.legacy.quarantine.Redriven.RedriveOutcome;
import dev.ficus.legacy.quarantine.Redriving.RedriveRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Redrives entries about orders: the refused line alone, as if it came now. Later changes of the
 * order count more.
 */
@ApplicationScoped
class OrderRedriver implements Redriver {

  private final Quarantine quarantine;
  private final Rereading rereading;
  private final OrderIntake intake;

  OrderRedriver(Quarantine quarantine, Rereading rereading, OrderIntake intake) {
    this.quarantine = quarantine;
    this.rereading = rereading;
    this.intake = intake;
  }

  /** What follows by the rules of today, where these own what is first seen. */
  private interface DecisionOfToday {
    RedriveDecision by(Ownership owners);
  }

  @Override
  public Optional<Redriven> redrive(Kept kept, ShopRules rules, RedriveRequest request) {
    Entry entry = kept.entry();
    Optional<Rereading.FoundOrders> found =
        rereading.orders(entry.feed(), entry.shop(), kept.document().orElseThrow());
    if (found.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), RedriveOutcome.NO_SUCH_FEED));
    }
    DecisionOfToday decision =
        owners -> new RedriveDecision(entry, new Translator(rules), owners, request.correlation());
    return entry.number() == null
        ? redriveAll(
            kept, entry.within().map(found.get()::within).orElse(found.get()), decision, request)
        : carryOut(
            kept,
            Optional.of(new OrderNumber(entry.shop(), entry.number())),
            found.get().skus(),
            (known, owners) -> decision.by(owners).of(found.get()).apply(known),
            EntryState.REDRIVEN,
            request);
  }

  /** All that is an order now is taken in; the entry waits as long as something may be one. */
  private Optional<Redriven> redriveAll(
      Kept kept, Rereading.FoundOrders found, DecisionOfToday decision, RedriveRequest request) {
    List<OldOrder> orders = found.orders();
    if (orders.isEmpty()) {
      return carryOut(
          kept,
          Optional.empty(),
          Set.of(),
          (known, owners) -> decision.by(owners).nothingFound(found),
          EntryState.WAITING,
          request);
    }
    boolean understood = found.unreadable() == 0 && found.unknown() == 0;
    List<Redriven> parts = new ArrayList<>();
    for (OldOrder order : orders) {
      boolean last = parts.size() == orders.size() - 1;
      boolean settles = understood && last && parts.stream().noneMatch(Redriven::waits);
      Optional<Redriven> part =
          carryOut(
              kept,
              Optional.of(order.number()),
              found.skus(),
              (known, owners) -> decision.by(owners).of(order).apply(known),
              settles ? EntryState.REDRIVEN : EntryState.WAITING,
              request);
      if (part.isEmpty()) {
        return part;
      }
      parts.add(part.get());
    }
    Redriven together = Redriven.together(parts);
    return Optional.of(
        understood
            ? together
            : together.butStill(
                kept.entry().reason(),
                "the call holds %d orders, %d things that are no order, and %d calls that mean nothing"
                    .formatted(orders.size(), found.unreadable(), found.unknown())));
  }

  /**
   * @param then the entry's state if nothing is refused any more
   */
  private Optional<Redriven> carryOut(
      Kept kept,
      Optional<OrderNumber> number,
      Set<String> skus,
      BiFunction<KnownOrder, Ownership, RedriveDecision.Decided> decision,
      EntryState then,
      RedriveRequest request) {
    AtomicReference<RedriveDecision.Decided> last = new AtomicReference<>();
    BiFunction<KnownOrder, Ownership, EntryDecision> verdict =
        (known, owners) -> {
          RedriveDecision.Decided decided = decision.apply(known, owners);
          last.set(decided);
          return new EntryDecision(
              decided.waits() ? EntryState.WAITING : then,
              decided.outcome().code(),
              decided.detail(),
              decided.update());
        };
    return quarantine
        .settle(kept.entry(), number, skus, request.arrival(kept), verdict, request.deed())
        .map(
            settled ->
                new Redriven(
                    kept.entry().id(),
                    last.get().outcome(),
                    last.get().detail(),
                    List.copyOf(last.get().commands()),
                    last.get().reasons(),
                    settled
                        .changedOrder()
                        .filter(changedOrder -> changedOrder.order().held())
                        .isPresent(),
                    deliver(settled)));
  }

  /**
   * Whether the broker has what is to be sent of the order; if not, that is sent again by itself.
   */
  boolean deliver(Settled settled) {
    return settled
        .changedOrder()
        .map(changedOrder -> Redriver.isConfirmed(intake.deliver(changedOrder)))
        .orElse(true);
  }
}
