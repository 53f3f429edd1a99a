package dev.ficus.allocation.access;

/**
 * The roles that a token may name, each for calls of its own: who needs more has several. The two
 * other services have those of them that they ask for.
 */
public final class Role {
  /** Looks at stock, orders and what waits. */
  public static final String READER = "reader";

  /** Allocates and cancels. */
  public static final String ALLOCATOR = "allocator";

  /** Purchases. */
  public static final String PURCHASING = "purchasing";

  /** Repairs: sees what came as it came, redrives and discards, closes and opens products. */
  public static final String OPERATOR = "operator";

  /** Another service of ours, which fetches events that it missed. */
  public static final String SERVICE = "service";

  private Role() {}
}
