package dev.ficus.oldworld.shop;

/** The shop's clerk cannot do what was asked. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private Refusal(boolean unknown, String why) {
    super(why);
    this.unknown = unknown;
  }

  static Refusal unknown(String what) {
    return new Refusal(true, what);
  }

  static Refusal impossible(String why) {
    return new Refusal(false, why);
  }

  /** Whether there is no such thing, rather than that it cannot be done with it. */
  boolean isUnknown() {
    return unknown;
  }
}
