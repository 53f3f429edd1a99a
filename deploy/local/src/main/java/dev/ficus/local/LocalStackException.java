package dev.ficus.local;

/**
 * The local stack cannot be had; the message says what was tried and what the reader can do about
 * it.
 */
public final class LocalStackException extends RuntimeException {
  LocalStackException(String message) {
    super(message);
  }

  LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
