package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.WholeNumber;
import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The shop's server as a program: its options. The README has more about them. */
@Command(
    name = "ShopServer",
    description = "A simulated old shop: Magento 1's XML-RPC interface.",
    sortOptions = false)
final class ShopOptions extends Program {

  @Option(names = "--orders", required = true, paramLabel = "FILE", description = "the real orders")
  Path orders;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many orders it has when it opens (${DEFAULT-VALUE})")
  private int count = 100;

  @Option(
      names = "--every",
      paramLabel = "MILLIS",
      description = "the time between one of these and the next (${DEFAULT-VALUE})")
  private int every = 864;

  @Option(
      names = "--lines-per-order",
      paramLabel = "N",
      description = "deal the lines out again, N to each order; 0: leave the orders whole")
  private int linesPerOrder;

  @Option(names = "--leave-out", paramLabel = "SKU", split = ",", description = "do not sell these")
  private Set<String> leaveOut = Set.of();

  @Option(
      names = "--as-written",
      paramLabel = "yes|no",
      description =
          "has no orders of its own, but sends those of the file as they are, returns and odd lines"
              + " included (no)")
  private YesOrNo asWritten = YesOrNo.NO;

  @Option(
      names = "--cancel-every",
      paramLabel = "N",
      description = "cancel every Nth ordinary order that was sent as written; 0: none")
  int cancelEvery;

  @Option(
      names = "--broken",
      paramLabel = "N",
      description = "make a broken call before every Nth order sent as written; 0: none")
  int broken;

  @Option(
      names = "--configurable",
      paramLabel = "N",
      description = "one line in N is a configurable product (${DEFAULT-VALUE}); 0: none")
  private int configurable = 10;

  @Option(
      names = "--variants",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "of each product (${DEFAULT-VALUE})")
  private int variants = 1;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "what its clock shows when it opens, like 2010-12-24T18:00:00Z (the real time)")
  Instant now = Instant.now();

  @Option(
      names = "--clock-wrong",
      paramLabel = "MINUTES",
      converter = WholeNumber.OfAnySign.class,
      description = "by how much its clock is wrong (${DEFAULT-VALUE})")
  int clockWrong;

  @Option(
      names = "--late",
      paramLabel = "N",
      description = "one change in N is seen late, with the older stamp; 0: none")
  private int late;

  @Option(names = "--late-by", paramLabel = "SECONDS", description = "how late (${DEFAULT-VALUE})")
  private int lateBy = 60;

  @Option(
      names = "--changes-per-second",
      paramLabel = "N",
      description = "new orders and changes of its own by themselves (${DEFAULT-VALUE})")
  int changesPerSecond;

  @Option(
      names = "--stock",
      paramLabel = "N",
      description = "each SKU begins with 0 to N (${DEFAULT-VALUE})")
  int stock = 100;

  @Option(
      names = "--count-stock",
      paramLabel = "yes|no",
      description = "orders change the figures (no)")
  private YesOrNo countStock = YesOrNo.NO;

  @Option(names = "--user", paramLabel = "NAME", description = "who may call (${DEFAULT-VALUE})")
  private String user = "adapter";

  @Option(names = "--key", paramLabel = "KEY", description = "the caller's key (${DEFAULT-VALUE})")
  private String key = "secret";

  @Option(
      names = "--calls-per-session",
      paramLabel = "N",
      description = "a session expires after N calls; 0: never")
  int callsPerSession;

  @Option(
      names = "--batch-methods",
      paramLabel = "NAME",
      split = ",",
      description = "further methods, which it takes note of (those of the monolith)")
  List<String> batchMethods = List.of("stock.receive", "stock.adjust", "stock.delay");

  @Option(
      names = "--mischief",
      paramLabel = "KIND=N",
      split = ",",
      description =
          "what goes wrong in one call in N: slow, http-500, cut, truncated, silent, repeated, twice,"
              + " fault-1, charset, duplicates")
  private List<String> mischief = List.of();

  @Option(
      names = "--slow-by",
      paramLabel = "MILLIS",
      description = "how long a slow answer takes (${DEFAULT-VALUE})")
  private int slowBy = 2_000;

  @Option(
      names = "--writing",
      paramLabel = "WORD",
      split = ",",
      description = "how it writes: ${COMPLETION-CANDIDATES} (all but plain)")
  Set<Writing> writing = Set.of(Writing.NIL, Writing.STRINGS, Writing.EMPTY_ARRAYS);

  @Option(
      names = "--columns",
      paramLabel = "all|few",
      description = "how much of an order is shown (all)")
  OrderRows.Columns columns = OrderRows.Columns.ALL;

  /** A habit of Magento's in writing. */
  enum Writing {
    /** {@code <nil/>} for what is not there. */
    NIL,
    /** Numbers are texts. */
    STRINGS,
    /** Empty structs are arrays. */
    EMPTY_ARRAYS,
    /** None of them. */
    PLAIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Tiling.Cut cut() {
    return new Tiling.Cut(linesPerOrder, leaveOut, configurable, variants);
  }

  OrderBook.Opening opening() {
    return new OrderBook.Opening(
        asWritten() ? 0 : count, Duration.ofMillis(every), late, Duration.ofSeconds(lateBy));
  }

  MagentoApi.Login login() {
    return new MagentoApi.Login(user, key);
  }

  Mischief.Plan mischief() {
    return new Mischief.Plan(Mischief.parse(mischief), Set.of());
  }

  boolean asWritten() {
    return asWritten == YesOrNo.YES;
  }

  boolean countsStock() {
    return countStock == YesOrNo.YES;
  }

  Duration slow() {
    return Duration.ofMillis(slowBy);
  }

  @Override
  public WebServer open() throws IOException {
    return ShopServer.open(this);
  }
}
