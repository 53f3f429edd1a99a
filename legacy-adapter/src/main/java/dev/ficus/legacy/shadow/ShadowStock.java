package dev.ficus.legacy.shadow;

/**
 * Stock of a SKU in the shadow, by the monolith's figure: how many units its batch has.
 *
 * <p>The figure is net of what the monolith has promised. The lines that the shadow was fed hold
 * units there, so these have to be in the batch: it has the figure, and of those units the ones
 * that the figure does not count any more. A fall of the figure is taken for these lines first, a
 * rise for what was cancelled of them. So the batch stays as it is while the figure only shows what
 * they took and gave back, however late that is, if each movement is shown by a figure of its own.
 * Goods that come in with the same figure hide what lines took: then it has to be found out
 * otherwise which lines the figure does not count any more, see {@link #notCounting}.
 *
 * <p>It is not {@link dev.ficus.legacy.stock.SourceStock}: there lines of ours are cancelled, which
 * the monolith learns when it is told, and the batch is smaller meanwhile, lest units are sold
 * twice. Here they are the monolith's own, it gives them back by itself, and nobody sells anything.
 *
 * @param figure as the monolith reports it; negative when it has promised more than it has
 * @param held units of its lines that were fed, and not cancelled
 * @param uncounted units that the figure does not count any more: once it shows all, those held
 */
public record ShadowStock(long figure, long held, long uncounted) {

  public ShadowStock {
    if (held < 0 || uncounted < 0) {
      throw new IllegalArgumentException("of units there are no less than 0");
    }
  }

  /** The stock at the beginning, when no line was fed. */
  public static ShadowStock basedOn(long figure) {
    return new ShadowStock(figure, 0, 0);
  }

  /** The stock after lines hold so many units. */
  public ShadowStock holding(long units) {
    return new ShadowStock(figure, units, uncounted);
  }

  /** The stock after another figure was reported. */
  public ShadowStock reported(long next) {
    long taken = Math.min(Math.max(figure - next, 0), Math.max(held - uncounted, 0));
    long givenBack = Math.min(Math.max(next - figure, 0), Math.max(uncounted - held, 0));
    return new ShadowStock(next, held, uncounted + taken - givenBack);
  }

  /**
   * The stock after it was found what the figure does not count any more.
   *
   * @param units of lines that it does not count, at least
   * @param all whether nothing of any line is on its way to the monolith: then it does not count
   *     more than these hold
   */
  public ShadowStock notCounting(long units, boolean all) {
    long least = Math.max(uncounted, Math.min(units, held));
    return new ShadowStock(figure, held, all ? Math.min(least, held) : least);
  }

  /** Whether the figure shows what the lines have taken and given back, no more and no less. */
  public boolean isAtRest() {
    return uncounted == held;
  }

  /** Units that are in the stock, whether lines hold them or nobody does. */
  public long units() {
    return figure + uncounted;
  }
}
