package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.LineStatus;
import dev.ficus.allocation.product.Outcome;
import java.util.Optional;

/**
 * The answer to whoever places a line.
 *
 * @param line its status after that; empty when it is refused and was not known before
 */
public record Placed(Outcome outcome, Optional<LineStatus> line) {}
