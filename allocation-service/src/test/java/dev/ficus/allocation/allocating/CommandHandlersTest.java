package dev.ficus.allocation.allocating;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Samples;
import org.junit.jupiter.api.Test;

class CommandHandlersTest {

  @Test
  void every_command_has_a_handler() {
    for (Class<?> command : Samples.leaves(Command.class)) {
      assertTrue(CommandHandlers.handles(command), command.toString());
    }
  }
}
