package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Carries out commands that come as messages. A message may come twice: the inbox knows the ids it
 * has seen and the content that came with each, and what it no longer knows, lines and batches
 * recognise by themselves. One id with two contents is no repeat: see {@link Recognised}. A command
 * that cannot succeed, or that its sender may not send, is parked with its reason; one whose
 * product or batch is not known yet waits for it, and one that asks a closed product for units
 * waits until it is opened.
 */
@Startup
@ApplicationScoped
public class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);
  private static final String NOT_GRANTED = "not_granted";

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final Inbox inbox;
  private final ParkedCommands parkedCommands;
  private final GroupSettings settings;
  private final ExecutorService workers;
  private final CommandCounters counters;

  Deliveries(
      UnitOfWork unitOfWork,
      MessageBus bus,
      Inbox inbox,
      ParkedCommands parkedCommands,
      GroupSettings settings,
      MeterRegistry registry) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.inbox = inbox;
    this.parkedCommands = parkedCommands;
    this.settings = settings;
    this.workers = Executors.newFixedThreadPool(settings.lanes());
    this.counters =
        new CommandCounters(
                registry, "rabbitmq", "processed", "repeated", "waiting", "parked", NOT_GRANTED)
            .known(Arrivals.MALFORMED, "parked")
            .known(Arrivals.MALFORMED, NOT_GRANTED);
  }

  @PreDestroy
  void close() {
    workers.shutdown();
  }

  private record CountedDelivery(Delivery delivery, String outcome) {}

  /**
   * Takes a group of messages, those of one SKU in their order. When this returns, each has taken
   * effect, was known, waits or is parked.
   *
   * @throws Unavailable when the store is away; some of the group may have been taken, and giving
   *     the same group again is harmless
   */
  public void receive(List<Delivery> group) {
    List<CompletableFuture<Void>> parts =
        parts(group).stream()
            .map(part -> CompletableFuture.runAsync(() -> takeTogether(part), workers))
            .toList();
    // Also when one fails, the others are through before the group is given again.
    Futures.join(CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)));
  }

  /**
   * Parts with SKUs of their own, which can be taken at the same time. A group in which somebody
   * leaves the SKU to the batch, or is malformed, stays whole: it may be about any of the others.
   * So does one with an id that comes twice, perhaps with two contents.
   */
  private Collection<List<Delivery>> parts(List<Delivery> group) {
    if (group.stream().anyMatch(delivery -> delivery.sku() == null)
        || group.stream().map(Delivery::key).distinct().count() < group.size()) {
      return List.of(group);
    }
    return group.stream()
        .collect(
            Collectors.groupingBy(
                delivery -> GroupCommit.of(delivery.command().orElseThrow(), settings.lanes())))
        .values();
  }

  /** In one transaction; when it fails, the messages are taken singly, in order. */
  private void takeTogether(List<Delivery> group) {
    try {
      unitOfWork.commit(at -> take(group, at)).forEach(this::count);
    } catch (Unavailable.Memory e) {
      if (group.size() == 1) {
        throw e;
      }
      // Too large a group for the heap would fail again and again.
      LOG.warnf(
          "a group of %d commands does not fit into memory; taking them singly", group.size());
      takeSingly(group);
    } catch (Unavailable e) {
      throw e;
    } catch (DependsOnTheOneBefore e) {
      takeSingly(group);
    } catch (RuntimeException | Error e) {
      if (group.size() == 1) {
        LOG.errorf("command %s cannot be carried out", group.get(0).messageId());
        Unexpected.met("commands", e);
        parkFailed(group.get(0), e);
      } else {
        LOG.warnf("a group of %d commands failed (%s); taking them singly", group.size(), e);
        takeSingly(group);
      }
    }
  }

  private void takeSingly(List<Delivery> group) {
    group.forEach(delivery -> takeTogether(List.of(delivery)));
  }

  /** The outcome of each message, to be counted once the transaction is committed. */
  private List<CountedDelivery> take(List<Delivery> group, Instant at) {
    Recognised recognised = Recognised.among(group, inbox);
    List<CountedDelivery> counted = new ArrayList<>(group.size());
    recognised
        .repeated()
        .forEach(delivery -> counted.add(new CountedDelivery(delivery, "repeated")));
    for (Delivery delivery : recognised.contradicting()) {
      park(
          delivery,
          new Outcome.Refused(
              "message_id_reused",
              "message_id",
              "another command came with the message id %s before; this one has taken no effect"
                  .formatted(delivery.messageId())),
          at);
      counted.add(new CountedDelivery(delivery, "parked"));
    }
    for (Delivery delivery : recognised.correcting()) {
      counted.add(new CountedDelivery(delivery, parkedCommands.correct(delivery, at)));
    }
    List<Delivery> wellFormed = new ArrayList<>(group.size());
    for (Delivery delivery : recognised.fresh()) {
      if (delivery.refusal().isEmpty()) {
        wellFormed.add(delivery);
      } else {
        Outcome.Refused refusal = delivery.refusal().get();
        park(delivery, refusal, at);
        counted.add(new CountedDelivery(delivery, refusal.isNotGranted() ? NOT_GRANTED : "parked"));
      }
    }
    List<Applied> answers = bus.apply(wellFormed.stream().map(Deliveries::envelope).toList(), at);
    List<Delivery> applied = new ArrayList<>(wellFormed.size());
    for (int i = 0; i < answers.size(); i++) {
      Delivery delivery = wellFormed.get(i);
      Outcome outcome = answers.get(i).outcome();
      if (!(outcome instanceof Outcome.Refused)) {
        applied.add(delivery);
        counted.add(new CountedDelivery(delivery, CommandCounters.name(outcome)));
      } else if (MessageBus.waits(outcome)) {
        bus.keepPlace(delivery.command().orElseThrow(), outcome);
        inbox.waiting(delivery, at);
        counted.add(new CountedDelivery(delivery, "waiting"));
      } else {
        park(delivery, (Outcome.Refused) outcome, at);
        counted.add(new CountedDelivery(delivery, "parked"));
      }
    }
    inbox.applied(applied, at);
    return counted;
  }

  /** The database refuses what it holds, or our own code fails on it: never the queue's end. */
  private void parkFailed(Delivery delivery, Throwable failure) {
    unitOfWork.commit(
        at -> {
          Inbox.Known known = inbox.known(List.of(delivery.key())).get(delivery.key());
          Delivery kept = known == null ? delivery : delivery.underOwnKey();
          if (known == null
              || !known.says(delivery.content()) && inbox.known(List.of(kept.key())).isEmpty()) {
            park(kept, Outcome.Refused.failed(String.valueOf(failure)), at);
          }
          return null;
        });
    count(new CountedDelivery(delivery, "parked"));
  }

  private void park(Delivery delivery, Outcome.Refused refusal, Instant at) {
    inbox.parked(delivery, refusal, at);
    bus.announceParked(delivery, refusal, at);
  }

  private void count(CountedDelivery counted) {
    String type = counted.delivery().command().map(Names::of).orElse(Arrivals.MALFORMED);
    counters.count(type, counted.outcome());
  }

  private static Envelope envelope(Delivery delivery) {
    return new Envelope(delivery.command().orElseThrow(), delivery.cause());
  }
}
