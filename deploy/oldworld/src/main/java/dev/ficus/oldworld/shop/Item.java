package dev.ficus.oldworld.shop;

import java.math.BigDecimal;

/**
 * A line of an order.
 *
 * @param id the shop's own, unique among all items
 * @param parent the item this one belongs to, for the simple product behind a configurable one; 0
 *     for none
 * @param quantity how many were ordered
 * @param price of one, in pounds
 * @param shipped how many of them a shipment has taken
 */
record Item(
    long id,
    long parent,
    Type type,
    String sku,
    String name,
    int quantity,
    BigDecimal price,
    int shipped) {

  /** Nothing of it is shipped. */
  Item(long id, long parent, Type type, String sku, String name, int quantity, BigDecimal price) {
    this(id, parent, type, sku, name, quantity, price, 0);
  }

  /** What is ordered: a thing, or a choice whose thing is the item below it. */
  enum Type {
    SIMPLE("simple"),
    CONFIGURABLE("configurable");

    /** As Magento writes it. */
    final String word;

    Type(String word) {
      this.word = word;
    }
  }

  Item of(int quantity) {
    return new Item(id, parent, type, sku, name, quantity, price, shipped);
  }

  /** How many are still to be shipped. */
  int left() {
    return quantity - shipped;
  }

  Item shipping(int more) {
    return new Item(id, parent, type, sku, name, quantity, price, shipped + more);
  }

  /** Whether it is the thing itself, and not the choice above it: each thing is there once. */
  boolean isThing() {
    return type == Type.SIMPLE;
  }
}
