package dev.ficus.legacy.feed;

/** Shops that are sent the stock figures of our SKUs by us, and the states of orders. */
public interface PushedShops {

  /** Whether this one is. */
  boolean include(String shop);

  /** Whether this one is sent the states of its orders too, by comments on them. */
  boolean areCommented(String shop);
}
