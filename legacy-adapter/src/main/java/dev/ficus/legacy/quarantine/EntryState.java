package dev.ficus.legacy.quarantine;

import java.util.Locale;

/** State of an entry of the quarantine. */
public enum EntryState {
  /** Somebody has to look at it. */
  WAITING,
  /** It was translated after all, or what came later has settled it. */
  REDRIVEN,
  /** Somebody has decided that nothing is to be done. */
  DISCARDED;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of this code. */
  public static EntryState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
