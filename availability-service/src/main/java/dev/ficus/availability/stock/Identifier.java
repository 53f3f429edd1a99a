package dev.ficus.availability.stock;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** The rule for SKUs and batch references: 1 to 255 bytes of UTF-8 without control characters. */
public final class Identifier {

  private static final int LONGEST = 255;

  /** The order in which the database and allocation have them. */
  public static final Comparator<String> CODE_POINT_ORDER = Identifier::byCodePoint;

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

  // String.compareTo compares UTF-16 units and so puts U+FFFD after U+10000, unlike the database's
  // "C" collation and unlike allocation.
  private static int byCodePoint(String left, String right) {
    int at = 0;
    while (at < left.length() && at < right.length()) {
      int one = left.codePointAt(at);
      int other = right.codePointAt(at);
      if (one != other) {
        return Integer.compare(one, other);
      }
      at += Character.charCount(one);
    }
    return Integer.compare(left.length(), right.length());
  }
}
