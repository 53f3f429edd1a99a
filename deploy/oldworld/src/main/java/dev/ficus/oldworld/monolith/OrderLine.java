package dev.ficus.oldworld.monolith;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A line of an order, and what the monolith has decided about it.
 *
 * @param quantity how many are wanted
 * @param batch the reference of the batch it is taken from; null where there is none
 * @param day when it is promised for; null where it is not
 */
record OrderLine(Key key, String sku, int quantity, LineState state, String batch, LocalDate day) {

  /** How far a line is. */
  enum LineState {
    /** Nothing is decided yet. */
    UNDECIDED,
    /** It has a batch. */
    PROMISED,
    /** No batch has room for it: it waits for a receipt. */
    TO_BUY,
    /** It will not be delivered. */
    REFUSED,
    /** It has left the warehouse, which is final. */
    DESPATCHED,
    /** Nothing of it is wanted any more, or ever was: a return. */
    CANCELLED
  }

  /**
   * What a line is known by.
   *
   * @param item the shop's id of the line
   */
  record Key(String order, String item) {
    /** By number, where these are numbers. */
    static final Comparator<Key> ORDER =
        Comparator.<Key>comparingInt(key -> key.order().length())
            .thenComparing(Key::order)
            .thenComparingInt(key -> key.item().length())
            .thenComparing(Key::item);
  }

  static OrderLine of(Key key, String sku, int quantity) {
    LineState state = quantity > 0 ? LineState.UNDECIDED : LineState.CANCELLED;
    return new OrderLine(key, sku, quantity, state, null, null);
  }

  boolean is(LineState other) {
    return state == other;
  }

  OrderLine in(LineState state) {
    return new OrderLine(key, sku, quantity, state, null, null);
  }

  OrderLine promised(Batch from, LocalDate on) {
    return new OrderLine(key, sku, quantity, LineState.PROMISED, from.reference(), on);
  }

  OrderLine despatched() {
    return new OrderLine(key, sku, quantity, LineState.DESPATCHED, batch, day);
  }
}
