package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Arguments;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.Seed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the monolith is run; the README says what each option is for.
 *
 * @param port 0 for any
 * @param orders the real orders, for the SKUs in them
 * @param basic user and password, separated by a colon, that callers must have
 * @param record for what it receives and answers
 * @param recordTold for what it tells the shop
 */
record MonolithOptions(
    int port,
    Path orders,
    Seed seed,
    LocalDate today,
    Optional<String> basic,
    Optional<URI> shop,
    ShopCalls.Access access,
    ShopCalls.BatchMethods batchMethods,
    int movesPerSecond,
    Optional<Path> record,
    Optional<Path> recordTold) {

  static final String USAGE =
      """
      usage: Monolith --orders FILE [--port N] [--seed N] [--ends-with-input yes|no] [--today DAY]
        [--basic USER:PASSWORD] [--record FILE] [--record-told FILE] [--moves-per-second N]
        [--shop URL] [--user NAME] [--key KEY] [--patience SECONDS] [--batch-methods RECEIVE,ADJUST,DELAY]
      """;

  private static final Set<String> KNOWN =
      Set.of(
          "--orders",
          "--port",
          "--seed",
          Program.ENDS_WITH_INPUT,
          "--today",
          "--basic",
          "--record",
          "--record-told",
          "--moves-per-second",
          "--shop",
          "--user",
          "--key",
          "--patience",
          "--batch-methods");

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static MonolithOptions parse(String... words) {
    Arguments arguments = Arguments.parse(KNOWN, words);
    return new MonolithOptions(
        arguments.number("--port", 0, 0),
        Path.of(arguments.needed("--orders")),
        new Seed(arguments.number("--seed", 1, Integer.MIN_VALUE)),
        today(arguments),
        arguments.optional("--basic"),
        arguments.optional("--shop").map(MonolithOptions::address),
        new ShopCalls.Access(
            arguments.text("--user", "monolith"),
            arguments.text("--key", "secret"),
            Duration.ofSeconds(arguments.number("--patience", 60, 0))),
        batchMethods(arguments),
        arguments.number("--moves-per-second", 0, 0),
        arguments.optional("--record").map(Path::of),
        arguments.optional("--record-told").map(Path::of));
  }

  private static URI address(String url) {
    URI address = URI.create(url);
    if (!"http".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException("--shop needs an address that begins with http://");
    }
    return address;
  }

  private static LocalDate today(Arguments arguments) {
    try {
      return arguments.optional("--today").map(LocalDate::parse).orElseGet(LocalDate::now);
    } catch (DateTimeParseException noDay) {
      throw new IllegalArgumentException("--today needs a day like 2010-12-24", noDay);
    }
  }

  private static ShopCalls.BatchMethods batchMethods(Arguments arguments) {
    List<String> names =
        arguments.words("--batch-methods", "stock.receive,stock.adjust,stock.delay");
    if (names.size() != 3) {
      throw new IllegalArgumentException("--batch-methods needs three names");
    }
    return new ShopCalls.BatchMethods(names.get(0), names.get(1), names.get(2));
  }
}
