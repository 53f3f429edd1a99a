package dev.ficus.oldworld;

/**
 * What all chance comes from: the same seed decides the same question in the same way, in whatever
 * order questions are asked.
 */
public record Seed(long value) {

  /** One in so many; never, where {@code many} is 0. */
  public boolean oneIn(int many, String question, long which) {
    return many > 0 && below(many, question, which) == 0;
  }

  /** A number from 0 to below {@code bound}. */
  public int below(int bound, String question, long which) {
    return (int) Long.remainderUnsigned(number(question, which), bound);
  }

  /** Any number. */
  public long number(String question, long which) {
    return mix(mix(value + question.hashCode()) + which);
  }

  /** Spreads what differs in a few bits over all of them (the finish of SplitMix64). */
  private static long mix(long number) {
    long mixed = number + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
