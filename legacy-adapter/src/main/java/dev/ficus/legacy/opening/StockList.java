package dev.ficus.legacy.opening;

import dev.ficus.legacy.order.ShopRules;

/** A list of all stock of a shop, and the rules by which its rows are read. */
record StockList(String shop, ShopRules rules, Rows rows) {}
