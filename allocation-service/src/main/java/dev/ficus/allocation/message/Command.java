package dev.ficus.allocation.message;

import java.time.LocalDate;

/**
 * What others ask of a product. A command changes one product, has one handler and is well-formed
 * by construction: a wrong value is a {@link Malformed} that names its field.
 */
public sealed interface Command {

  /**
   * The product that the command is for: 1 to 255 bytes of UTF-8 without control characters. Null
   * where a {@link OfBatch} leaves it to the batch.
   */
  String sku();

  /** A command about one batch. */
  sealed interface OfBatch extends Command {

    /** Names the batch among those of all products. */
    String batchref();
  }

  /** A command that opens or closes a product. */
  sealed interface OfOpenness extends Command {

    /** The highest revision that opens or closes a product wins. */
    long revision();
  }

  /** A command about one line of an order. */
  sealed interface OfLine extends Command {
    String orderid();

    /** Distinguishes lines of one SKU in one order; '' where there is one only. */
    String lineid();
  }

  /**
   * A batch of stock was purchased.
   *
   * @param batchref names the batch among those of all products
   * @param qty purchased units, 0 or more
   * @param eta the day it is expected, or null when it is in the warehouse
   */
  record CreateBatch(String batchref, String sku, int qty, LocalDate eta) implements OfBatch {
    public CreateBatch {
      Syntax.identifier("batchref", batchref);
      Syntax.identifier("sku", sku);
      Syntax.quantity(qty, 0);
      Syntax.day("eta", eta);
    }
  }

  /**
   * A batch has another number of purchased units than was thought. Lines that it can no longer
   * hold are taken out and find another place.
   *
   * @param sku null leaves it to the batch
   * @param qty purchased units from now on, 0 or more
   * @param revision the highest revision of a batch's quantity wins; null applies as it comes
   */
  record ChangeBatchQuantity(String batchref, String sku, int qty, Long revision)
      implements OfBatch {
    public ChangeBatchQuantity {
      Syntax.identifier("batchref", batchref);
      Syntax.optionalIdentifier("sku", sku);
      Syntax.quantity(qty, 0);
      Syntax.optionalRevision(revision);
    }
  }

  /**
   * A batch is delayed, is expected earlier, or has arrived.
   *
   * @param sku null leaves it to the batch
   * @param eta the day it is expected now, or null when it is in the warehouse
   * @param revision the highest revision of a batch's ETA wins; null applies as it comes
   */
  record ChangeBatchEta(String batchref, String sku, LocalDate eta, Long revision)
      implements OfBatch {
    public ChangeBatchEta {
      Syntax.identifier("batchref", batchref);
      Syntax.optionalIdentifier("sku", sku);
      Syntax.day("eta", eta);
      Syntax.optionalRevision(revision);
    }
  }

  /**
   * A customer wants units of a product.
   *
   * @param lineid distinguishes lines of one SKU in one order; null is read as ''
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
   * @param lineid distinguishes lines of one SKU in one order; null is read as ''
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

  /**
   * The units of a line have been despatched: it can no longer be changed or cancelled. At equal
   * revision it beats a {@link Deallocate} and an {@link Allocate}.
   *
   * @param lineid distinguishes lines of one SKU in one order; null is read as ''
   */
  record Despatch(String orderid, String sku, String lineid, long revision) implements OfLine {
    public Despatch {
      Syntax.identifier("orderid", orderid);
      Syntax.identifier("sku", sku);
      lineid = Syntax.lineid(lineid);
      Syntax.revision(revision);
    }
  }

  /** A product promises units again, to what waits for that and to new lines. */
  record OpenProduct(String sku, long revision) implements OfOpenness {
    public OpenProduct {
      Syntax.identifier("sku", sku);
      Syntax.revision(revision);
    }
  }

  /** A product promises nothing new from now on. What it has promised stands. */
  record CloseProduct(String sku, long revision) implements OfOpenness {
    public CloseProduct {
      Syntax.identifier("sku", sku);
      Syntax.revision(revision);
    }
  }
}
