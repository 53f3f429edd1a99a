package dev.ficus.legacy.stock;

/** Sources of stock: which monolith's figures each shop is sent. */
public interface StockSources {

  /** The source of the figures of a shop. What one source reports to several shops is one stock. */
  String sourceOf(String shop);
}
