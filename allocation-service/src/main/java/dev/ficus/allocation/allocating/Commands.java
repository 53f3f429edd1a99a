package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The door for those who wait for the answer: a refused command is answered, never kept. */
@ApplicationScoped
public class Commands {
  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final GroupCommit groups;
  private final CommandCounters counters;

  Commands(UnitOfWork unitOfWork, MessageBus bus, GroupCommit groups, MeterRegistry registry) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.groups = groups;
    this.counters = new CommandCounters(registry, "http");
  }

  /**
   * Carries out one command, together with those of simultaneous callers.
   *
   * @throws Unavailable when the store is away
   */
  public Outcome handle(Command command, Cause cause) {
    Outcome outcome = groups.join(new Envelope(command, cause));
    counters.count(command, outcome);
    return outcome;
  }

  /**
   * Carries out commands as a group, in one transaction; a refused one does not disturb the others.
   *
   * @return an outcome for each, in their order
   * @throws Unavailable when the store is away
   */
  public List<Outcome> handle(List<Envelope> group) {
    List<Outcome> outcomes = groups.commit(group);
    for (int i = 0; i < outcomes.size(); i++) {
      counters.count(group.get(i).command(), outcomes.get(i));
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
      List<Outcome> outcomes = unitOfWork.commit(at -> applyAllOrNone(commands, at));
      for (int i = 0; i < outcomes.size(); i++) {
        counters.count(commands.get(i).command(), outcomes.get(i));
      }
      return Optional.empty();
    } catch (TakenBack e) {
      commands.forEach(envelope -> counters.count(envelope.command(), e.refusal));
      return Optional.of(e.refusal);
    }
  }

  private List<Outcome> applyAllOrNone(List<Envelope> commands, Instant at) {
    List<Outcome> outcomes = bus.apply(commands, at);
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused refused) {
        throw new TakenBack(refused);
      }
    }
    return outcomes;
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
