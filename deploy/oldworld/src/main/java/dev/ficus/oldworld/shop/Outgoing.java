package dev.ficus.oldworld.shop;

import java.util.function.Supplier;

/**
 * A call that the shop makes by itself.
 *
 * @param order the number of the order it is about
 * @param lines how many lines that has
 * @param document the call, made when it is sent
 */
record Outgoing(Purpose purpose, String order, int lines, Supplier<byte[]> document) {

  /** What a call is for. */
  enum Purpose {
    /** It hands an order over. */
    ORDER,
    /** It takes an order back. */
    CANCELLATION,
    /** It is well-formed, but its order has no number; any answer is right. */
    NAMELESS,
    /** Its document ends in the middle; any answer is right. */
    CUT_OFF;

    boolean isBroken() {
      return this == NAMELESS || this == CUT_OFF;
    }
  }
}
