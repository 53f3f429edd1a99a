package dev.ficus.allocation.product;

/**
 * Which line of which order, within one product.
 *
 * @param lineid '' unless the order has the SKU more than once
 */
public record LineKey(String orderid, String lineid) {}
