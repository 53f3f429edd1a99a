package dev.ficus.legacy.stock;

import java.util.Objects;

/**
 * Something said of stock, in the sender's words and as it wrote them; null where it wrote nothing.
 *
 * @param batchref the batch; null where a SKU as a whole is meant
 * @param naming how it says which product it is about
 * @param quantity how many, as text: "2.0000"
 * @param eta the day it is expected, as text; null when it is in the warehouse
 */
public record OldStock(
    ReportKind kind, String batchref, Naming naming, String sku, String quantity, String eta) {

  /** The quantity of {@link ReportKind#IN_STOCK} where none can be bought. */
  public static final String NONE = "0";

  /** Something that looks as if it were about stock, of which nobody knows what it says. */
  public static final OldStock NOT_UNDERSTOOD =
      new OldStock(ReportKind.UNKNOWN, null, null, null, null);

  /** What is said. */
  public enum ReportKind {
    /** Of this SKU there are so many. */
    FIGURE,
    /** This SKU can or cannot be bought, and it is not said how many there are. */
    IN_STOCK,
    /** This batch was bought. */
    CREATED,
    /** This batch has another quantity. */
    QUANTITY,
    /** This batch comes on another day, or has arrived. */
    ETA,
    /** This batch, in a list of all, is now so. */
    STANDING,
    /** It is not known what is said. */
    UNKNOWN;

    /** Whether it is said of a SKU as a whole. */
    public boolean isOfSku() {
      return this == FIGURE || this == IN_STOCK;
    }
  }

  /** What stands where the product is named: shops know theirs by SKU and by an id of their own. */
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

  /** Something said by a sender that knows SKUs alone. */
  public OldStock(ReportKind kind, String batchref, String sku, String quantity, String eta) {
    this(kind, batchref, Naming.SKU, sku, quantity, eta);
  }
}
