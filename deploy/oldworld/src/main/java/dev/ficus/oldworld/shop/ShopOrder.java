package dev.ficus.oldworld.shop;

import java.util.ArrayList;
import java.util.List;

/**
 * An order as it is now.
 *
 * @param number its place among all orders, from 0
 * @param createdAt seconds since 1970 by the shop's clock
 * @param updatedAt the same
 * @param status what partners may set to anything
 * @param items null where they are as they were ordered and can be had from the {@link Tiling}
 *     again: a hundred thousand orders that only got a comment take little room
 */
record ShopOrder(
    int number,
    long createdAt,
    long updatedAt,
    State state,
    String status,
    List<Item> items,
    List<Comment> comments) {

  private static final long FIRST_INCREMENT_ID = 100_000_001L;

  /** What the shop itself goes by. */
  enum State {
    PROCESSING("processing"),
    HELD("holded"),
    COMPLETE("complete"),
    CANCELLED("canceled");

    /** As Magento writes it, and the status an order has when it comes there. */
    final String word;

    State(String word) {
      this.word = word;
    }

    boolean isOpen() {
      return this == PROCESSING || this == HELD;
    }
  }

  static ShopOrder placed(int number, long at, List<Item> items) {
    return new ShopOrder(number, at, at, State.PROCESSING, State.PROCESSING.word, items, List.of());
  }

  /** The number that customers and partners know it by. */
  String incrementId() {
    return incrementId(number);
  }

  static String incrementId(int number) {
    return Long.toString(FIRST_INCREMENT_ID + number);
  }

  /** The place of the order with this number; -1 where no order can have it. */
  static int number(String incrementId) {
    if (!incrementId.matches("[1-9][0-9]{8,9}")) {
      return -1;
    }
    long number = Long.parseLong(incrementId) - FIRST_INCREMENT_ID;
    return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : -1;
  }

  ShopOrder in(State state, long at) {
    return new ShopOrder(number, createdAt, at, state, state.word, items, comments);
  }

  ShopOrder of(List<Item> items, long at) {
    return new ShopOrder(number, createdAt, at, state, status, List.copyOf(items), comments);
  }

  ShopOrder with(Comment comment) {
    List<Comment> more = new ArrayList<>(comments);
    more.add(comment);
    return new ShopOrder(
        number, createdAt, comment.at(), state, comment.status(), items, List.copyOf(more));
  }
}
