package dev.ficus.allocation.product;

import java.time.LocalDate;

/**
 * The status of a line: the line, and when its units come.
 *
 * @param eta the day the batch that holds its units is expected; null when it is in the warehouse
 *     or no batch holds any
 */
public record LineStatus(OrderLine line, LocalDate eta) {}
