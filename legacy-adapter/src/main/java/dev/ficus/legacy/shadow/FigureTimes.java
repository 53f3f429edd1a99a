package dev.ficus.legacy.shadow;

import java.time.Instant;
import java.util.Optional;

/**
 * Times of the figure of a SKU.
 *
 * @param reported when it was reported last, the same once more too; empty since the SKU was based
 * @param shown what the monolith had decided by then, it shows for certain; empty for nothing
 */
public record FigureTimes(Optional<Instant> reported, Optional<Instant> shown) {

  /** Those of a SKU that was just based: nothing was decided about its lines before. */
  public static final FigureTimes BASED = new FigureTimes(Optional.empty(), Optional.empty());

  FigureTimes reportedAt(Instant time) {
    return new FigureTimes(Optional.of(time), shown);
  }

  /** What a figure has shown, the next shows too. */
  FigureTimes showing(Instant decided) {
    return new FigureTimes(reported, Optional.of(shown.filter(decided::isBefore).orElse(decided)));
  }
}
