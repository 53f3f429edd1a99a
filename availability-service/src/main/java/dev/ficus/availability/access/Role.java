package dev.ficus.availability.access;

/** The role that a token may name here; questions need none. The other services have more. */
public final class Role {

  /** Edits lead times. */
  public static final String OPERATOR = "operator";

  private Role() {}
}
