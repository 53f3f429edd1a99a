package dev.ficus.availability.upkeep;

/** Keeps some views right although events may miss them. */
public interface Upkeep {

  /**
   * The queue is bound: every event from now on will reach us. Also to be called when it was lost
   * and is bound again, since what was published in between is missing.
   */
  void bound();

  /** The queue was lost: what is published from now on may be missing. */
  void lost();

  /** Some view is behind: mends it as soon as possible. */
  void healSoon();

  /** Whether every product has its view, that is, whether a missing one is unknown indeed. */
  boolean isComplete();

  /** Waits until every product has its view. */
  void awaitComplete() throws InterruptedException;
}
