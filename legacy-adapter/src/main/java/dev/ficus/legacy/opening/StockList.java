package dev.ficus.legacy.opening;

import dev.ficus.legacy.order.ShopRules;

/**
 * A list of all stock of a shop, and the rules by which its rows are read.
 *
 * @param source whose stock it is
 */
record StockList(String shop, String source, ShopRules rules, Rows rows) {}
