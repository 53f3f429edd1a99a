package dev.ficus.legacy.redriving;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.quarantine.Quarantine.Deed;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Quarantine.Settled;
import dev.ficus.legacy.quarantine.State;
import dev.ficus.legacy.quarantine.Verdict;
import dev.ficus.legacy.redriving.Redriven.Outcome;
import dev.ficus.legacy.shop.Shops;
import dev.ficus.legacy.strangling.Ownership;
import dev.ficus.legacy.translating.ShopRules;
import dev.ficus.legacy.translating.Translator;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Settles what waits in quarantine.
 *
 * <p>Redriving reads the kept call once more, by the rules of today, and writes down what follows
 * for the refused line, for it alone, as if it came now: the ledger gives the revisions, and what
 * was seen of the order since counts more. The entry is settled in the same transaction. So a crash
 * before it leaves the entry waiting, and one after it leaves commands that are sent by themselves:
 * redriving again is always safe.
 */
@ApplicationScoped
public class Redriving {

  private static final Logger LOG = Logger.getLogger(Redriving.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final String REDRIVE = "redrive";
  private static final String DISCARD = "discard";

  private final Quarantine quarantine;
  private final Rereading rereading;
  private final Shops shops;
  private final Ownership ownership;
  private final OrderIntake intake;
  private final MeterRegistry meters;

  Redriving(
      Quarantine quarantine,
      Rereading rereading,
      Shops shops,
      Ownership ownership,
      OrderIntake intake,
      MeterRegistry meters) {
    this.quarantine = quarantine;
    this.rereading = rereading;
    this.shops = shops;
    this.ownership = ownership;
    this.intake = intake;
    this.meters = meters;
    // So that a rate has a start.
    for (Outcome outcome : Outcome.values()) {
      count(outcome, 0);
    }
    meters.counter("ficus.legacy.quarantine.discarded");
  }

  /**
   * Who wants it, and why.
   *
   * @param correlation the id under which what follows can be found
   */
  public record Wish(String by, String why, String correlation) {}

  /** Tries one entry again; empty when there is none of this id. */
  public Optional<Redriven> redrive(long id, Wish wish) {
    for (int attempt = 1; ; attempt++) {
      Optional<Kept> kept = quarantine.find(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Optional<Redriven> done = redrive(kept.get(), wish);
      if (done.isPresent()) {
        count(done.get().outcome(), 1);
        return done;
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IllegalStateException("entry " + id + " is shown again all the time");
      }
    }
  }

  /**
   * Tries the entries again that wait, the oldest first; one that fails does not stop the others.
   *
   * @param after the id after which to begin
   * @param most how many at most
   */
  public List<Redriven> redrive(long after, Quarantine.Filter filter, int most, Wish wish) {
    List<Redriven> all = new ArrayList<>();
    for (Entry entry : quarantine.after(after, filter, most)) {
      try {
        redrive(entry.id(), wish).ifPresent(all::add);
      } catch (RuntimeException e) {
        if (Outage.in(e).isPresent()) {
          throw e;
        }
        LOG.errorf(e, "Entry %d cannot be redriven", entry.id());
        count(Outcome.FAILED, 1);
        all.add(Redriven.none(entry.id(), Outcome.FAILED));
      }
    }
    return all;
  }

  /**
   * Settles an entry without doing anything about it; what waited for it is sent.
   *
   * @return empty when there is none of this id, false when it does not wait
   */
  public Optional<Boolean> discard(long id, Wish wish) {
    Deed deed = new Deed(DISCARD, wish.by(), wish.why());
    Verdict discarded = new Verdict(State.DISCARDED, "discarded", Optional.empty());
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Optional<Kept> kept = quarantine.find(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Entry entry = kept.get().entry();
      if (entry.state() != State.WAITING) {
        break;
      }
      Optional<OrderNumber> order =
          Optional.ofNullable(entry.number())
              .flatMap(number -> OrderNumber.of(entry.shop(), number));
      Optional<Settled> settled =
          quarantine.settle(entry, order, arrival(kept.get(), wish), any -> discarded, deed);
      if (settled.isPresent()) {
        meters.counter("ficus.legacy.quarantine.discarded").increment();
        isDelivered(settled.get());
        return Optional.of(true);
      }
    }
    return Optional.of(false);
  }

  /** Empty when the entry has changed since it was read. */
  private Optional<Redriven> redrive(Kept kept, Wish wish) {
    Entry entry = kept.entry();
    if (entry.state() != State.WAITING) {
      return Optional.of(Redriven.none(entry.id(), Outcome.NOT_WAITING));
    }
    if (kept.document().isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), Outcome.CALL_DELETED));
    }
    Optional<ShopRules> rules = shops.rules(entry.shop());
    Optional<Rereading.Found> found =
        rereading.orders(entry.feed(), entry.shop(), kept.document().get());
    if (rules.isEmpty() || found.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), Outcome.NO_SUCH_FEED));
    }
    Judgement judgement =
        new Judgement(entry, new Translator(rules.get()), ownership, wish.correlation());
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
        .settle(
            kept.entry(),
            number,
            arrival(kept, wish),
            decision,
            new Deed(REDRIVE, wish.by(), wish.why()))
        .map(
            settled ->
                new Redriven(
                    kept.entry().id(),
                    last.get().outcome(),
                    last.get().commands(),
                    last.get().reasons(),
                    settled.sighting().filter(sighting -> sighting.order().held()).isPresent(),
                    isDelivered(settled)));
  }

  /** Whether the broker has what is to be sent; if not, that is sent again by itself. */
  private boolean isDelivered(Settled settled) {
    try {
      settled.sighting().ifPresent(sighting -> Results.of(intake.deliver(sighting)));
      return true;
    } catch (NotConfirmedException e) {
      LOG.warnf("Commands are sent again later, the broker does not confirm: %s", e.getMessage());
      return false;
    }
  }

  private static Arrival arrival(Kept kept, Wish wish) {
    return new Arrival(
        kept.entry().feed(),
        wish.correlation(),
        () -> kept.document().orElseThrow(() -> new IllegalStateException("there is no call")));
  }

  private void count(Outcome outcome, int many) {
    meters.counter("ficus.legacy.quarantine.redriven", "outcome", outcome.code()).increment(many);
  }
}
