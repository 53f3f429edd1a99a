package dev.ficus.legacy.order;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reading of whole numbers, however they are written: 3, 3.0 and 30e-1 are the same number, as they
 * are to JSON Schema. In JSON they are numbers, never strings; where nothing has a type, as in CSV,
 * in queries and in what old senders write, they are read from their text, without the spaces
 * around it.
 *
 * <p>Same rule as in allocation-service and availability-service; all three are held to {@code
 * same-rules/whole-numbers.tsv}.
 */
public final class WholeNumber {

  /** As many characters as Jackson takes for a number. */
  private static final int LONGEST = 1000;

  private static final Pattern WRITTEN =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private WholeNumber() {}

  /** Reads text; empty when it is no whole number, or one beyond a long. */
  public static Optional<Long> of(String text) {
    return number(text).flatMap(WholeNumber::of);
  }

  /** The number, whatever it is; empty when the text is none. */
  public static Optional<BigDecimal> number(String text) {
    String stripped = text == null ? "" : text.strip();
    if (stripped.length() > LONGEST || !WRITTEN.matcher(stripped).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(stripped));
    } catch (NumberFormatException beyondAllExponents) {
      return Optional.empty();
    }
  }

  /** The same number; empty when it is not whole, or beyond a long. */
  public static Optional<Long> of(BigDecimal number) {
    // Compared first: written out, 1e999999999 would fill the memory.
    if (number.abs().compareTo(MOST) > 0) {
      return Optional.empty();
    }
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() > 0 ? Optional.empty() : Optional.of(plain.longValueExact());
  }
}
