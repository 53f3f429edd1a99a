package dev.ficus.allocation.product;

import dev.ficus.allocation.message.Event;

/**
 * An event with its number in the history of its product.
 *
 * @param sequence 1 for the product's first event, then without gaps
 */
public record Raised(long sequence, Event.OfProduct event) {}
