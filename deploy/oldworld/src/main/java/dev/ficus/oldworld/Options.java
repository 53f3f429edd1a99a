package dev.ficus.oldworld;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the shop is run.
 *
 * @param orders the feed
 * @param adapter the address the shop sends its calls to
 * @param inFlight calls at the same time
 * @param cancelEvery every so many of the ordinary orders one is cancelled; 0 for none
 * @param broken every so many orders a broken call comes first; 0 for none
 * @param patience how long one call is repeated before it is given up
 */
record Options(
    Path orders, URI adapter, int inFlight, int cancelEvery, int broken, Duration patience) {
  static final String USAGE =
      """
      usage: OldShop --orders FILE --adapter URL [--in-flight N] [--cancel-every N] [--broken N] [--patience SECONDS]
      """;

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static Options parse(String... arguments) {
    Path orders = null;
    URI adapter = null;
    int inFlight = 4;
    int cancelEvery = 0;
    int broken = 0;
    int patience = 120;
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      String value = arguments[i + 1];
      switch (option) {
        case "--orders" -> orders = Path.of(value);
        case "--adapter" -> adapter = URI.create(value);
        case "--in-flight" -> inFlight = number(option, value, 1);
        case "--cancel-every" -> cancelEvery = number(option, value, 0);
        case "--broken" -> broken = number(option, value, 0);
        case "--patience" -> patience = number(option, value, 1);
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }
    if (orders == null || adapter == null) {
      throw new IllegalArgumentException("--orders and --adapter are needed");
    }
    return new Options(
        orders, adapter, inFlight, cancelEvery, broken, Duration.ofSeconds(patience));
  }

  private static int number(String option, String value, int least) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below, like a number that is too small.
    }
    throw new IllegalArgumentException(
        "%s needs a whole number from %d, not %s".formatted(option, least, value));
  }
}
