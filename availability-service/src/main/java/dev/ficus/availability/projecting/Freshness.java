package dev.ficus.availability.projecting;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far views may lag behind what has happened, as far as can be known here. */
public final class Freshness {

  private final Clock clock;
  // Since when events may miss us; null while they reach us.
  private volatile Instant lostSince;
  // When the oldest event in hand happened; null when there is none.
  private volatile Instant oldest;

  /**
   * @param clock tells since when events miss us; they do so in the beginning
   */
  public Freshness(Clock clock) {
    this.clock = clock;
    this.lostSince = clock.instant();
  }

  /** Events may miss us from now on. */
  public void lost() {
    if (lostSince == null) {
      lostSince = clock.instant();
    }
  }

  /** Events reach us, and what had missed us has been made up for. */
  public void caughtUp() {
    lostSince = null;
  }

  /** An event that happened then is in hand. */
  public void received(Instant time) {
    Instant known = oldest;
    if (known == null || time.isBefore(known)) {
      oldest = time;
    }
  }

  /** No event is in hand. */
  public void done() {
    oldest = null;
  }

  /** Since when something may be missing; empty when nothing is. */
  public Optional<Instant> lagsSince() {
    Instant lost = lostSince;
    Instant waiting = oldest;
    if (lost == null || waiting != null && waiting.isBefore(lost)) {
      return Optional.ofNullable(waiting);
    }
    return Optional.of(lost);
  }

  /** For how long something may have been missing; zero when nothing is. */
  public Duration lag() {
    return lagsSince()
        .map(since -> Duration.between(since, clock.instant()))
        .filter(lag -> !lag.isNegative())
        .orElse(Duration.ZERO);
  }
}
