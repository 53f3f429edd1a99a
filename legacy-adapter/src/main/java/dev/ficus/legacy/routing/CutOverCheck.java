package dev.ficus.legacy.routing;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Check before a cut-over, or another step that is done whole.
 *
 * @param name the stable name of what was looked at
 * @param value what was found
 * @param limit what may be found at most, or has to be
 * @param holds whether it may begin for this
 * @param hint what to do if not
 */
public record CutOverCheck(String name, String value, String limit, boolean holds, String hint) {

  static final String NONE = "none";

  private static final int MOST_NAMED = 20;

  /** Check that there are none of these; the first of them are named. */
  static CutOverCheck none(String name, List<String> found, String hint) {
    String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more = found.size() > MOST_NAMED ? " and more" : "";
    return new CutOverCheck(
        name, found.isEmpty() ? NONE : named + more, NONE, found.isEmpty(), hint);
  }
}
