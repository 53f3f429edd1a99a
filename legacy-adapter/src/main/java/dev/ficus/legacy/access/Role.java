package dev.ficus.legacy.access;

/**
 * The roles that a token may name, each for calls of its own: who needs more has several. The two
 * other services have those of them that they ask for.
 */
public final class Role {

  /** Looks at orders, stock and what is under way. */
  public static final String READER = "reader";

  /** Prepares: opening stock, replays, rounds, waves, and dry runs of what an operator begins. */
  public static final String MIGRATOR = "migrator";

  /** Switches and repairs: cuts over and rolls back, halts, redrives, sees customers' data. */
  public static final String OPERATOR = "operator";

  private Role() {}
}
