package dev.ficus.legacy.xmlrpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
 * the figure finds that it is none.
 */
final class Scalars {

  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
  private static final Pattern WHOLE_REAL =
      Pattern.compile("[+-]?\\d{1,255}|(-?[1-9]\\d{0,14}|0)\\.0*");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4})-?(\\d{2})-?(\\d{2})"
              + "(?:[Tt ](\\d{2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
              + "\\s?(?:([Zz])|([+-])(\\d{2}):?(\\d{2})?)?");

  private Scalars() {}

  /**
   * @param type the element's name, null where the plainest has to do
   */
  static Value whole(String type, String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    try {
      if (isWhole(text)) {
        long number = Long.parseLong(text);
        String plainest = number == (int) number ? "int" : "i8";
        String element = type == null ? plainest : type;
        return new Value.Int(
            number, isPlain(element, text) ? null : new Value.Written(element, text));
      }
    } catch (NumberFormatException tooLarge) {
      // A text, as it is.
    }
    return misfit(type, text);
  }

  /** Whether the number would be written just so; most are, and need not be kept twice. */
  private static boolean isPlain(String type, String text) {
    char first = text.charAt(0);
    int digits = first == '-' ? 1 : 0;
    boolean leadingZero = text.charAt(digits) == '0' && text.length() > 1;
    return type.equals("int") && first != '+' && !leadingZero && text.length() < 10;
  }

  /**
   * What does not fit its type stays the text it is, and is passed on as it came.
   *
   * @param type the element's name, null where it is passed on as a string
   */
  static Value misfit(String type, String text) {
    return new Value.Text(text, type == null ? null : new Value.Written(type, text));
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

  static Value real(String type, String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    if (REAL.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return new Value.Real(number, new Value.Written(type, text));
      }
    }
    return misfit(type, text);
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
    return misfit("boolean", text);
  }

  static Value dateTimeOrText(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return Value.NIL;
    }
    Optional<Value.DateTime> read = dateTime(text);
    return read.isPresent()
        ? new Value.DateTime(
            read.get().local(), read.get().offset(), new Value.Written("dateTime.iso8601", text))
        : misfit("dateTime.iso8601", text);
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
      return misfit("base64", written);
    }
  }

  /**
   * The whole number as which somebody who names things would read a double: 7.0 is 7, and 0012 was
   * written by a library that guessed. With an exponent, or of more digits than a double holds,
   * nobody can say what it was before.
   */
  static Optional<String> wholeAsWritten(String text) {
    Matcher number = WHOLE_REAL.matcher(text);
    return number.matches()
        ? Optional.of(number.group(1) == null ? text : number.group(1))
        : Optional.empty();
  }

  /** Empty where it is no UTF-8, nothing, or holds a NUL, which no database keeps in a text. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
          .filter(text -> !text.isEmpty() && text.indexOf('\0') < 0);
    } catch (CharacterCodingException notText) {
      return Optional.empty();
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
