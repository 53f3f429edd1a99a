package dev.ficus.legacy.pulling;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** What has to outlive a restart: how far each feed has come, and what its comparisons found. */
public interface PullBook {

  /**
   * How far a feed has come.
   *
   * @param watermark the last change up to which everything is with the broker or in quarantine, by
   *     the shop's clock; empty before the first
   * @param comparedAt when all orders were last compared
   */
  record Progress(
      Optional<LocalDateTime> watermark, boolean paused, Optional<Instant> comparedAt) {}

  /** The progress of this feed; a feed nobody has heard of has made none. */
  Progress of(String feed);

  /** Everything up to this change is safe. An earlier one than is known changes nothing. */
  void reached(String feed, LocalDateTime watermark);

  /** Whether the feed is to stand still. */
  void pause(String feed, boolean paused);

  /** All orders have been compared; the report is kept. */
  void compared(String feed, Report report);

  /** The reports of this feed, the last one first. */
  List<Report> reports(String feed, int most);

  /**
   * Does something unless another instance is at it with this feed.
   *
   * @return whether it was done
   */
  boolean alone(String feed, Runnable work);
}
