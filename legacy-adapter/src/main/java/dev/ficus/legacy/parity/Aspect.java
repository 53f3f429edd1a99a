package dev.ficus.legacy.parity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In what two decisions are compared, in this order. */
public enum Aspect {
  /** Whether the line is accepted. */
  TAKEN,
  /** Whether it has stock or has to wait. */
  OUTCOME,
  /** On which day its units are there. */
  DAY,
  /** How many units have left. */
  DESPATCH,
  /** How many units are free, while nothing about the SKU is under way. */
  FIGURE;

  /** Its stable name. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The aspect of this name; empty where there is none. */
  public static Optional<Aspect> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
  }

  /** Whether a difference in it may be ignored by a rule. */
  public boolean canBeIgnored() {
    return this != TAKEN;
  }
}
