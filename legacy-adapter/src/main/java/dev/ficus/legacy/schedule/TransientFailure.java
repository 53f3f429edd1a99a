package dev.ficus.legacy.schedule;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A failure that will pass, of a database that is away or of short memory, unlike that of a
 * database that was asked something wrong.
 */
public final class TransientFailure {

  /** Connection, resources, operator's intervention, rollback for concurrency, lock time-out. */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40", "55");

  /**
   * A transaction was idle for too long, say while this process was stopped; it has done nothing.
   */
  private static final String IDLE_IN_TRANSACTION = "25P03";

  private TransientFailure() {}

  /**
   * The message of the database or the pool in front of it, if that is why this failed. What fails
   * at commit hangs on the rollback as suppressed, with the database's own failure below it.
   */
  public static Optional<String> in(Throwable failure) {
    return in(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** Whether a failure has nothing to do with what was asked. */
  public static boolean passes(Throwable failure) {
    return in(failure).isPresent();
  }

  private static Optional<String> in(Throwable failure, Set<Throwable> seen) {
    // They may name each other in a circle.
    if (failure == null || !seen.add(failure)) {
      return Optional.empty();
    }
    if (failure instanceof OutOfMemoryError) {
      return Optional.of("no memory is left at present");
    }
    if (failure instanceof SQLException sql && passing(sql.getSQLState())) {
      return Optional.of(sql.getMessage());
    }
    return Stream.concat(Stream.of(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
        .flatMap(each -> in(each, seen).stream())
        .findFirst();
  }

  private static boolean passing(String state) {
    // The pool's own time-outs have no state.
    return state == null
        || state.length() < 2
        || PASSING.contains(state.substring(0, 2))
        || state.equals(IDLE_IN_TRANSACTION);
  }
}
