package dev.ficus.allocation.allocating;

/**
 * What to do with a message of a group depends on what becomes of another one of it, so they cannot
 * be taken in one transaction.
 */
final class DependsOnTheOneBefore extends RuntimeException {
  DependsOnTheOneBefore() {
    super("taken singly", null, false, false);
  }
}
