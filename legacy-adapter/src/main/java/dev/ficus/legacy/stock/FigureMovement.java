package dev.ficus.legacy.stock;

/**
 * What a source's figure of a SKU has done with a report.
 *
 * @param before the figure before
 * @param after the figure since; the same where it was reported again
 * @param told units of which the source had been informed, and which this fall counts out
 */
public record FigureMovement(String source, String sku, long before, long after, long told) {

  public FigureMovement {
    if (told < 0 || told > Math.max(0, before - after)) {
      throw new IllegalArgumentException("no more is counted out than the figure falls by");
    }
  }

  /** What the figures did with their last report. */
  static FigureMovement of(SourceFigures before, SourceFigures after) {
    return new FigureMovement(
        after.source(),
        after.sku(),
        before.stock().figure(),
        after.stock().figure(),
        before.stock().pending() - after.stock().pending());
  }
}
