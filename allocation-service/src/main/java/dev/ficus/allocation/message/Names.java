package dev.ficus.allocation.message;

import java.util.Map;

/** What messages are called outside: the routing key, and the stem of the CloudEvents type. */
public final class Names {
  private static final Map<Class<? extends Command>, String> COMMANDS =
      Map.of(
          Command.CreateBatch.class, "create_batch",
          Command.Allocate.class, "allocate",
          Command.Deallocate.class, "deallocate");

  private static final Map<Class<? extends Event>, String> EVENTS =
      Map.of(
          Event.BatchCreated.class, "batch_created",
          Event.LineAllocated.class, "line_allocated",
          Event.LineDeallocated.class, "line_deallocated",
          Event.LineBackordered.class, "line_backordered",
          Event.BackorderCancelled.class, "backorder_cancelled",
          Event.OutOfStock.class, "out_of_stock",
          Event.BackInStock.class, "back_in_stock",
          Event.CommandParked.class, "command_parked");

  private Names() {}

  public static String of(Command command) {
    return COMMANDS.get(command.getClass());
  }

  public static String of(Event event) {
    return EVENTS.get(event.getClass());
  }
}
