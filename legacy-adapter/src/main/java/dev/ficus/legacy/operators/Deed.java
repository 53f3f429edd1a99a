package dev.ficus.legacy.operators;

import dev.ficus.legacy.http.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Deed of a person: who does something, and why.
 *
 * @param by 1 to 500 characters
 * @param reason 1 to 500 characters
 */
@RegisterForReflection
public record Deed(String by, String reason) {

  private static final int MOST = 500;

  /**
   * The deed.
   *
   * @throws Problem.InvalidParameter naming the field that is wrong
   */
  static Deed of(String by, String reason) {
    require(by, "by");
    require(reason, "reason");
    return new Deed(by, reason);
  }

  /** The same of a body that may be missing. */
  static Deed of(Deed written) {
    return written == null ? of(null, null) : of(written.by(), written.reason());
  }

  private static void require(String text, String field) {
    if (text == null || text.isBlank() || text.length() > MOST || text.indexOf('\0') >= 0) {
      throw new Problem.InvalidParameter(field + " is 1 to " + MOST + " characters", field);
    }
  }
}
