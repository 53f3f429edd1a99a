package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts commands when they arrive, before anybody knows what becomes of them. */
@ApplicationScoped
public class Arrivals {
  /** A door of this service, as it is named in metrics. */
  public enum Door {
    HTTP("http"),
    RABBITMQ("rabbitmq");

    private final String label;

    Door(String label) {
      this.label = label;
    }
  }

  private final Map<Door, CommandCounters> counters = new EnumMap<>(Door.class);

  Arrivals(MeterRegistry registry) {
    for (Door door : Door.values()) {
      counters.put(door, new CommandCounters(registry, door.label));
    }
  }

  /**
   * @param command empty when it is malformed
   */
  public void received(Door door, Optional<Command> command) {
    count(door, command.map(Names::of).orElse("malformed"), "received");
  }

  /** A malformed command whose door says what it was meant to be, and which is not kept. */
  public void refused(Door door, String type) {
    count(door, type, "received");
    count(door, type, "refused");
  }

  private void count(Door door, String type, String outcome) {
    counters.get(door).count(type, outcome);
  }
}
