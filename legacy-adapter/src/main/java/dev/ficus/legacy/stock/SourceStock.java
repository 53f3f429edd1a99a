package dev.ficus.legacy.stock;

/**
 * Stock of a SKU by the figures of one source: how many units our batch has.
 *
 * <p>The source's figure is net of what it has promised itself. Units that lines in
 * allocation-service hold are in the figure until the source has been informed of them and counts
 * them out. Our batch has both, so it stays as it is when units are counted out, and when the SKU's
 * route changes.
 *
 * <p>A fall of the figure by units that are pending cannot be told from a sale of the source's own.
 * It is taken for the former. So {@link #uncounted} is right as soon as nothing is pending any
 * more, and never too large once the source has counted out all that it was informed of.
 *
 * @param figure as the source reports it; negative when it has promised more than it has
 * @param uncounted units that lines hold or have held, and that the figure does not count any more
 * @param pending units of lines of which the source was informed, and that its figure still counts
 * @param toGiveBack units that the source has set aside for lines that do not hold them any more
 * @param despatched units that have left for lines, and that the source was informed of
 */
public record SourceStock(
    long figure, long uncounted, long pending, long toGiveBack, long despatched) {

  public SourceStock {
    if (uncounted < 0 || pending < 0 || toGiveBack < 0 || despatched < 0) {
      throw new IllegalArgumentException("of units there are no less than 0");
    }
  }

  /** The stock when a figure is reported for the first time. */
  public static SourceStock of(long figure) {
    return new SourceStock(figure, 0, 0, 0, 0);
  }

  /** Whether the source has promised more than it has. */
  public boolean hasPromisedTooMuch() {
    return figure < 0;
  }

  /** How many units our batch has: never fewer than have left of it. */
  public int inBatch() {
    return (int) Math.min(Math.max(despatched, figure + uncounted), Integer.MAX_VALUE);
  }

  /**
   * How many units the source has promised, or believes to have, beyond what there is: those that
   * our batch has only because they have left, or because no batch has less than 0 units.
   */
  public long oversold() {
    return Math.max(0, despatched - figure - uncounted);
  }

  /** The stock after another figure was reported: a fall counts out what is pending first. */
  public SourceStock reported(long next) {
    long countedOut = Math.min(Math.max(figure - next, 0), pending);
    return new SourceStock(
        next, uncounted + countedOut, pending - countedOut, toGiveBack, despatched);
  }

  /** The stock after the source was informed that lines hold these units. */
  public SourceStock informed(long units) {
    return new SourceStock(figure, uncounted, pending + units, toGiveBack, despatched);
  }

  /**
   * How many of the units that lines hold the source has to be informed of yet, before it may sell
   * from this stock again: the debt.
   *
   * @param held units that lines hold now, or have left with
   */
  public long debt(long held) {
    return Math.max(0, held - uncounted - pending);
  }

  /**
   * The stock after it turned out that the source was not informed of these units, though that was
   * noted. What it seems to have counted out of them was something else. Of the units that have
   * left since it knows all the same: its figure has to show these by themselves.
   */
  public SourceStock notInformed(long units) {
    long wasPending = Math.min(units, pending);
    long seemedCountedOut = Math.min(units - wasPending, uncounted);
    long leftOutOfThem = Math.max(0, despatched - (uncounted + pending - units));
    return new SourceStock(
        figure,
        uncounted - seemedCountedOut,
        pending - wasPending + Math.min(leftOutOfThem, units),
        toGiveBack,
        despatched);
  }

  /** The stock after it was found that the figure counts nothing any more that is pending. */
  public SourceStock countedOut() {
    return new SourceStock(figure, uncounted + pending, 0, toGiveBack, despatched);
  }

  /**
   * The stock after these units left for lines, and the source was informed of that. What it has
   * set aside for lines leaves first: of that it was informed before, and its figure does not fall
   * for it.
   *
   * <p>Among what it has set aside are units that it is to give back. Those that it takes for goods
   * that left it has not any more: given back all the same, they would be units that it has set
   * aside for lines since. Whether it had given them back before cannot be seen, so what has left
   * is pending in any case.
   */
  public SourceStock left(long units) {
    long setAside = Math.max(0, uncounted + pending - despatched);
    long more = Math.max(0, units - setAside);
    return new SourceStock(
        figure, uncounted, pending + more, Math.max(0, toGiveBack - more), despatched + units);
  }

  /** The stock after these units, which had left, turned out to be of another batch. */
  public SourceStock mistaken(long units) {
    long wasPending = Math.min(units, pending);
    long wasCountedOut = Math.min(units - wasPending, uncounted);
    return new SourceStock(
        figure,
        uncounted - wasCountedOut,
        pending - wasPending,
        toGiveBack,
        Math.max(0, despatched - units));
  }

  /**
   * The stock of a legacy SKU after lines gave units back. These are the source's to sell again:
   * our batch has them no longer, and the source is to give back what it sets aside for them. What
   * it has not counted out yet is no longer waited for; that costs our batch nothing.
   *
   * <p>While the source has promised more than it has, nothing is asked back: units that lines do
   * not hold make good for what it lacks, and without them a line that holds its units would lose
   * them.
   *
   * @param held units that lines hold now, or have left with
   */
  public SourceStock heldNow(long held) {
    if (hasPromisedTooMuch()) {
      return this;
    }
    long excess = Math.max(0, uncounted + pending - held);
    long notCountedOut = Math.min(excess, pending);
    return new SourceStock(
        figure,
        uncounted - (excess - notCountedOut),
        pending - notCountedOut,
        toGiveBack + excess,
        despatched);
  }

  /** Whether all but the figure is the same. */
  boolean countsLike(SourceStock other) {
    return uncounted == other.uncounted
        && pending == other.pending
        && toGiveBack == other.toGiveBack
        && despatched == other.despatched;
  }

  /** The stock after the source was asked to give these units back, and does. */
  public SourceStock gaveBack(long units) {
    return new SourceStock(figure, uncounted, pending, toGiveBack - units, despatched);
  }
}
