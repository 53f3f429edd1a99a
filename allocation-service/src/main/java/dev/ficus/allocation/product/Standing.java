package dev.ficus.allocation.product;

import java.time.LocalDate;

/**
 * A line as it stands, and when its units come.
 *
 * @param eta the day the batch that holds its units is expected; null when it is in the warehouse
 *     or no batch holds any
 */
public record Standing(OrderLine line, LocalDate eta) {}
