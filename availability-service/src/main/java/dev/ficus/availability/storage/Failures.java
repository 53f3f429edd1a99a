package dev.ficus.availability.storage;

import java.sql.SQLException;

/** Tells failures that pass from those that come again with the same data. */
final class Failures {

  private static final String DATA_EXCEPTION = "22";
  private static final String CONSTRAINT_VIOLATION = "23";

  private Failures() {}

  /**
   * Whether the same call may succeed later. Everything the database says may pass (it is away,
   * full, a deadlock), except that it cannot take the data.
   */
  static boolean mayPass(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || !(state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
  }
}
