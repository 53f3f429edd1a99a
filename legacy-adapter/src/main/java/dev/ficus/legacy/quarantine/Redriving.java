package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.Quarantine.Instruction;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Quarantine.Settled;
import dev.ficus.legacy.quarantine.Redriven.RedriveOutcome;
import dev.ficus.legacy.schedule.TransientFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Redrives and discards entries of the quarantine.
 *
 * <p>Redriving reads the kept call again, by the rules of today, and writes down what follows for
 * the refused line or report alone: the ledger gives the revisions, and later changes of the order,
 * or reports on the stock, count more. The entry is settled in the same transaction. So a crash
 * before it leaves the entry waiting, and one after it leaves commands that are sent by themselves:
 * redriving again is always safe.
 */
@Startup
@ApplicationScoped
public class Redriving {

  private static final Logger LOG = Logger.getLogger(Redriving.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final String REDRIVE = "redrive";
  private static final String DISCARD = "discard";

  private final Quarantine quarantine;
  private final CurrentRules rules;
  private final OrderRedriver orders;
  private final StockRedriver stock;
  private final MeterRegistry meters;

  Redriving(
      Quarantine quarantine,
      CurrentRules rules,
      OrderRedriver orders,
      StockRedriver stock,
      MeterRegistry meters) {
    this.quarantine = quarantine;
    this.rules = rules;
    this.orders = orders;
    this.stock = stock;
    this.meters = meters;
    // So that a rate has a start.
    for (RedriveOutcome outcome : RedriveOutcome.values()) {
      count(outcome, 0);
    }
    meters.counter("ficus.legacy.quarantine.discarded");
  }

  /**
   * Request to redrive or discard: who wants it, and why.
   *
   * @param correlation the id under which what follows can be found
   */
  public record RedriveRequest(String by, String why, String correlation) {

    /** What is done, for the record. */
    Instruction deed() {
      return new Instruction(REDRIVE, by, why);
    }

    /** How what is now translated comes in. */
    Arrival arrival(Kept kept) {
      return new Arrival(
          kept.entry().feed(),
          correlation,
          () -> kept.document().orElseThrow(() -> new IllegalStateException("there is no call")));
    }
  }

  /** Redrives one entry; empty when there is none of this id. */
  public Optional<Redriven> redrive(long id, RedriveRequest request) {
    for (int attempt = 1; ; attempt++) {
      Optional<Kept> kept = quarantine.find(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Optional<Redriven> done = redrive(kept.get(), request);
      if (done.isPresent()) {
        count(done.get().outcome(), 1);
        return done;
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IllegalStateException("entry " + id + " comes again all the time");
      }
    }
  }

  /**
   * Redrives the entries that wait, the oldest first; one that fails does not stop the others.
   *
   * @param after the id after which to begin
   * @param most how many at most
   */
  public List<Redriven> redrive(
      long after, Quarantine.Filter filter, int most, RedriveRequest request) {
    List<Redriven> all = new ArrayList<>();
    for (Entry entry : quarantine.after(after, filter, most)) {
      try {
        redrive(entry.id(), request).ifPresent(all::add);
      } catch (RuntimeException e) {
        if (TransientFailure.in(e).isPresent()) {
          throw e;
        }
        LOG.errorf(e, "Entry %d cannot be redriven", entry.id());
        count(RedriveOutcome.FAILED, 1);
        all.add(Redriven.none(entry.id(), RedriveOutcome.FAILED));
      }
    }
    return all;
  }

  /**
   * Settles an entry without doing anything about it; what waited for it is sent.
   *
   * @return empty when there is none of this id, false when it does not wait
   */
  public Optional<Boolean> discard(long id, RedriveRequest request) {
    Instruction deed = new Instruction(DISCARD, request.by(), request.why());
    EntryDecision discarded =
        new EntryDecision(EntryState.DISCARDED, "discarded", Optional.empty(), Optional.empty());
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Optional<Kept> kept = quarantine.find(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Entry entry = kept.get().entry();
      if (entry.state() != EntryState.WAITING) {
        break;
      }
      Optional<OrderNumber> order =
          Optional.ofNullable(entry.number())
              .flatMap(number -> OrderNumber.of(entry.shop(), number));
      Optional<Settled> settled =
          quarantine.settle(
              entry,
              order,
              Set.of(),
              request.arrival(kept.get()),
              (known, owners) -> discarded,
              deed);
      if (settled.isPresent()) {
        meters.counter("ficus.legacy.quarantine.discarded").increment();
        orders.deliver(settled.get());
        return Optional.of(true);
      }
    }
    return Optional.of(false);
  }

  /** Empty when the entry has changed since it was read. */
  private Optional<Redriven> redrive(Kept kept, RedriveRequest request) {
    Entry entry = kept.entry();
    if (entry.state() != EntryState.WAITING) {
      return Optional.of(Redriven.none(entry.id(), RedriveOutcome.NOT_WAITING));
    }
    if (kept.document().isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), RedriveOutcome.CALL_DELETED));
    }
    Optional<ShopRules> ofShop = rules.shop(entry.shop());
    if (ofShop.isEmpty()) {
      return Optional.of(Redriven.none(entry.id(), RedriveOutcome.NO_SUCH_FEED));
    }
    Redriver redriver = entry.subject() == Subject.STOCK ? stock : orders;
    return redriver.redrive(kept, ofShop.get(), request);
  }

  private void count(RedriveOutcome outcome, int many) {
    meters.counter("ficus.legacy.quarantine.redriven", "outcome", outcome.code()).increment(many);
  }
}
