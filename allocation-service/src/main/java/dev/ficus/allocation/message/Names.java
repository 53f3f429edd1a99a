package dev.ficus.allocation.message;

import java.util.Collection;
import java.util.Map;

/** Names of messages: the routing key, and the stem of the CloudEvents type. */
public final class Names {
  private static final Map<Class<? extends Command>, String> COMMANDS =
      Map.of(
          Command.CreateBatch.class, "create_batch",
          Command.ChangeBatchQuantity.class, "change_batch_quantity",
          Command.ChangeBatchEta.class, "change_batch_eta",
          Command.Allocate.class, "allocate",
          Command.Deallocate.class, "deallocate",
          Command.Despatch.class, "despatch",
          Command.OpenProduct.class, "open_product",
          Command.CloseProduct.class, "close_product");

  private static final Map<Class<? extends Event>, String> EVENTS =
      Map.ofEntries(
          Map.entry(Event.BatchCreated.class, "batch_created"),
          Map.entry(Event.BatchQuantityChanged.class, "batch_quantity_changed"),
          Map.entry(Event.BatchEtaChanged.class, "batch_eta_changed"),
          Map.entry(Event.LineAllocated.class, "line_allocated"),
          Map.entry(Event.LineDeallocated.class, "line_deallocated"),
          Map.entry(Event.LineDespatched.class, "line_despatched"),
          Map.entry(Event.LineBackordered.class, "line_backordered"),
          Map.entry(Event.BackorderCancelled.class, "backorder_cancelled"),
          Map.entry(Event.OutOfStock.class, "out_of_stock"),
          Map.entry(Event.BackInStock.class, "back_in_stock"),
          Map.entry(Event.ProductOpened.class, "product_opened"),
          Map.entry(Event.ProductClosed.class, "product_closed"),
          Map.entry(Event.CommandParked.class, "command_parked"),
          Map.entry(Event.CommandDiscarded.class, "command_discarded"));

  private Names() {}

  /** The names of all commands. */
  public static Collection<String> ofCommands() {
    return COMMANDS.values();
  }

  public static String of(Command command) {
    return COMMANDS.get(command.getClass());
  }

  public static String of(Event event) {
    return EVENTS.get(event.getClass());
  }
}
