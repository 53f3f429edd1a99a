package dev.ficus.allocation.view;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import java.sql.SQLException;

/**
 * A failed read, as callers see it. It means that the database is away, because the statements
 * themselves are ours; unless the cause is what was asked for: no text of the database contains the
 * character 0.
 */
public final class ReadFailure {
  private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

  private ReadFailure() {}

  public static RuntimeException because(SQLException failure) {
    if (CHARACTER_NOT_IN_REPERTOIRE.equals(failure.getSQLState())) {
      return new Malformed("request", "contains a character that no identifier has");
    }
    return new Unavailable("the database is away", failure);
  }
}
