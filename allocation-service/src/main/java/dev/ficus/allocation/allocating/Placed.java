package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Standing;
import java.util.Optional;

/**
 * The answer to whoever places a line.
 *
 * @param line how it stands after that; empty when it is refused and was not known before
 */
public record Placed(Outcome outcome, Optional<Standing> line) {}
