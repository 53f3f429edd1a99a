package dev.ficus.journeys;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo was asked to do.
 *
 * @param help only say what it can be asked
 * @param once end after the run
 * @param orders another feed than the project's own
 * @param noOrders no run: start everything and wait
 * @param addresses where to write the addresses once all is ready
 * @param nativeExecutables run the native executables instead of the jars
 * @param broken plant a broken call before every so many orders; 0 for none
 */
record Options(
    boolean help,
    boolean once,
    Optional<Path> orders,
    boolean noOrders,
    Optional<Path> addresses,
    boolean nativeExecutables,
    int broken) {
  static final String USAGE =
      """
      usage: deploy/demo [options]

      Starts PostgreSQL, RabbitMQ, the three services and a simulated old shop, sends the shop's orders through,
      checks that every line is where it should be, and stays up until Ctrl-C.

        --once             end after the run: status 0 when the figures add up, 1 when they do not
        --orders FILE      other orders: CSV with the columns described in deploy/oldworld/data/README.md
        --no-orders        start everything and wait
        --addresses FILE   write the addresses of everything to FILE, as name='value' lines a shell can read, once all is ready
        --native           run the native executables
        --broken N         the shop makes a broken call before every Nth order
        --help             say this
      """;

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static Options parse(String... arguments) {
    boolean help = false;
    boolean once = false;
    Optional<Path> orders = Optional.empty();
    boolean noOrders = false;
    Optional<Path> addresses = Optional.empty();
    boolean nativeExecutables = false;
    int broken = 0;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--once" -> once = true;
        case "--no-orders" -> noOrders = true;
        case "--native" -> nativeExecutables = true;
        case "--orders" -> orders = Optional.of(Path.of(value(arguments, i++)));
        case "--addresses" -> addresses = Optional.of(Path.of(value(arguments, i++)));
        case "--broken" -> broken = positive(arguments[i], value(arguments, i++));
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    if (noOrders && (once || orders.isPresent() || broken > 0)) {
      throw new IllegalArgumentException(
          "--no-orders cannot be combined with --once, --orders or --broken");
    }
    return new Options(help, once, orders, noOrders, addresses, nativeExecutables, broken);
  }

  private static String value(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw new IllegalArgumentException(arguments[option] + " needs a value");
    }
    return arguments[option + 1];
  }

  private static int positive(String option, String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "%s needs a whole number from 1, not %s".formatted(option, value));
    }
    return Integer.parseInt(value);
  }
}
