package dev.ficus.allocation.view;

import dev.ficus.allocation.allocating.Unavailable;
import java.sql.SQLException;

/** A read that fails says that the database is away: the statements themselves are ours. */
final class Unreadable {
  private Unreadable() {}

  static Unavailable because(SQLException failure) {
    return new Unavailable("the database is away", failure);
  }
}
