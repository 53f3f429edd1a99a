package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Check before a cut-over, or another step that is done whole.
 *
 * @param name the stable name of what was looked at
 * @param value what was found
 * @param limit what may be found at most, or has to be
 * @param holds whether it may begin for this
 * @param hint what to do if not
 * @param since when the value came to be what it is; empty where nobody keeps that
 */
public record CutOverCheck(
    String name, String value, String limit, boolean holds, String hint, Optional<Instant> since) {

  static final String NONE = "none";

  private static final int MOST_NAMED = 20;

  /** Check of which nobody keeps since when its value is what it is. */
  public CutOverCheck(String name, String value, String limit, boolean holds, String hint) {
    this(name, value, limit, holds, hint, Optional.empty());
  }

  /** Those of these that do not hold. */
  public static List<CutOverCheck> red(List<CutOverCheck> checks) {
    return checks.stream().filter(check -> !check.holds()).toList();
  }

  /** Check that there are none of these; the first of them are named. */
  static CutOverCheck none(String name, List<String> found, String hint) {
    return new CutOverCheck(
        name, found.isEmpty() ? NONE : named(found), NONE, found.isEmpty(), hint);
  }

  /** The first of these. */
  static String named(List<String> found) {
    String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return found.size() > MOST_NAMED ? named + " and more" : named;
  }
}
