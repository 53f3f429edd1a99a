package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.stock.KnownBatch;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Command for allocation-service.
 *
 * <p>Commands may come twice, late or out of order: each carries the revision of its line or batch,
 * of which the higher wins, and the same command always has the same message id.
 */
public sealed interface Command {

  /** Namespace of the ids of all the adapter's messages. */
  UUID NAMESPACE = UUID.fromString("df23ea15-6b80-5f09-92d4-ceebc9231102");

  /** Command about a line of an order. */
  sealed interface LineCommand extends Command {

    /** The order's id on the wire. */
    String orderid();

    /** The line the command is about. */
    LineKey line();

    @Override
    default String sku() {
      return line().sku();
    }

    @Override
    default UUID messageId() {
      return named(orderid(), line().sku(), line().lineid(), name(), Integer.toString(revision()));
    }
  }

  /** Command about a batch of stock. */
  sealed interface BatchCommand extends Command {

    /** The batch's reference on the wire. */
    String batchref();

    @Override
    default UUID messageId() {
      return named(batchref(), name(), Integer.toString(revision()));
    }
  }

  /** Command about a product as a whole. */
  sealed interface ProductCommand extends Command {
    @Override
    default UUID messageId() {
      return named(sku(), name(), Integer.toString(revision()));
    }
  }

  /** Place this many units of the line, or change it to them. */
  record Allocate(String orderid, LineKey line, int qty, int revision) implements LineCommand {
    @Override
    public String name() {
      return "allocate";
    }
  }

  /** Cancel the line. */
  record Deallocate(String orderid, LineKey line, String reason, int revision)
      implements LineCommand {
    @Override
    public String name() {
      return "deallocate";
    }
  }

  /** Take the line as despatched. */
  record Despatch(String orderid, LineKey line, int revision) implements LineCommand {
    @Override
    public String name() {
      return "despatch";
    }
  }

  /**
   * Create a batch that was purchased.
   *
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  record CreateBatch(String batchref, String sku, int qty, Optional<LocalDate> eta)
      implements BatchCommand {
    @Override
    public String name() {
      return "create_batch";
    }

    @Override
    public int revision() {
      return 1;
    }
  }

  /** Change the batch to this many units. */
  record ChangeBatchQuantity(String batchref, String sku, int qty, int revision)
      implements BatchCommand {
    @Override
    public String name() {
      return "change_batch_quantity";
    }
  }

  /**
   * Change the day of the batch to this.
   *
   * @param eta empty when it has arrived
   */
  record ChangeBatchEta(String batchref, String sku, Optional<LocalDate> eta, int revision)
      implements BatchCommand {
    @Override
    public String name() {
      return "change_batch_eta";
    }
  }

  /** Promise units of the product again. */
  record OpenProduct(String sku, int revision) implements ProductCommand {
    @Override
    public String name() {
      return "open_product";
    }
  }

  /** Promise nothing new of the product. */
  record CloseProduct(String sku, int revision) implements ProductCommand {
    @Override
    public String name() {
      return "close_product";
    }
  }

  /** The command that opens or closes a product. */
  static ProductCommand of(Openness product) {
    return product.open()
        ? new OpenProduct(product.sku(), product.revision())
        : new CloseProduct(product.sku(), product.revision());
  }

  /**
   * The commands that bring a line as the ledger has it about. A despatch is sent with what was
   * despatched, the revision before it: that may never have been sent, or was changed with it.
   */
  static List<LineCommand> of(OrderNumber order, LedgerLine line) {
    String orderid = order.orderid();
    LineKey key = line.key();
    int revision = line.revision();
    return switch (line.state()) {
      case ORDERED -> List.of(new Allocate(orderid, key, line.quantity(), revision));
      case CANCELLED ->
          List.of(new Deallocate(orderid, key, line.cancelledFor().orElseThrow(), revision));
      case DESPATCHED ->
          List.of(
              new Allocate(orderid, key, line.quantity(), revision - 1),
              new Despatch(orderid, key, revision));
    };
  }

  /** The commands that bring a batch as the ledger has it about, those not confirmed yet. */
  static List<Command> unconfirmed(KnownBatch batch) {
    String batchref = batch.batchref();
    String sku = batch.sku();
    List<Command> commands = new ArrayList<>();
    if (batch.confirmed() < 1) {
      commands.add(
          new CreateBatch(batchref, sku, batch.original().quantity(), batch.original().eta()));
    }
    if (batch.quantityRevision() > Math.max(batch.confirmed(), 1)) {
      commands.add(
          new ChangeBatchQuantity(batchref, sku, batch.now().quantity(), batch.quantityRevision()));
    }
    if (batch.etaRevision() > Math.max(batch.confirmed(), 1)) {
      commands.add(new ChangeBatchEta(batchref, sku, batch.now().eta(), batch.etaRevision()));
    }
    return commands;
  }

  /** The names of all commands on the wire. */
  static List<String> names() {
    return List.of(
        "allocate",
        "deallocate",
        "despatch",
        "create_batch",
        "change_batch_quantity",
        "change_batch_eta",
        "open_product",
        "close_product");
  }

  /** The command's name on the wire. */
  String name();

  /** The SKU the command is about. */
  String sku();

  /** The revision of the line or batch. */
  int revision();

  /** The message id: the same for the same command, whenever and however often it is sent. */
  UUID messageId();

  private static UUID named(String... parts) {
    // Identifiers hold no control characters, so a line break keeps them apart.
    return NameUuid.of(NAMESPACE, String.join("\n", parts));
  }
}
