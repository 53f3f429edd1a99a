package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.Openness;
import dev.ficus.allocation.product.Outcome;
import java.util.Optional;

/**
 * The answer to whoever opens or closes a product.
 *
 * @param openness as it is after that; empty when the command failed
 */
public record OpennessAnswer(Outcome outcome, Optional<Openness> openness) {}
