package dev.ficus.bench;

/** How much is measured: what the benchmarks have in common. */
interface Options {

  /** How often each of ours is measured beside its floor. */
  int pairs();

  /** How long one measurement by time lasts. */
  int seconds();

  /** Whether sizes are such that it can be tried. */
  boolean small();

  /** What the name of a row must begin with; empty: all rows. */
  String only();

  /** A small run measures a JVM that is still compiling; a full one should not. */
  default int warmUpRounds() {
    return small() ? 2 : 8;
  }

  /**
   * @param row what the name of one row or of several begins with
   */
  default boolean wants(String row) {
    return row.startsWith(only()) || only().startsWith(row);
  }
}
