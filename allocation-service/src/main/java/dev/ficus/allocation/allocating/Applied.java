package dev.ficus.allocation.allocating;

import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.LineStatus;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import java.util.Optional;

/**
 * The outcome of a command, and the product it was applied to.
 *
 * @param product as the command's group left it; null when the command was refused before a product
 *     was found
 */
record Applied(Outcome outcome, Product product) {
  static Applied refused(Outcome.Refused refusal) {
    return new Applied(refusal, null);
  }

  /** The status of a line of the product; empty when it is not known. */
  Optional<LineStatus> status(LineKey line) {
    return Optional.ofNullable(product).flatMap(owner -> owner.status(line));
  }
}
