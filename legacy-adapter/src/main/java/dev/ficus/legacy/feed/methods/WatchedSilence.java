package dev.ficus.legacy.feed.methods;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The silence of a method that is watched: the rule by which a method is safe to delete.
 *
 * @param since the method was last seen or, when that is later, since it has been watched: a method
 *     that nobody has watched has not been silent
 */
public record WatchedSilence(Instant since) {

  /** The silence until now of a method that is being watched. */
  static WatchedSilence of(Optional<Instant> lastSeen, Instant watchedSince) {
    return new WatchedSilence(later(lastSeen.orElse(watchedSince), watchedSince));
  }

  /** The silence of a method whose calls up to this time may have been missed. */
  WatchedSilence notBefore(Instant missed) {
    return new WatchedSilence(later(since, missed));
  }

  /** From when on it is safe to delete, if it stays silent and watched until then. */
  public Instant safeFrom(Duration enough) {
    return since.plus(enough);
  }

  /** Whether it has been silent, and watched, for longer than is enough. */
  public boolean isSafe(Instant now, Duration enough) {
    return now.isAfter(safeFrom(enough));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
