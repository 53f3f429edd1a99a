package dev.ficus.legacy.intake;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Tells a database that is away, and will be back, from one that was asked something wrong. */
public final class Outage {

  /** Connection, resources, operator's intervention, rollback for concurrency, lock time-out. */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40", "55");

  private Outage() {}

  /** What the database or the pool in front of it said, if that is why this failed. */
  public static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && passing(sql.getSQLState())) {
        return Optional.of(sql.getMessage());
      }
    }
    return Optional.empty();
  }

  private static boolean passing(String state) {
    // The pool's own time-outs have no state.
    return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
  }
}
