package dev.ficus.legacy.order;

import java.util.OptionalLong;

/**
 * The numbering of a SKU's events: their generation and their sequence, in one number that sorts by
 * generation first. A generation begins when allocation-service's database was restored and its
 * sequences went back, so whatever is of a higher one replaces what is of a lower one. In the first
 * generation the number is the sequence itself.
 *
 * <p>Same numbering as in availability-service.
 */
public final class Numbering {
  private static final int SEQUENCE_BITS = 31;
  private static final long LONGEST_SEQUENCE = (1L << SEQUENCE_BITS) - 1;
  private static final long LATEST_GENERATION = (1L << 32) - 1;

  private Numbering() {}

  /**
   * The number of an event; empty when there is no such generation or sequence.
   *
   * @param generation the second since 1970 at which it began, or 1 for the first
   * @param sequence from 0 to 2,147,483,647
   */
  public static OptionalLong of(long generation, long sequence) {
    return generation < 1
            || generation > LATEST_GENERATION
            || sequence < 0
            || sequence > LONGEST_SEQUENCE
        ? OptionalLong.empty()
        : OptionalLong.of((generation == 1 ? 0 : generation << SEQUENCE_BITS) | sequence);
  }
}
