package dev.ficus.legacy.redriving;

import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Quarantine.Settled;
import dev.ficus.legacy.quarantine.State;
import dev.ficus.legacy.quarantine.Verdict;
import dev.ficus.legacy.redriving.Redriven.Outcome;
import dev.ficus.legacy.redriving.Redriving.Wish;
import dev.ficus.legacy.strangling.Ownership;
import dev.ficus.legacy.translating.ShopRules;
import dev.ficus.legacy.translating.Translator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Redrives what is of an order: the refused line alone, as if it came now. What was seen of the
 * order since counts more.
 */
@ApplicationScoped
class OrderRedriver implements Redriver {

  private final Quarantine quarantine;
  private final Rereading rereading;
  private final Ownership ownership;
  private final OrderIntake intake;

  OrderRedriver(
      Quarantine quarantine, Rereading rereading, Ownership ownership, OrderIntake intake) {
    this.quarantine = quarantine;
    this.rereading = rereading;
    this.ownership = ownership;
    this.intake = intake;
  }

  @Override
  public Optional<Redriven> redrive(Kept kept, ShopRules rules, Wish wish) {
    Entry entry = kept.entry();
    Optional<Rereading.Found> found =
        rereading.orders(entry.feed(), entry.shop(), kept.document().orElseThrow());
    if (found.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), Outcome.NO_SUCH_FEED));
    }
    Judgement judgement =
        new Judgement(entry, new Translator(rules), ownership, wish.correlation());
    return entry.number() == null
        ? redriveAll(kept, found.get(), judgement, wish)
        : carryOut(
            kept,
            Optional.of(new OrderNumber(entry.shop(), entry.number())),
            judgement.of(found.get().order(entry.number())),
            State.REDRIVEN,
            wish);
  }

  /** All that is an order now is taken in; the entry waits as long as something is none. */
  private Optional<Redriven> redriveAll(
      Kept kept, Rereading.Found found, Judgement judgement, Wish wish) {
    List<OldOrder> orders = found.orders();
    if (orders.isEmpty()) {
      return carryOut(kept, Optional.empty(), judgement.of(Optional.empty()), State.WAITING, wish);
    }
    State then = found.unreadable() == 0 ? State.REDRIVEN : State.WAITING;
    List<Redriven> parts = new ArrayList<>();
    for (OldOrder order : orders) {
      boolean last = parts.size() == orders.size() - 1;
      Optional<Redriven> part =
          carryOut(
              kept,
              Optional.of(order.number()),
              judgement.of(Optional.of(order)),
              last ? then : State.WAITING,
              wish);
      if (part.isEmpty()) {
        return part;
      }
      parts.add(part.get());
    }
    Redriven together = Redriven.together(parts);
    return Optional.of(then == State.WAITING ? together.butStill(kept.entry().reason()) : together);
  }

  /**
   * @param then the entry's state if nothing is refused any more
   */
  private Optional<Redriven> carryOut(
      Kept kept,
      Optional<OrderNumber> number,
      Function<KnownOrder, Judgement.Finding> judgement,
      State then,
      Wish wish) {
    AtomicReference<Judgement.Finding> last = new AtomicReference<>();
    Function<KnownOrder, Verdict> decision =
        known -> {
          Judgement.Finding finding = judgement.apply(known);
          last.set(finding);
          boolean waits = finding.outcome() == Outcome.STILL_REFUSED;
          return new Verdict(
              waits ? State.WAITING : then, finding.outcome().code(), finding.update());
        };
    return quarantine
        .settle(kept.entry(), number, wish.arrival(kept), decision, wish.deed())
        .map(
            settled ->
                new Redriven(
                    kept.entry().id(),
                    last.get().outcome(),
                    List.copyOf(last.get().commands()),
                    last.get().reasons(),
                    settled.sighting().filter(sighting -> sighting.order().held()).isPresent(),
                    deliver(settled)));
  }

  /**
   * Whether the broker has what is to be sent of the order; if not, that is sent again by itself.
   */
  boolean deliver(Settled settled) {
    return settled
        .sighting()
        .map(sighting -> Redriver.isConfirmed(intake.deliver(sighting)))
        .orElse(true);
  }
}
