package dev.ficus.allocation.message;

import java.time.LocalDate;

/**
 * What has happened. The records are the data that other teams read; figures are absolute, so that
 * a repeat is harmless. {@code lineid} is '' and {@code eta} null where there is none.
 */
public sealed interface Event {

  /** What happened to one product; it takes that product's next sequence number. */
  sealed interface OfProduct extends Event {
    String sku();
  }

  /**
   * @param available free units of the batch afterwards
   */
  record BatchCreated(String batchref, String sku, int qty, LocalDate eta, int available)
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

  record OutOfStock(String sku) implements OfProduct {}

  record BackInStock(String sku) implements OfProduct {}

  /**
   * A command that cannot succeed was set aside. It is about the command, so it has no sequence.
   *
   * @param type routing key of the command, as it came
   * @param sku null where the command does not say one; likewise {@code orderid}
   * @param code stable name of the reason
   */
  record CommandParked(
      String type, String messageId, String sku, String orderid, String code, String reason)
      implements Event {}
}
