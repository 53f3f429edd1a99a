package dev.ficus.availability.stock;

import java.util.List;

/**
 * The answer to "when can I have this many of that?", as of one sequence of the SKU.
 *
 * @param sku the product asked for
 * @param inStock free units in the warehouse
 * @param total free units in all batches, those on their way and the overdue ones included
 * @param steps from which day how many, by day; ends at the last batch that has a day
 * @param qty the units asked for, at least 1
 * @param promise what allocation would do with a line of {@code qty} now
 * @param sequence the SKU's last event that the answer contains
 */
public record Availability(
    String sku,
    long inStock,
    long total,
    List<Step> steps,
    int qty,
    Promise promise,
    long sequence) {}
