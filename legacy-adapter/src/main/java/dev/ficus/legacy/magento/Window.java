package dev.ficus.legacy.magento;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A span of time by the shop's clock, both ends included.
 *
 * @param from empty for whatever was before, orders without a time among them
 * @param to empty for whatever comes after
 */
public record Window(Optional<LocalDateTime> from, Optional<LocalDateTime> to) {

  @Override
  public String toString() {
    return "from %s to %s"
        .formatted(
            from.map(LocalDateTime::toString).orElse("the first"),
            to.map(LocalDateTime::toString).orElse("the last"));
  }
}
