package dev.ficus.allocation.message;

import java.time.LocalDate;

/**
 * What others ask of a product. A command changes one product, has one handler and is well-formed
 * by construction: a wrong value is a {@link Malformed} that names its field.
 */
public sealed interface Command {

  /** The product that the command is for: 1 to 255 bytes of UTF-8 without control characters. */
  String sku();

  /** A command about one line of an order. */
  sealed interface OfLine extends Command {
    String orderid();

    /** Tells lines of one SKU in one order apart; '' where there is one only. */
    String lineid();
  }

  /**
   * A batch of stock was bought.
   *
   * @param batchref names the batch among those of all products
   * @param qty purchased units, 0 or more
   * @param eta the day it is expected, or null when it is in the warehouse
   */
  record CreateBatch(String batchref, String sku, int qty, LocalDate eta) implements Command {
    public CreateBatch {
      Syntax.identifier("batchref", batchref);
      Syntax.identifier("sku", sku);
      Syntax.quantity(qty, 0);
    }
  }

  /**
   * A customer wants units of a product.
   *
   * @param lineid tells lines of one SKU in one order apart; null is read as ''
   * @param qty wanted units, 1 or more
   * @param revision the highest revision of a line wins, whatever the order of arrival
   */
  record Allocate(String orderid, String sku, String lineid, int qty, long revision)
      implements OfLine {
    public Allocate {
      Syntax.identifier("orderid", orderid);
      Syntax.identifier("sku", sku);
      lineid = Syntax.lineid(lineid);
      Syntax.quantity(qty, 1);
      Syntax.revision(revision);
    }
  }

  /**
   * A customer no longer wants a line. At equal revision it beats an {@link Allocate}.
   *
   * @param lineid tells lines of one SKU in one order apart; null is read as ''
   * @param reason for people and for the event; null is read as "cancelled"
   */
  record Deallocate(String orderid, String sku, String lineid, String reason, long revision)
      implements OfLine {
    public Deallocate {
      Syntax.identifier("orderid", orderid);
      Syntax.identifier("sku", sku);
      lineid = Syntax.lineid(lineid);
      reason = Syntax.reason(reason);
      Syntax.revision(revision);
    }
  }
}
