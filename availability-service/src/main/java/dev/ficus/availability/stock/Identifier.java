package dev.ficus.availability.stock;

import java.nio.charset.StandardCharsets;

/** The rule for SKUs and batch references: 1 to 255 bytes of UTF-8 without control characters. */
public final class Identifier {

  private static final int LONGEST = 255;

  private Identifier() {}

  /** Whether the text ({@code null} included) may name a product or a batch. */
  public static boolean isOne(String text) {
    return text != null
        && !text.isEmpty()
        && text.chars().noneMatch(Character::isISOControl)
        // Half a surrogate pair is no character: it cannot be stored or sent.
        && StandardCharsets.UTF_8.newEncoder().canEncode(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }
}
