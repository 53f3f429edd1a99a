package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Arguments;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the shop's server is run; the README says what each option is for.
 *
 * @param port 0 for any
 * @param feed the real orders
 * @param now what the shop's clock shows when it begins
 * @param clockWrong by how many minutes its clock is wrong then
 * @param changesPerSecond what happens by itself
 * @param slow how long a slow answer takes
 * @param writing what of Magento's handwriting it has: {@code nil}, {@code strings}, {@code
 *     empty-arrays}
 */
record ShopOptions(
    int port,
    Path feed,
    Seed seed,
    Tiling.Cut cut,
    OrderBook.Opening opening,
    Instant now,
    int clockWrong,
    int stock,
    boolean countsStock,
    int changesPerSecond,
    MagentoApi.Login login,
    int callsPerSession,
    List<String> batchMethods,
    Map<Mischief.Kind, Integer> mischief,
    Duration slow,
    Set<String> writing,
    OrderRows.Columns columns,
    Optional<Path> record) {

  static final String USAGE =
      """
      usage: ShopServer --orders FILE [--port N] [--seed N] [--ends-with-input yes|no] [--record FILE]
        [--count N] [--every MILLIS] [--lines-per-order N] [--leave-out SKU,...] [--configurable N] [--variants N]
        [--now INSTANT] [--clock-wrong MINUTES] [--late N] [--late-by SECONDS] [--changes-per-second N]
        [--stock N] [--count-stock yes|no] [--user NAME] [--key KEY] [--calls-per-session N] [--batch-methods NAME,...]
        [--mischief slow=N,http-500=N,cut=N,truncated=N,fault-1=N,charset=N,duplicates=N] [--slow-by MILLIS]
        [--writing nil,strings,empty-arrays] [--columns all|few]
      """;

  private static final Set<String> KNOWN =
      Set.of(
          "--orders",
          "--port",
          "--seed",
          Program.ENDS_WITH_INPUT,
          "--record",
          "--count",
          "--every",
          "--lines-per-order",
          "--leave-out",
          "--configurable",
          "--variants",
          "--now",
          "--clock-wrong",
          "--late",
          "--late-by",
          "--changes-per-second",
          "--stock",
          "--count-stock",
          "--user",
          "--key",
          "--calls-per-session",
          "--batch-methods",
          "--mischief",
          "--slow-by",
          "--writing",
          "--columns");
  private static final Set<String> WRITING = Set.of("nil", "strings", "empty-arrays");

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static ShopOptions parse(String... words) {
    Arguments arguments = Arguments.parse(KNOWN, words);
    return new ShopOptions(
        arguments.number("--port", 0, 0),
        Path.of(arguments.needed("--orders")),
        new Seed(arguments.number("--seed", 1, Integer.MIN_VALUE)),
        new Tiling.Cut(
            arguments.number("--lines-per-order", 0, 0),
            Set.copyOf(arguments.words("--leave-out", "")),
            arguments.number("--configurable", 10, 0),
            arguments.number("--variants", 1, 1)),
        new OrderBook.Opening(
            arguments.number("--count", 100, 0),
            Duration.ofMillis(arguments.number("--every", 864, 0)),
            arguments.number("--late", 0, 0),
            Duration.ofSeconds(arguments.number("--late-by", 60, 0))),
        instant(arguments),
        arguments.number("--clock-wrong", 0, Integer.MIN_VALUE),
        arguments.number("--stock", 100, 0),
        arguments.yes("--count-stock", false),
        arguments.number("--changes-per-second", 0, 0),
        new MagentoApi.Login(
            arguments.text("--user", "adapter"), arguments.text("--key", "secret")),
        arguments.number("--calls-per-session", 0, 0),
        arguments.words("--batch-methods", "stock.receive,stock.adjust,stock.delay"),
        Mischief.parse(arguments.words("--mischief", "")),
        Duration.ofMillis(arguments.number("--slow-by", 2000, 0)),
        writing(arguments.words("--writing", "nil,strings,empty-arrays")),
        columns(arguments.text("--columns", "all")),
        arguments.optional("--record").map(Path::of));
  }

  private static Instant instant(Arguments arguments) {
    try {
      return arguments.optional("--now").map(Instant::parse).orElseGet(Instant::now);
    } catch (DateTimeParseException noInstant) {
      throw new IllegalArgumentException(
          "--now needs an instant like 2010-12-24T18:00:00Z", noInstant);
    }
  }

  private static OrderRows.Columns columns(String word) {
    return switch (word) {
      case "all" -> OrderRows.Columns.ALL;
      case "few" -> OrderRows.Columns.FEW;
      default -> throw new IllegalArgumentException("--columns needs all or few, not " + word);
    };
  }

  private static Set<String> writing(List<String> words) {
    List<String> unknown = new ArrayList<>(words);
    unknown.removeAll(WRITING);
    unknown.remove("plain");
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("--writing knows no " + String.join(", ", unknown));
    }
    return Set.copyOf(words);
  }
}
