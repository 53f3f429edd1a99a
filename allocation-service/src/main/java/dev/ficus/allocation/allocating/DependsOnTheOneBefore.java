package dev.ficus.allocation.allocating;

/**
 * The outcome of one message of a group decides how another is handled, so they cannot be taken in
 * one transaction.
 */
final class DependsOnTheOneBefore extends RuntimeException {
  DependsOnTheOneBefore() {
    super("taken singly", null, false, false);
  }
}
