package dev.ficus.legacy.shadow;

import java.util.Arrays;
import java.util.Locale;

/** Whether the shadow has what it needs to decide about a SKU as we would. */
public enum ShadowState {
  /** It has: what the monolith is asked about the SKU is fed. */
  BASED,
  /** It has missed something, or may have. Only to base it anew mends that. */
  LOST,
  /** Nothing of it is fed any more. */
  ENDED;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of this code. */
  public static ShadowState of(String code) {
    return Arrays.stream(values())
        .filter(each -> each.code().equals(code))
        .findFirst()
        .orElseThrow();
  }
}
