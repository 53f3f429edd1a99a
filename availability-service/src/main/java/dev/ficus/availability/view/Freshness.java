package dev.ficus.availability.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far views may lag behind what has happened, as far as can be known here. */
public final class Freshness {

  private final Clock clock;
  // Since when events may be missed; null while they are received and none is missing.
  private volatile Instant lostSince;
  // Both guarded by this: whether events are received, and how often that has changed.
  private boolean bound;
  private int connectionChanges;
  // When the oldest event in hand happened; null when there is none.
  private volatile Instant oldest;

  /**
   * @param clock gives the time since when events are missed; they are in the beginning
   */
  public Freshness(Clock clock) {
    this.clock = clock;
    this.lostSince = clock.instant();
  }

  /** Events may be missed from now on. */
  public synchronized void lost() {
    bound = false;
    connectionChanges++;
    if (lostSince == null) {
      lostSince = clock.instant();
    }
  }

  /** Events are received from now on; what was missed is still missing. */
  public synchronized void bound() {
    bound = true;
    connectionChanges++;
  }

  /** Whether events are received. */
  public synchronized boolean isBound() {
    return bound;
  }

  /** To be asked before something is done about what is missing; see {@link #caughtUp}. */
  public synchronized int connectionChanges() {
    return connectionChanges;
  }

  /**
   * What was missed has been made up for; it does not count if the connection was lost, or came
   * back, since it was begun.
   *
   * @param since {@link #connectionChanges} as it was then
   */
  public synchronized void caughtUp(int since) {
    if (bound && connectionChanges == since) {
      lostSince = null;
    }
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
    Instant inHand = oldest;
    if (lost == null || inHand != null && inHand.isBefore(lost)) {
      return Optional.ofNullable(inHand);
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
