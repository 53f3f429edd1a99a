package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts commands by type, door and outcome as {@code ficus_commands_total}. */
final class CommandCounters {
  private final MeterRegistry registry;
  private final String door;

  CommandCounters(MeterRegistry registry, String door) {
    this.registry = registry;
    this.door = door;
  }

  void count(Command command, Outcome outcome) {
    count(type(command), name(outcome));
  }

  void count(String type, String outcome) {
    registry.counter("ficus.commands", "type", type, "door", door, "outcome", outcome).increment();
  }

  /** Name of the command's type, for instance {@code create_batch}. */
  static String type(Command command) {
    return command
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT);
  }

  static String name(Outcome outcome) {
    if (outcome instanceof Outcome.Refused) {
      return "refused";
    }
    return outcome instanceof Outcome.Unchanged ? "repeated" : "processed";
  }
}
