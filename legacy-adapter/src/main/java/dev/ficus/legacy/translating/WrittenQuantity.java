package dev.ficus.legacy.translating;

import dev.ficus.legacy.order.Reason;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** A quantity as old senders write it: "2.0000". */
final class WrittenQuantity {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})");
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private WrittenQuantity() {}

  /** Whether it is a number below nothing. */
  static boolean isNegative(String written) {
    return number(written).filter(number -> number.signum() < 0).isPresent();
  }

  /** Why it is none of 0 to 2147483647 units; empty when it is. */
  static Optional<Reason> refusal(String written) {
    if (isNegative(written)) {
      return Optional.of(Reason.NEGATIVE_QUANTITY);
    }
    return number(written)
            .filter(number -> number.stripTrailingZeros().scale() <= 0)
            .filter(number -> number.compareTo(MOST) <= 0)
            .isPresent()
        ? Optional.empty()
        : Optional.of(Reason.UNREADABLE_QUANTITY);
  }

  /** How many units; only of what is not refused. */
  static int units(String written) {
    return number(written).orElseThrow().intValueExact();
  }

  private static Optional<BigDecimal> number(String written) {
    return written != null && NUMBER.matcher(written.strip()).matches()
        ? Optional.of(new BigDecimal(written.strip()))
        : Optional.empty();
  }
}
