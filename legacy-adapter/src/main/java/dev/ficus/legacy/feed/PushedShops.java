package dev.ficus.legacy.feed;

/** Shops that are sent the stock figures of our SKUs by us. */
public interface PushedShops {

  /** Whether this one is. */
  boolean include(String shop);
}
