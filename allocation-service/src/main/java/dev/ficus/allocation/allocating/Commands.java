package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out the commands of callers who wait for the answer: a refused command is answered, never
 * kept.
 */
@Startup
@ApplicationScoped
public class Commands {
  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final CommitLanes groups;
  private final CommandCounters counters;

  Commands(UnitOfWork unitOfWork, MessageBus bus, CommitLanes groups, MeterRegistry registry) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.groups = groups;
    this.counters = new CommandCounters(registry, "http", "processed", "repeated", "refused");
  }

  /**
   * Carries out one command, together with those of simultaneous callers.
   *
   * @throws Unavailable when the store is away
   */
  public Outcome handle(Command command, Cause cause) {
    return handle(List.of(new Envelope(command, cause))).get(0);
  }

  /**
   * Places a line, together with those of simultaneous callers, while the caller does other things.
   *
   * @return the answer; fails with {@link Unavailable} when the store is away
   */
  public CompletableFuture<Placed> place(Command.Allocate command, Cause cause) {
    LineKey line = new LineKey(command.orderid(), command.lineid());
    return groups
        .ask(new Envelope(command, cause))
        .thenApply(
            applied -> {
              counters.count(command, applied.outcome());
              return new Placed(applied.outcome(), applied.status(line));
            });
  }

  /**
   * Opens or closes a product, together with the commands of simultaneous callers.
   *
   * @throws Unavailable when the store is away
   */
  public OpennessAnswer setOpenness(Command.OfOpenness command, Cause cause) {
    Applied applied = Futures.join(groups.ask(new Envelope(command, cause)));
    counters.count(command, applied.outcome());
    return new OpennessAnswer(
        applied.outcome(), Optional.ofNullable(applied.product()).map(Product::openness));
  }

  /**
   * Carries out commands together; a refused one does not disturb the others.
   *
   * @return an outcome for each, in their order
   * @throws Unavailable when the store is away; some may have been carried out, and a repeat is
   *     harmless
   */
  public List<Outcome> handle(List<Envelope> group) {
    List<CompletableFuture<Applied>> answers = group.stream().map(groups::ask).toList();
    List<Outcome> outcomes = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      Outcome outcome = Futures.join(answers.get(i)).outcome();
      counters.count(group.get(i).command(), outcome);
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /**
   * Carries out commands that belong together: all of them, or none when one is refused.
   *
   * @return the first refusal, if any
   * @throws Unavailable when the store is away
   */
  public Optional<Outcome.Refused> handleAllOrNone(List<Envelope> commands) {
    try {
      List<Applied> answers = unitOfWork.commit(at -> applyAllOrNone(commands, at));
      for (int i = 0; i < answers.size(); i++) {
        counters.count(commands.get(i).command(), answers.get(i).outcome());
      }
      return Optional.empty();
    } catch (TakenBack e) {
      commands.forEach(envelope -> counters.count(envelope.command(), e.refusal));
      return Optional.of(e.refusal);
    }
  }

  private List<Applied> applyAllOrNone(List<Envelope> commands, Instant at) {
    List<Applied> answers = bus.apply(commands, at);
    for (Applied answer : answers) {
      if (answer.outcome() instanceof Outcome.Refused refused) {
        throw new TakenBack(refused);
      }
    }
    return answers;
  }

  /** Rolls the transaction back. */
  private static final class TakenBack extends RuntimeException {
    private final transient Outcome.Refused refusal;

    TakenBack(Outcome.Refused refusal) {
      super(refusal.reason(), null, false, false);
      this.refusal = refusal;
    }
  }
}
