package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Malformed;

/** The outcome of a command. A refusal is an answer, not an exception. */
public sealed interface Outcome {
  Outcome CHANGED = new Changed();
  Outcome UNCHANGED = new Unchanged();

  /** The command took effect. */
  record Changed() implements Outcome {}

  /**
   * The command changes nothing: it repeats the present state, or a higher revision has overtaken
   * it.
   */
  record Unchanged() implements Outcome {}

  /**
   * The command contradicts the state and changed nothing.
   *
   * @param code stable name of the reason
   * @param field the field that contradicts, by its name in messages
   * @param reason for people
   */
  record Refused(String code, String field, String reason) implements Outcome {
    private static final String UNKNOWN_SKU = "unknown_sku";
    private static final String UNKNOWN_BATCH = "unknown_batch";
    private static final String PRODUCT_CLOSED = "product_closed";
    private static final String FAILED = "failed";
    private static final String NOT_GRANTED = "not_granted";
    private static final int LONGEST_REASON = 1000;

    static Refused unknownSku(String sku) {
      return new Refused(UNKNOWN_SKU, "sku", "Invalid sku " + sku);
    }

    static Refused productClosed(String sku) {
      return new Refused(
          PRODUCT_CLOSED, "sku", "sku %s is closed and promises nothing new".formatted(sku));
    }

    public static Refused unknownBatch(String batchref) {
      return new Refused(UNKNOWN_BATCH, "batchref", "there is no batch " + batchref);
    }

    public static Refused batchOfAnotherSku(String batchref, String owner) {
      return new Refused(
          "batch_exists", "batchref", "batch %s belongs to sku %s".formatted(batchref, owner));
    }

    /** What came is no command. */
    public static Refused malformed(Malformed defect) {
      return new Refused("malformed", defect.field(), defect.getMessage());
    }

    /** Its sender may not send it, whatever it says. */
    public static Refused notGranted(String field, String reason) {
      return new Refused(NOT_GRANTED, field, reason);
    }

    /** The command is in order, but carrying it out failed; the log says why. */
    public static Refused failed(String reason) {
      return new Refused(
          FAILED, "", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    }

    public boolean isFailed() {
      return code.equals(FAILED);
    }

    /** Its sender may not send it. */
    public boolean isNotGranted() {
      return code.equals(NOT_GRANTED);
    }

    /** Nothing was ever purchased of this SKU: what is refused today may succeed once it is. */
    public boolean isUnknownSku() {
      return code.equals(UNKNOWN_SKU);
    }

    /** Nobody created this batch: what is refused today may succeed once it is. */
    public boolean isUnknownBatch() {
      return code.equals(UNKNOWN_BATCH);
    }

    /** The product is closed: what is refused today may succeed once it is opened. */
    public boolean isProductClosed() {
      return code.equals(PRODUCT_CLOSED);
    }
  }
}
