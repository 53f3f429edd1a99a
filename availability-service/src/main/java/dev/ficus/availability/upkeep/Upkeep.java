package dev.ficus.availability.upkeep;

/** The upkeep of views: makes up for events that were missed. */
public interface Upkeep {

  /**
   * The queue is bound: every event from now on will be received. Also to be called when it was
   * lost and is bound again, since what was published in between is missing.
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
