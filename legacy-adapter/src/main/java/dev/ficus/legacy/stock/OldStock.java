package dev.ficus.legacy.stock;

import java.util.Objects;

/**
 * Stock report of an old sender, as it wrote it; null where it wrote nothing.
 *
 * @param batchref the batch; null where a SKU as a whole is meant
 * @param naming how it names the product it is about
 * @param quantity how many, as text: "2.0000"
 * @param eta the day it is expected, as text; null when it is in the warehouse
 */
public record OldStock(
    ReportKind kind, String batchref, Naming naming, String sku, String quantity, String eta) {

  /** The quantity of {@link ReportKind#IN_STOCK} where none can be ordered. */
  public static final String NONE = "0";

  /** A report that looks as if it were about stock, and cannot be understood. */
  public static final OldStock NOT_UNDERSTOOD =
      new OldStock(ReportKind.UNKNOWN, null, null, null, null);

  /** Kind of stock report. */
  public enum ReportKind {
    /** Of this SKU there are so many. */
    FIGURE,
    /** This SKU can or cannot be ordered, without how many there are. */
    IN_STOCK,
    /** This batch was purchased. */
    CREATED,
    /** This batch has another quantity. */
    QUANTITY,
    /** This batch comes on another day, or has arrived. */
    ETA,
    /** This batch, in a list of all, is now so. */
    LISTED,
    /** It cannot be understood. */
    UNKNOWN;

    /** Whether it is about a SKU as a whole. */
    public boolean isOfSku() {
      return this == FIGURE || this == IN_STOCK;
    }
  }

  /** Naming of a product: shops know theirs by SKU and by an id of their own. */
  public enum Naming {
    /** Its SKU. */
    SKU,
    /** Its SKU or its id, in a text. */
    TEXT,
    /** Its SKU or its id, in a number. */
    NUMBER,
    /** Its id where it is a number, else its SKU. */
    ID_BEFORE_SKU,
    /** Its id. */
    ID
  }

  public OldStock {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(naming);
  }

  /** A report of a sender that knows SKUs alone. */
  public OldStock(ReportKind kind, String batchref, String sku, String quantity, String eta) {
    this(kind, batchref, Naming.SKU, sku, quantity, eta);
  }
}
