package dev.ficus.allocation.http;

import dev.ficus.allocation.allocating.Arrivals;
import dev.ficus.allocation.allocating.Arrivals.Entrance;
import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.Deliveries;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.Envelope;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.view.OrderView;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Cancels lines of an order, one command a line, at the revision at which each is known. */
@ApplicationScoped
class OrderCancellation {
  private static final String REASON = "cancelled over HTTP";

  private final Commands commands;
  private final Deliveries deliveries;
  private final Arrivals arrivals;

  OrderCancellation(Commands commands, Deliveries deliveries, Arrivals arrivals) {
    this.commands = commands;
    this.deliveries = deliveries;
    this.arrivals = arrivals;
  }

  void cancel(String orderid, List<OrderView.OrderedLine> lines, Cause cause) {
    List<Envelope> known = new ArrayList<>();
    List<Delivery> waiting = new ArrayList<>();
    for (OrderView.OrderedLine line : lines) {
      Deallocate command =
          new Deallocate(orderid, line.sku(), line.lineid(), REASON, line.revision());
      arrivals.received(Entrance.HTTP, Optional.of(command));
      if (line.state().equals("waiting")) {
        waiting.add(delivery(command, cause));
      } else {
        known.add(new Envelope(command, cause));
      }
    }
    if (!known.isEmpty()) {
      commands.handle(known);
    }
    if (!waiting.isEmpty()) {
      deliveries.receive(waiting);
    }
  }

  /** A line that waits for its product is cancelled by a command that waits behind it. */
  private static Delivery delivery(Deallocate command, Cause cause) {
    String messageId = UUID.randomUUID().toString();
    return new Delivery(
        messageId,
        Names.of(command),
        CommandJson.write(command),
        "{}",
        Content.of(command),
        new Cause(messageId, cause.correlationId(), cause.traceparent(), cause.who()),
        Optional.of(command),
        Optional.empty());
  }
}
