package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts commands by type, entrance and outcome as {@code ficus_commands_total}: each outcome of
 * each command is there from the start, at 0.
 */
final class CommandCounters {
  private final MeterRegistry registry;
  private final String entrance;
  private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();

  /**
   * @param outcomes those that a well-formed command may have here
   */
  CommandCounters(MeterRegistry registry, String entrance, String... outcomes) {
    this.registry = registry;
    this.entrance = entrance;
    for (String outcome : outcomes) {
      Names.ofCommands().forEach(type -> known(type, outcome));
    }
  }

  /** From now on there is a counter for this. */
  CommandCounters known(String type, String outcome) {
    counters.computeIfAbsent(new CounterKey(type, outcome), this::counter);
    return this;
  }

  private record CounterKey(String type, String outcome) {}

  void count(Command command, Outcome outcome) {
    count(Names.of(command), name(outcome));
  }

  void count(String type, String outcome) {
    counters.computeIfAbsent(new CounterKey(type, outcome), this::counter).increment();
  }

  private Counter counter(CounterKey counted) {
    return registry.counter(
        "ficus.commands", "type", counted.type, "door", entrance, "outcome", counted.outcome);
  }

  static String name(Outcome outcome) {
    if (outcome instanceof Outcome.Refused) {
      return "refused";
    }
    return outcome instanceof Outcome.Unchanged ? "repeated" : "processed";
  }
}
