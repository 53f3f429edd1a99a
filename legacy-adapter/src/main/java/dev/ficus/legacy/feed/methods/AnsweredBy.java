package dev.ficus.legacy.feed.methods;

/** Who has answered a call. */
public enum AnsweredBy {
  /** The adapter. */
  US,
  /** The system behind the feed, whatever its answer was. */
  UPSTREAM,
  /** Both: a part of the call, or of its answer, each. */
  BOTH,
  /** Nobody: the adapter's answer was a fault. */
  FAULT
}
