package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts commands when they arrive, before they have an outcome. */
@Startup
@ApplicationScoped
public class Arrivals {
  /** An entrance of this service, as the tag {@code door} names it in metrics. */
  public enum Entrance {
    HTTP("http"),
    RABBITMQ("rabbitmq");

    private final String label;

    Entrance(String label) {
      this.label = label;
    }
  }

  /** What a command that cannot be read counts as, whatever it was meant to be. */
  static final String MALFORMED = "malformed";

  private final Map<Entrance, CommandCounters> counters = new EnumMap<>(Entrance.class);

  Arrivals(MeterRegistry registry) {
    for (Entrance entrance : Entrance.values()) {
      counters.put(
          entrance,
          new CommandCounters(registry, entrance.label, "received").known(MALFORMED, "received"));
    }
  }

  /**
   * @param command empty when it is malformed
   */
  public void received(Entrance entrance, Optional<Command> command) {
    count(entrance, command.map(Names::of).orElse(MALFORMED), "received");
  }

  /** A malformed command that is not kept; the entrance says what it was meant to be. */
  public void refused(Entrance entrance, String type) {
    count(entrance, type, "received");
    count(entrance, type, "refused");
  }

  private void count(Entrance entrance, String type, String outcome) {
    counters.get(entrance).count(type, outcome);
  }
}
