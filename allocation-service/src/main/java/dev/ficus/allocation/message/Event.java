package dev.ficus.allocation.message;

import java.time.LocalDate;

/**
 * What has happened. The records are the data that other teams read; figures are absolute, so that
 * a repeat is harmless. {@code lineid} is '' and {@code eta} null where there is none.
 */
public sealed interface Event {

  /** An event about one product; it takes that product's next sequence number. */
  sealed interface OfProduct extends Event {
    String sku();
  }

  /**
   * @param available free units of the batch afterwards
   */
  record BatchCreated(String batchref, String sku, int qty, LocalDate eta, int available)
      implements OfProduct {}

  /**
   * @param qty purchased units from now on
   * @param available free units of the batch afterwards
   */
  record BatchQuantityChanged(String batchref, String sku, int qty, int available)
      implements OfProduct {}

  /**
   * The lines that hold units of the batch stay where they are.
   *
   * @param eta null when it is in the warehouse now; likewise {@code previousEta} before
   */
  record BatchEtaChanged(String batchref, String sku, LocalDate eta, LocalDate previousEta)
      implements OfProduct {}

  /**
   * @param available free units of the batch afterwards
   */
  record LineAllocated(
      String orderid,
      String sku,
      int qty,
      String lineid,
      String batchref,
      LocalDate eta,
      int available)
      implements OfProduct {}

  /**
   * @param available free units of the batch afterwards
   */
  record LineDeallocated(
      String orderid,
      String sku,
      int qty,
      String lineid,
      String batchref,
      String reason,
      int available)
      implements OfProduct {}

  record LineBackordered(String orderid, String sku, int qty, String lineid, String reason)
      implements OfProduct {}

  record BackorderCancelled(String orderid, String sku, int qty, String lineid, String reason)
      implements OfProduct {}

  /** The units have been despatched; the batch keeps counting them as allocated. */
  record LineDespatched(String orderid, String sku, int qty, String lineid, String batchref)
      implements OfProduct {}

  record OutOfStock(String sku) implements OfProduct {}

  record BackInStock(String sku) implements OfProduct {}

  /**
   * The product promises units; the events that follow say to whom.
   *
   * @param revision by which it was opened, also when it was open before
   */
  record ProductOpened(String sku, long revision) implements OfProduct {}

  /**
   * The product promises nothing new; what it has promised stands.
   *
   * @param revision by which it was closed, also when it was closed before
   */
  record ProductClosed(String sku, long revision) implements OfProduct {}

  /**
   * What happened to a command that is parked or waits. It is about the command, so it has no
   * sequence.
   */
  sealed interface OfCommand extends Event {

    /** Routing key of the command, as it came. */
    String type();

    String messageId();

    /** Null where the command does not say one. */
    String sku();

    /** Null where the command does not say one. */
    String orderid();

    /** Stable name of the reason for which it is parked. */
    String code();

    String reason();
  }

  /** A command that cannot succeed was parked. */
  record CommandParked(
      String type, String messageId, String sku, String orderid, String code, String reason)
      implements OfCommand {}

  /**
   * An operator has discarded a command that was parked or waited.
   *
   * @param reason the operator's
   */
  record CommandDiscarded(
      String type, String messageId, String sku, String orderid, String code, String reason)
      implements OfCommand {}
}
