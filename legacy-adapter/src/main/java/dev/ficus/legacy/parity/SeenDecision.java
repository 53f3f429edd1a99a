package dev.ficus.legacy.parity;

import dev.ficus.legacy.order.OrderNumber;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the monolith was seen to decide about a line, or about a whole order.
 *
 * @param item the shop's id of the line; empty where that was not said
 * @param sku empty of a whole order
 * @param correlation of the call by which it was said
 * @param began how long ago that call began
 * @param ended how long ago it was answered
 */
public record SeenDecision(
    OrderNumber order,
    Optional<String> item,
    Optional<String> sku,
    boolean taken,
    Optional<Boolean> waits,
    Optional<LocalDate> day,
    Optional<String> batch,
    String correlation,
    Duration began,
    Duration ended) {}
