package dev.ficus.legacy.feed.captured;

import java.time.Instant;
import java.util.Optional;

/**
 * A captured document.
 *
 * @param at when it came in; empty where the file has no time
 * @param feed by which feed; empty where the file names none
 * @param document the XML-RPC document
 */
public record Captured(
    Optional<Instant> at, Optional<String> feed, DocumentKind kind, byte[] document) {

  /** The kind of a document: a call, or an answer. */
  public enum DocumentKind {
    /** An old sender called. */
    CALL,
    /** A shop answered when it was asked: a {@code methodResponse} with one order. */
    ANSWER
  }
}
