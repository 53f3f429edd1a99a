package dev.ficus.legacy.feed.captured;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that came in.
 *
 * @param at when; empty where the file does not say
 * @param feed by which feed; empty where the file does not say
 * @param document the XML-RPC document
 */
public record Captured(Optional<Instant> at, Optional<String> feed, Kind kind, byte[] document) {

  /** Which way it came. */
  public enum Kind {
    /** An old sender called. */
    CALL,
    /** A shop answered when it was asked: a {@code methodResponse} with one order. */
    ANSWER
  }
}
