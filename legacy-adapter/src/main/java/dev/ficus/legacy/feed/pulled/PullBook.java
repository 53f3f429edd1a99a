package dev.ficus.legacy.feed.pulled;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** The book of pulls: how far each feed has come, and what its comparisons found. */
public interface PullBook {

  /**
   * The progress of a feed.
   *
   * @param watermark the last change up to which everything is with the broker or in quarantine, by
   *     the shop's clock; empty before the first
   * @param comparedAt when all orders were last compared
   * @param readInFullAt when it was begun to read all orders, last, while everything was the
   *     monolith's
   */
  record PullProgress(
      Optional<LocalDateTime> watermark,
      boolean paused,
      Optional<Instant> comparedAt,
      Optional<Instant> readInFullAt) {}

  /** The progress of this feed; an unknown one has made none. */
  PullProgress of(String feed);

  /** Everything up to this change is safe. An earlier one than is known changes nothing. */
  void reached(String feed, LocalDateTime watermark);

  /** Pauses the feed, or lets it go on. */
  void pause(String feed, boolean paused);

  /** A watermark that was wrong; empty to begin again. */
  void goBack(String feed, Optional<LocalDateTime> watermark);

  /** Line, or several of a SKU, in an order that is to be asked for again. */
  record LineToAsk(String number, String sku) {}

  /**
   * Lines that a shop has shown as the monolith's, and that have become ours before the monolith
   * was shown them.
   */
  List<LineToAsk> toAskAgain(String shop, int most);

  /** The orders of these were asked for again, and what they show is safe. */
  void askedAgain(String shop, List<LineToAsk> lines);

  /**
   * A comparison of all orders that was asked for, and has not come to its end.
   *
   * @param soFar what it has found; empty before it has seen any order
   * @param next where it goes on
   * @param failures tries that have failed since it last came further
   * @param failedFor why the last one did; null when it did not
   */
  record Comparison(
      Instant askedAt,
      Optional<Report> soFar,
      Optional<LocalDateTime> next,
      int failures,
      String failedFor) {}

  /** Asks for a comparison; where one is under way, for another one after it. */
  void askComparison(String feed, Instant at);

  /** The comparison that is to be made, or is under way. */
  Optional<Comparison> comparison(String feed);

  /** A comparison has come further. */
  void comparing(String feed, Report soFar, LocalDateTime next);

  /** It could not go on, and is to be tried again. */
  void comparisonFailed(String feed, String why);

  /** All orders have been compared: the report is kept, and the next comparison may begin. */
  void compared(String feed, Report report);

  /**
   * All orders have been read, and their lines are in the ledger, unless anything is ours by now.
   *
   * @param begunAt when that was begun
   */
  void readInFull(String feed, Instant begunAt);

  /** The reports of this feed, the last one first. */
  List<Report> reports(String feed, int most);

  /**
   * Does something unless another instance is at it with this feed.
   *
   * @return whether it was done
   */
  boolean alone(String feed, Runnable work);
}
