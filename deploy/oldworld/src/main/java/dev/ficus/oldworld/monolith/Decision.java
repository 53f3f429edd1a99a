package dev.ficus.oldworld.monolith;

/**
 * What the monolith has decided about a line of an order.
 *
 * @param batch the reference of the batch it is taken from; null when it has to be purchased
 */
record Decision(String sku, int quantity, String batch) {}
