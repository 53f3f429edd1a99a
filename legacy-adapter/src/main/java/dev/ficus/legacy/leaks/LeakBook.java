package dev.ficus.legacy.leaks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Book of what the monolith's figures of SKUs that are ours have done, and what explains it. */
public interface LeakBook {

  /**
   * Leak: a fall of a figure of which something is unexplained. The change of the figure is {@code
   * released + received - told - placed - served - leaked}, of which the former two are 0.
   *
   * @param told units of which the source had been informed, and which it has counted out
   * @param placed units that its own lines have taken
   * @param served units of its lines that waited for stock
   * @param leaked units that nothing explains, at least 1
   */
  record Leak(
      long id,
      String source,
      String sku,
      int epoch,
      String wave,
      Instant at,
      long figureBefore,
      long figure,
      long told,
      long placed,
      long served,
      long leaked,
      Optional<LeakSettled> settled) {}

  /** What a person has found out about a leak. */
  record LeakSettled(Instant at, String by, String reason) {}

  /**
   * Question for leaks.
   *
   * @param settled whether somebody has settled them; empty for whether or not
   * @param before of lower ids than this, the latest first
   */
  record LeakQuery(
      Optional<Boolean> settled,
      Optional<String> wave,
      Optional<String> sku,
      long before,
      int most) {}

  /** All leaks that nobody has settled. */
  record UnsettledLeaks(long leaks, long skus, long units, Optional<Instant> since) {}

  /** What has come of settling a leak. */
  enum Settling {
    /** It is settled now. */
    SETTLED,
    /** It was settled before: what was found then stands. */
    SETTLED_BEFORE,
    /** There is no such leak. */
    UNKNOWN
  }

  /**
   * Looks what explains the movements that were not looked at, in their order. Lines that have
   * changed since the last look are taken over first. Whoever else looks at the moment keeps this
   * from doing anything.
   *
   * @param showsWithin how long a figure may still come that does not show what has changed
   * @param most movements at most
   * @return the leaks that were found
   */
  List<Leak> look(Duration showsWithin, int most);

  /** Leaks, the latest first. */
  List<Leak> leaks(LeakQuery query);

  /** Those that nobody has settled, together. */
  UnsettledLeaks unsettled();

  /** Notes what somebody has found out. */
  Settling settle(long id, String by, String reason);

  /** Forgets movements that were explained longer ago than this. */
  int forget(Duration ago);
}
