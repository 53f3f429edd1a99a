package dev.ficus.allocation.allocating;

/** The commands that the broker keeps aside because nobody knows their routing key. */
public interface UnroutedCommands {

  /**
   * What came of taking them in.
   *
   * @param takenIn how many were
   * @param left how many are still there: those that the limit left, and what has come since
   */
  record TakenIn(long takenIn, long left) {}

  /**
   * Takes in the first of them as if they had come with all others: what can be carried out is, and
   * what cannot is parked. Each leaves the broker after its commit; one that comes once more is
   * recognised.
   *
   * @param limit how many at most
   * @throws Unavailable when the broker or the store is away; some may have been taken in, and to
   *     ask again is harmless
   */
  TakenIn takeIn(int limit);
}
