package dev.ficus.legacy.translating;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import java.util.UUID;

/**
 * What the adapter asks of allocation-service.
 *
 * <p>Commands may come twice, late or out of order: each carries its line's revision, of which the
 * higher wins, and the same command always has the same message id.
 */
public sealed interface Command {

  /** Under which the ids of all the adapter's messages are named. */
  UUID NAMESPACE = UUID.fromString("df23ea15-6b80-5f09-92d4-ceebc9231102");

  /** Place this many units of the line, or change it to them. */
  record Allocate(String orderid, LineKey line, int qty, int revision) implements Command {
    @Override
    public String name() {
      return "allocate";
    }
  }

  /** Cancel the line. */
  record Deallocate(String orderid, LineKey line, String reason, int revision) implements Command {
    @Override
    public String name() {
      return "deallocate";
    }
  }

  /** The command that brings a line as the ledger has it about. */
  static Command of(OrderNumber order, LedgerLine line) {
    String orderid = order.orderid();
    return line.stands()
        ? new Allocate(orderid, line.key(), line.quantity(), line.revision())
        : new Deallocate(orderid, line.key(), line.cancelledFor().orElseThrow(), line.revision());
  }

  /** The command's name on the wire. */
  String name();

  /** The order's id on the wire. */
  String orderid();

  /** The line the command is about. */
  LineKey line();

  /** The line's revision. */
  int revision();

  /** The message id: the same for the same command, whenever and however often it is sent. */
  default UUID messageId() {
    // Identifiers hold no control characters, so a line break keeps them apart.
    return NameUuid.of(
        NAMESPACE,
        String.join(
            "\n", orderid(), line().sku(), line().lineid(), name(), Integer.toString(revision())));
  }
}
