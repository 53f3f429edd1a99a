package dev.ficus.allocation.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.allocating.Arrivals;
import dev.ficus.allocation.allocating.Arrivals.Entrance;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.CommandJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads commands from the bodies of calls and counts them. */
@ApplicationScoped
class CommandReader {
  private final Arrivals arrivals;

  CommandReader(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  Command read(String type, byte[] body) {
    return counted(type, () -> List.of(CommandJson.read(type, body))).get(0);
  }

  Command read(String type, ObjectNode fields) {
    return counted(type, () -> List.of(CommandJson.read(type, fields))).get(0);
  }

  List<Command> readBatchChanges(String batchref, byte[] body) {
    return counted("change_batch", () -> CommandJson.readBatchChanges(batchref, body));
  }

  Command.OfOpenness readOpenness(String type, String sku, byte[] body) {
    return (Command.OfOpenness)
        counted(type, () -> List.of(CommandJson.readOpenness(type, sku, body))).get(0);
  }

  /** A command that cannot even be read. */
  Malformed refused(String type, Malformed defect) {
    arrivals.refused(Entrance.HTTP, type);
    return defect;
  }

  private List<Command> counted(String type, Supplier<List<Command>> reading) {
    try {
      List<Command> commands = reading.get();
      commands.forEach(command -> arrivals.received(Entrance.HTTP, Optional.of(command)));
      return commands;
    } catch (Malformed e) {
      throw refused(type, e);
    }
  }
}
