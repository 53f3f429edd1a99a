package dev.ficus.legacy.stock;

/**
 * Promise of a monolith, as its list has it: units of a named batch that a line of its own has, or
 * that it has set aside.
 *
 * @param batchref null where it cannot be read
 * @param sku null where none is named that can be read
 * @param units negative where they cannot be read
 * @param gone whether its goods have left
 * @param number of the order that has it; empty where none has, or it is not said
 * @param item the shop's id of the line; empty where it is not said
 */
public record MonolithPromise(
    String batchref, String sku, long units, boolean gone, String number, String item) {

  /** A promise of nobody knows what line. */
  public MonolithPromise(String batchref, String sku, long units, boolean gone) {
    this(batchref, sku, units, gone, "", "");
  }

  /** Whether it says of how many units of which batch it is. */
  boolean isReadable() {
    return batchref != null && units >= 0;
  }

  /** Whether it can be read, and is of no units, or of goods that have left a batch used up. */
  boolean isOfNothing() {
    return isReadable() && (units == 0 || gone);
  }
}
