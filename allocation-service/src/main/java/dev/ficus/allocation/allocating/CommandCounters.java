package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts commands by type, door and outcome as {@code ficus_commands_total}. */
final class CommandCounters {
  private final MeterRegistry registry;
  private final String door;
  private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

  CommandCounters(MeterRegistry registry, String door) {
    this.registry = registry;
    this.door = door;
  }

  private record Counted(String type, String outcome) {}

  void count(Command command, Outcome outcome) {
    count(Names.of(command), name(outcome));
  }

  void count(String type, String outcome) {
    counters.computeIfAbsent(new Counted(type, outcome), this::counter).increment();
  }

  private Counter counter(Counted counted) {
    return registry.counter(
        "ficus.commands", "type", counted.type, "door", door, "outcome", counted.outcome);
  }

  static String name(Outcome outcome) {
    if (outcome instanceof Outcome.Refused) {
      return "refused";
    }
    return outcome instanceof Outcome.Unchanged ? "repeated" : "processed";
  }
}
