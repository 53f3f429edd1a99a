package dev.ficus.legacy.xmlrpc;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a typed scalar.
 *
 * <p>A scalar with no content is nil. A text that does not fit its type (an int that is "n/a") is
 * kept as the text it is: one odd figure must not cost the sender the whole call, and whoever needs
 * the figure sees that it is none.
 */
final class Scalars {

  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4})-?(\\d{2})-?(\\d{2})"
              + "(?:[Tt ](\\d{2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
              + "\\s?(?:([Zz])|([+-])(\\d{2}):?(\\d{2})?)?");

  private Scalars() {}

  static Value whole(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    try {
      return isWhole(text) ? new Value.Int(Long.parseLong(text)) : new Value.Text(text);
    } catch (NumberFormatException tooLarge) {
      return new Value.Text(text);
    }
  }

  /** ASCII digits alone after the sign, and no more of them than 64 bits can need. */
  private static boolean isWhole(String text) {
    int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    return areDigits(text, start, 19);
  }

  /** Whether this, a member's name, can be a place in a list that PHP sent as a struct. */
  static boolean isPlace(String name) {
    return areDigits(name, 0, 9);
  }

  private static boolean areDigits(String text, int start, int most) {
    int count = text.length() - start;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return count >= 1 && count <= most;
  }

  static Value real(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    if (REAL.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return new Value.Real(number);
      }
    }
    return new Value.Text(text);
  }

  static Value bool(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    if (text.equals("1") || text.equalsIgnoreCase("true")) {
      return new Value.Bool(true);
    }
    if (text.equals("0") || text.equalsIgnoreCase("false")) {
      return new Value.Bool(false);
    }
    return new Value.Text(text);
  }

  static Value dateTimeOrText(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    Optional<Value.DateTime> read = dateTime(text);
    return read.isPresent() ? read.get() : new Value.Text(text);
  }

  static Value base64(String written) {
    StringBuilder digits = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      if (!Character.isWhitespace(written.charAt(i))) {
        digits.append(written.charAt(i));
      }
    }
    try {
      return new Value.Binary(Base64.getDecoder().decode(digits.toString()));
    } catch (IllegalArgumentException notBase64) {
      return new Value.Text(written);
    }
  }

  /** With or without dashes, colons, time, fraction and zone; empty when it is no date. */
  static Optional<Value.DateTime> dateTime(String written) {
    Matcher parts = DATE_TIME.matcher(written.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(parts.group(1)),
              number(parts.group(2)),
              number(parts.group(3)),
              number(parts.group(4)),
              number(parts.group(5)),
              number(parts.group(6)),
              nanoseconds(parts.group(7)));
      return Optional.of(new Value.DateTime(local, offset(parts)));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneOffset> offset(Matcher parts) {
    if (parts.group(8) != null) {
      return Optional.of(ZoneOffset.UTC);
    }
    if (parts.group(9) == null) {
      return Optional.empty();
    }
    int sign = parts.group(9).equals("-") ? -1 : 1;
    return Optional.of(
        ZoneOffset.ofHoursMinutes(sign * number(parts.group(10)), sign * number(parts.group(11))));
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanoseconds(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
