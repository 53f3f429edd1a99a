package dev.ficus.legacy.order;

import java.nio.charset.StandardCharsets;

/** Identifiers in messages: 1 to 255 bytes of UTF-8 without control characters. */
public final class Identifiers {

  private static final int MOST_BYTES = 255;

  private Identifiers() {}

  /** Whether this text can be an identifier; null cannot. */
  public static boolean readable(String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= MOST_BYTES
        && text.chars().noneMatch(Character::isISOControl)
        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  static String require(String text, String what) {
    if (!readable(text)) {
      throw new IllegalArgumentException(
          what + " must be 1 to 255 bytes without control characters");
    }
    return text;
  }
}
