package dev.ficus.legacy.switching;

/** Book of rehearsals. */
public interface RehearsalBook {

  /**
   * Rehearsal of a rollback.
   *
   * @param red the checks that did not hold, as JSON: value and limit by their names
   * @param debt units that sources would have to be told of
   */
  record RehearsedRollBack(
      String wave, int skus, boolean passed, String red, long debt, String by, String reason) {}

  /** Notes one. */
  void note(RehearsedRollBack rehearsal);
}
