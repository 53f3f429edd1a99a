package dev.ficus.allocation.message;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** The syntax that every command checks at construction. */
final class Syntax {
  private static final int LONGEST_IDENTIFIER = 255;
  private static final int LONGEST_REASON = 1000;

  /** Largest integer that every JSON reader keeps exactly. */
  private static final long LARGEST_REVISION = (1L << 53) - 1;

  private Syntax() {}

  static String identifier(String field, String value) {
    if (value == null) {
      throw new Malformed(field, "is missing");
    }
    if (value.isEmpty()) {
      throw new Malformed(field, "is empty");
    }
    return text(field, value, LONGEST_IDENTIFIER);
  }

  static void optionalIdentifier(String field, String value) {
    if (value != null) {
      identifier(field, value);
    }
  }

  /** An order has a SKU once, unless an identifier distinguishes its lines: absent is ''. */
  static String lineid(String value) {
    return value == null || value.isEmpty() ? "" : identifier("lineid", value);
  }

  static String reason(String value) {
    return value == null || value.isBlank() ? "cancelled" : text("reason", value, LONGEST_REASON);
  }

  static int quantity(int value, int least) {
    if (value < least) {
      throw new Malformed("qty", "must be at least " + least + " but is " + value);
    }
    return value;
  }

  /** ISO 8601 has four digits for the year; a reader of the contract need not expect more. */
  static void day(String field, LocalDate value) {
    if (value != null && (value.getYear() < 1 || value.getYear() > 9999)) {
      throw new Malformed(field, "must be in the years 0001 to 9999 but is " + value);
    }
  }

  static long revision(long value) {
    if (value < 0 || value > LARGEST_REVISION) {
      throw new Malformed(
          "revision", "must be between 0 and " + LARGEST_REVISION + " but is " + value);
    }
    return value;
  }

  static void optionalRevision(Long value) {
    if (value != null) {
      revision(value);
    }
  }

  private static String text(String field, String value, int longest) {
    if (value.codePoints().anyMatch(Character::isISOControl)) {
      throw new Malformed(field, "contains a control character");
    }
    // Unpaired surrogates have no UTF-8 form; encoding would silently turn them into '?'.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new Malformed(field, "is not valid Unicode");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > longest) {
      throw new Malformed(field, "is longer than " + longest + " bytes of UTF-8");
    }
    return value;
  }
}
