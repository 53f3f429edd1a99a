package dev.ficus.oldworld.shop;

/**
 * What was written into an order's history.
 *
 * @param status the order's status since then
 * @param at seconds since 1970 by the shop's clock
 */
record Comment(String status, String text, boolean notified, long at) {}
