package dev.ficus.legacy.feed.methods;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The written method log of all instances. Its clock is the one clock: what an instance has seen is
 * given by how long ago that was.
 */
public interface MethodBook {

  /**
   * What an instance has seen of a method since it last wrote it down.
   *
   * @param configured whether the method keeps a row of its own however many there are
   * @param sinceFirst how long ago it was first seen by this instance
   * @param sinceLast how long ago it was last seen
   */
  record NewCalls(
      String method,
      boolean configured,
      CallTotals totals,
      Duration sinceFirst,
      Duration sinceLast) {}

  /**
   * What an instance has seen at a feed.
   *
   * @param watchedFor for how long it has watched the feed and has lost nothing that it does not
   *     write down now or has written before
   * @param others of all methods that have no row
   */
  record FeedCalls(
      String feed, Duration watchedFor, List<NewCalls> methods, Optional<NewCalls> others) {}

  /**
   * A method as all instances together have seen it.
   *
   * @param method empty for all those together that have no row of their own
   */
  record LoggedMethod(String method, Instant firstSeen, Instant lastSeen, CallTotals totals) {}

  /**
   * A feed and its methods.
   *
   * @param watchedUntil when an instance last wrote down that it watches
   * @param others the methods beyond those that have rows
   */
  record WatchedFeed(
      String feed,
      Instant watchedSince,
      Instant watchedUntil,
      List<LoggedMethod> methods,
      Optional<LoggedMethod> others) {}

  /** The log at a time, by its clock. */
  record WrittenLog(Instant now, List<WatchedFeed> feeds) {}

  /**
   * Adds what an instance has seen. A feed that nobody has watched for longer than the gap, before
   * this instance began, is watched from there on only.
   *
   * @param most how many methods of a feed have rows of their own, those configured apart; what is
   *     beyond is added to the others
   * @return the methods of each of these feeds that have a row
   */
  Map<String, Set<String>> add(List<FeedCalls> feeds, Duration longestGap, int most);

  /** All that is written, by feed and method. */
  WrittenLog read();
}
