package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Standing;
import java.util.Optional;

/**
 * What became of a command.
 *
 * @param product as the command's group left it; null when the command was refused before a product
 *     was found
 */
record Applied(Outcome outcome, Product product) {
  static Applied refused(Outcome.Refused refusal) {
    return new Applied(refusal, null);
  }

  /** How a line of the product stands; empty when it is not known. */
  Optional<Standing> standing(LineKey line) {
    return Optional.ofNullable(product).flatMap(owner -> owner.standing(line));
  }
}
