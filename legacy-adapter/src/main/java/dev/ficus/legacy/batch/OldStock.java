package dev.ficus.legacy.batch;

import java.util.Objects;

/**
 * Something said of stock, in the sender's words and as it wrote them; null where it wrote nothing.
 *
 * @param batchref the batch; null where a SKU as a whole is meant
 * @param quantity how many, as text: "2.0000"
 * @param eta the day it is expected, as text; null when it is in the warehouse
 */
public record OldStock(Kind kind, String batchref, String sku, String quantity, String eta) {

  /** What is said. */
  public enum Kind {
    /** Of this SKU there are so many. */
    FIGURE,
    /** This batch was bought. */
    CREATED,
    /** This batch has another quantity. */
    QUANTITY,
    /** This batch comes on another day, or has arrived. */
    ETA,
    /** This batch, in a list of all, is now so. */
    STANDING
  }

  public OldStock {
    Objects.requireNonNull(kind);
  }
}
