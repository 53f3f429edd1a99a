package dev.ficus.availability.storage;

import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import org.hibernate.StaleStateException;

/** Tells failures that pass from those that come again with the same data. */
final class Failures {

  private static final String DATA_EXCEPTION = "22";
  private static final String CONSTRAINT_VIOLATION = "23";
  private static final String UNIQUE_VIOLATION = "23505";

  private Failures() {}

  /**
   * Whether the same call may succeed later. Everything the database says may pass (it is away,
   * full, a deadlock, another writer was first), except that it cannot take the data.
   */
  static boolean mayPass(Throwable failure) {
    boolean database = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimisticLockException || cause instanceof StaleStateException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return mayPass(sql.getSQLState());
      }
      database |= cause instanceof SQLException || fromTransaction(cause);
    }
    return database;
  }

  private static boolean mayPass(String state) {
    // Two writers that insert the same row: the second will find it.
    return state.equals(UNIQUE_VIOLATION)
        || !(state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
  }

  // A transaction that timed out or could not be begun names no database error.
  private static boolean fromTransaction(Throwable cause) {
    return cause instanceof SystemException || cause instanceof RollbackException;
  }
}
