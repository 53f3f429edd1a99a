package dev.ficus.legacy.senders;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Wrong passwords lately, by user and source, and how long the next one of the same has to wait for
 * its answer: not for the first few, which are slips, then twice as long each time. Whoever has the
 * right password waits as well, once, and is let in: nobody can lock somebody else out.
 */
final class Guesses {

  private static final int SLIPS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final long FORGOTTEN = Duration.ofMinutes(15).toNanos();
  private static final int MOST_AT_ONCE = 5;
  private static final int MOST_SOURCES = 10_000;

  /**
   * Whose guesses are counted together.
   *
   * @param user a user of the feed; all other names are one, empty
   * @param source the address that calls
   */
  record Guesser(String feed, String user, String source) {}

  private static final Guesser EVERYBODY_ELSE = new Guesser("", "", "");

  private final LongSupplier clock;
  // Guarded by this.
  private final Map<Guesser, Tally> tallies = new HashMap<>();

  private static final class Tally {
    private int wrong;
    private int waiting;
    private long changedAt;
  }

  /** A guess that is being looked at. */
  final class Guess {

    private final Tally tally;
    private final Duration pause;

    private Guess(Tally tally, Duration pause) {
      this.tally = tally;
      this.pause = pause;
    }

    /** How long it has to wait. */
    Duration pause() {
      return pause;
    }

    /**
     * It was right, or wrong.
     *
     * @return how many were wrong lately
     */
    int end(boolean right) {
      return ended(tally, right);
    }
  }

  /**
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  Guesses(LongSupplier clock) {
    this.clock = clock;
  }

  /** A further one; empty when as many wait already as may, and it is not to be looked at. */
  synchronized Optional<Guess> begin(Guesser guesser) {
    Tally tally = tally(guesser);
    if (tally.waiting == MOST_AT_ONCE) {
      return Optional.empty();
    }
    tally.waiting++;
    return Optional.of(new Guess(tally, pause(tally.wrong)));
  }

  private synchronized int ended(Tally tally, boolean right) {
    tally.waiting--;
    tally.wrong = right ? 0 : tally.wrong + 1;
    tally.changedAt = clock.getAsLong();
    return tally.wrong;
  }

  private static Duration pause(int wrong) {
    int beyond = Math.min(wrong - SLIPS, Integer.SIZE / 2);
    Duration pause = beyond < 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << beyond);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Whoever is one too many shares a tally with all others of that kind. */
  private Tally tally(Guesser guesser) {
    long now = clock.getAsLong();
    Tally known = tallies.get(guesser);
    if (known == null && tallies.size() >= MOST_SOURCES) {
      tallies.values().removeIf(each -> isForgotten(each, now));
      if (tallies.size() >= MOST_SOURCES) {
        return tallies.computeIfAbsent(EVERYBODY_ELSE, any -> new Tally());
      }
    }
    if (known == null) {
      known = new Tally();
      known.changedAt = now;
      tallies.put(guesser, known);
    } else if (isForgotten(known, now)) {
      known.wrong = 0;
    }
    return known;
  }

  private static boolean isForgotten(Tally tally, long now) {
    return tally.waiting == 0 && now - tally.changedAt > FORGOTTEN;
  }
}
