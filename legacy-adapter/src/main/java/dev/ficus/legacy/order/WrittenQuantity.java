package dev.ficus.legacy.order;

import java.util.Optional;

/** Quantity as old senders write it: "2.0000". */
public final class WrittenQuantity {

  private WrittenQuantity() {}

  /** Whether it is a number below nothing. */
  static boolean isNegative(String written) {
    return WholeNumber.number(written).filter(number -> number.signum() < 0).isPresent();
  }

  /** Why it is none of 0 to 2147483647 units; empty when it is. */
  public static Optional<Reason> rejection(String written) {
    if (isNegative(written)) {
      return Optional.of(Reason.NEGATIVE_QUANTITY);
    }
    return WholeNumber.of(written).filter(number -> number <= Integer.MAX_VALUE).isPresent()
        ? Optional.empty()
        : Optional.of(Reason.UNREADABLE_QUANTITY);
  }

  /** The same of a figure, which may be below nothing: -2147483648 to 2147483647 units. */
  public static Optional<Reason> rejectionAsFigure(String written) {
    return WholeNumber.of(written).filter(number -> number == number.intValue()).isPresent()
        ? Optional.empty()
        : Optional.of(Reason.UNREADABLE_QUANTITY);
  }

  /** How many units; only of what is not refused. */
  public static int units(String written) {
    return Math.toIntExact(WholeNumber.of(written).orElseThrow());
  }
}
