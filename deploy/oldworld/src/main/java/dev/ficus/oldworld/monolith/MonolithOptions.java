package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Mischief.Trouble;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The monolith as a program: its options. The README has more about them. */
@Command(
    name = "Monolith",
    description = "A simulated monolith: what is to be replaced.",
    sortOptions = false)
final class MonolithOptions extends Program {

  @Option(
      names = "--orders",
      required = true,
      paramLabel = "FILE",
      description = "the real orders: of every SKU in them it has or expects some")
  Path orders;

  @Option(
      names = "--today",
      paramLabel = "DAY",
      description = "the day from which on stock is expected, like 2010-12-24 (the real one)")
  LocalDate today = LocalDate.now();

  @Option(names = "--basic", paramLabel = "USER:PASSWORD", description = "callers need HTTP Basic")
  private String basic;

  @Option(
      names = "--shop",
      paramLabel = "URL",
      converter = HttpAddress.class,
      description = "the shop to which it reports its stock")
  private URI shop;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "its name in the shop (${DEFAULT-VALUE})")
  private String user = "monolith";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "its key in the shop (${DEFAULT-VALUE})")
  private String key = "secret";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "how long a call to the shop is repeated (${DEFAULT-VALUE})")
  private int patience = 60;

  @Option(
      names = "--batch-methods",
      paramLabel = "NAME",
      split = ",",
      description =
          "the shop's three methods for a batch that comes, changes, is delayed"
              + " (stock.receive,stock.adjust,stock.delay)")
  private List<String> batchMethods = List.of("stock.receive", "stock.adjust", "stock.delay");

  @Option(
      names = "--moves-per-second",
      paramLabel = "N",
      description = "its stock moves by itself (${DEFAULT-VALUE})")
  int movesPerSecond;

  @Option(
      names = "--stock",
      paramLabel = "N",
      description = "each of its batches has up to N units (${DEFAULT-VALUE})")
  private int stock = 200;

  @Option(
      names = "--named-batches",
      paramLabel = "yes|no",
      description =
          "it reports batches by reference, has several of a SKU and expects some; no: figures only,"
              + " and one batch of each SKU, in the warehouse (yes)")
  private YesOrNo namedBatches = YesOrNo.YES;

  @Option(
      names = "--prefers",
      paramLabel = "WORD",
      description = "the batch a line is taken from: ${COMPLETION-CANDIDATES} (roomiest)")
  private Policy.Preference prefers = Policy.Preference.ROOMIEST;

  @Option(
      names = "--flaws",
      paramLabel = "KIND=N",
      split = ",",
      description =
          "what every Nth line is decided like: line-refused, late, batch-ignored, unsaid; every Nth"
              + " order: order-refused")
  private List<String> flaws = List.of();

  @Option(
      names = "--decides-after",
      paramLabel = "MILLIS",
      description = "how long a line waits to be decided about (${DEFAULT-VALUE})")
  int decidesAfter;

  @Option(
      names = "--reports-every",
      paramLabel = "MILLIS",
      description = "how often figures that changed are sent to the shop; 0: on request")
  int reportsEvery;

  @Option(
      names = "--figures-by",
      paramLabel = "CALL",
      description = "the call by which figures are sent: ${COMPLETION-CANDIDATES} (update)")
  ShopCalls.FigureCall figuresBy = ShopCalls.FigureCall.UPDATE;

  @Option(
      names = "--pull-from",
      paramLabel = "URL",
      converter = HttpAddress.class,
      description = "where it asks for its orders")
  private URI pullFrom;

  @Option(
      names = "--pull-every",
      paramLabel = "MILLIS",
      description = "how often it asks; 0: on request")
  int pullEvery;

  @Option(
      names = "--pull-overlap",
      paramLabel = "SECONDS",
      description = "how far before the last change it asks again (${DEFAULT-VALUE})")
  private int pullOverlap = 60;

  @Option(
      names = "--mischief",
      paramLabel = "KIND=N",
      split = ",",
      description =
          "what goes wrong in one call in N: slow, http-500, cut, truncated, silent, repeated, twice,"
              + " fault-1")
  private List<String> mischief = List.of();

  @Option(
      names = "--mischief-in",
      paramLabel = "METHOD",
      split = ",",
      description = "only calls of these methods go wrong (all)")
  private Set<String> mischiefIn = Set.of();

  @Option(
      names = "--slow-by",
      paramLabel = "MILLIS",
      description = "how long a slow answer takes (${DEFAULT-VALUE})")
  private int slowBy = 2_000;

  @Option(
      names = "--record-told",
      paramLabel = "FILE",
      description = "write every byte of its own calls to the shop to FILE")
  private Path recordTold;

  /** The type of an option: an address that begins with {@code http://}. */
  static final class HttpAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      URI address = URI.create(text);
      if (!"http".equals(address.getScheme()) || address.getHost() == null) {
        throw new TypeConversionException("it needs an address that begins with http://");
      }
      return address;
    }
  }

  Optional<String> basic() {
    return Optional.ofNullable(basic);
  }

  Optional<URI> shop() {
    return Optional.ofNullable(shop);
  }

  ShopSession.Access access() {
    return new ShopSession.Access(user, key, Duration.ofSeconds(patience));
  }

  ShopCalls.BatchMethods batchMethods() {
    if (batchMethods.size() != 3) {
      throw new IllegalArgumentException("--batch-methods needs three names");
    }
    return new ShopCalls.BatchMethods(
        batchMethods.get(0), batchMethods.get(1), batchMethods.get(2));
  }

  Optional<URI> pullFrom() {
    if (pullFrom == null && pullEvery > 0) {
      throw new IllegalArgumentException("--pull-every needs --pull-from");
    }
    return Optional.ofNullable(pullFrom);
  }

  Duration pullOverlap() {
    return Duration.ofSeconds(pullOverlap);
  }

  boolean namesBatches() {
    return namedBatches == YesOrNo.YES;
  }

  Warehouse.OpeningStock opening(List<String> skus) {
    return new Warehouse.OpeningStock(skus, today, stock, namesBatches());
  }

  Policy policy() {
    return new Policy(seed(), new Policy.Rules(prefers, Policy.Rules.flaws(flaws)));
  }

  Mischief mischief() {
    return new Mischief(
        seed(),
        EnumSet.complementOf(EnumSet.of(Trouble.CHARSET, Trouble.DUPLICATES)),
        Duration.ofMillis(slowBy),
        new Mischief.Plan(Mischief.parse(mischief), mischiefIn));
  }

  Optional<Recording> recordingOfCalls() throws IOException {
    return recording(recordTold);
  }

  @Override
  public WebServer open() throws IOException {
    return Monolith.open(this);
  }
}
