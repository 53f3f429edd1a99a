package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.KnownCall.ToldOutcome;
import dev.ficus.legacy.order.OrderNumber;
import java.util.Set;

/**
 * News by which the monolith tells the shop what it has decided about lines of an order.
 *
 * @param items the shop's ids of the lines; none for all that are the monolith's
 * @param correlation of the call
 * @param at when it came, by {@link System#nanoTime}: it was decided before
 */
public record ToldNews(
    OrderNumber order, Set<String> items, ToldOutcome outcome, String correlation, long at) {}
