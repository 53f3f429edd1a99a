package dev.ficus.oldworld;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

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

  private static final Set<String> KNOWN =
      Set.of("--orders", "--adapter", "--in-flight", "--cancel-every", "--broken", "--patience");

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static Options parse(String... words) {
    Arguments arguments = Arguments.parse(KNOWN, words);
    return new Options(
        Path.of(arguments.needed("--orders")),
        URI.create(arguments.needed("--adapter")),
        arguments.number("--in-flight", 4, 1),
        arguments.number("--cancel-every", 0, 0),
        arguments.number("--broken", 0, 0),
        Duration.ofSeconds(arguments.number("--patience", 120, 1)));
  }
}
