package dev.ficus.legacy.opening;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.opening.Opening.Defect;
import dev.ficus.legacy.opening.OpeningBook.Content;
import dev.ficus.legacy.opening.OpeningBook.Said;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.Source;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes in lists of all stock, again and again as one likes: what is known changes nothing. Calls
 * that came since a list was asked for know better than it; of a file nobody knows how old it is,
 * so every call knows better.
 */
@Startup
@ApplicationScoped
public class OpeningStock {

  private static final int ROWS_AT_ONCE = 500;
  private static final int MOST_DIFFERENCES = 10_000;

  private final Shops shops;
  private final StockIntake intake;
  private final BatchLedger ledger;
  private final OpeningBook book;
  private final AllocationStock allocation;
  private final Map<String, Monolith> monoliths = new HashMap<>();

  OpeningStock(
      OpeningSettings settings,
      Shops shops,
      StockIntake intake,
      BatchLedger ledger,
      OpeningBook book,
      AllocationStock allocation) {
    this.shops = shops;
    this.intake = intake;
    this.ledger = ledger;
    this.book = book;
    this.allocation = allocation;
    settings.monoliths().forEach((name, monolith) -> monoliths.put(name, monolith(name, monolith)));
  }

  private record Monolith(String shop, ShopRules rules, Rows rows) {}

  private Monolith monolith(String name, OpeningSettings.Monolith monolith) {
    String keys = "ficus.legacy.opening.monoliths." + name;
    return new Monolith(
        monolith.shop(),
        shops.rules(monolith.shop(), keys + ".shop"),
        new MonolithRows(
            new XmlRpcClient(
                HttpCaller.withCookies(
                    Address.of(
                        monolith.url(), monolith.user(), monolith.password(), keys + ".url")),
                new TimeLimits(monolith.timeout(), monolith.exchangeTimeout()),
                shops.answers()),
            new Call(
                monolith.method(),
                monolith.parameters().orElse(List.of()).stream()
                    .<Value>map(Value.Text::new)
                    .toList()),
            monolith.batchref().isPresent() ? OldStock.Kind.STANDING : OldStock.Kind.FIGURE,
            new StockShape(
                monolith.batchref().map(ValuePath::of).orElse(ValuePath.NOWHERE),
                ValuePath.of(monolith.sku()),
                ValuePath.of(monolith.quantity()),
                monolith.eta().map(ValuePath::of).orElse(ValuePath.NOWHERE))));
  }

  /**
   * Asks a monolith for its list and takes it in; what the broker has confirmed of it is safe.
   *
   * @return empty when no monolith of this name is configured
   * @throws IOException when it does not answer as it should; what was taken in before stays
   */
  public Optional<Opening.Detail> ask(String name, String correlation) throws IOException {
    Monolith monolith = monoliths.get(name);
    if (monolith == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Import(name, monolith, new Source.Opening(correlation, ledger.nextCall())).run());
  }

  /** The charset of this name; empty when there is none. */
  public static Optional<Charset> charset(String name) {
    return CsvReader.charset(name);
  }

  /**
   * Takes in a file.
   *
   * @param charset that the caller names; empty when it is unknown
   * @throws UnreadableFile when the file has no header
   * @throws IllegalArgumentException when there is no such shop
   * @throws IOException when it cannot be read to its end; what was taken in before stays
   */
  public Opening.Detail file(
      String shop, InputStream file, Optional<Charset> charset, String correlation)
      throws IOException {
    ShopRules rules = shops.rules(shop, "shop");
    Monolith nobody = new Monolith(shop, rules, new CsvRows(file, charset));
    return new Import("file", nobody, new Source.Opening(correlation, 0)).run();
  }

  /**
   * Compares what was listed with what was sent and what allocation-service has at this moment,
   * which may have commands of it still before it.
   *
   * @return empty when there is no such opening
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<Reconciliation> reconcile(long opening) throws IOException {
    Optional<Opening> found = book.find(opening).map(Opening.Detail::opening);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Comparison comparison = new Comparison(opening);
    Reconciliation.Totals totals = comparison.run();
    book.reconciled(opening, totals);
    return Optional.of(new Reconciliation(found.get(), totals, comparison.differences));
  }

  /** One list on its way in. */
  private final class Import {

    private final Monolith from;
    private final Source.Opening source;
    private final StockTranslator translator;
    private final long opening;
    private final List<Row> rows = new ArrayList<>(ROWS_AT_ONCE);

    Import(String name, Monolith from, Source.Opening source) {
      this.from = from;
      this.source = source;
      this.translator = new StockTranslator(from.shop(), from.rules());
      this.opening = book.begin(from.shop(), name);
    }

    Opening.Detail run() throws IOException {
      from.rows()
          .read(
              row -> {
                rows.add(row);
                if (rows.size() == ROWS_AT_ONCE) {
                  takeIn();
                }
              });
      takeIn();
      book.end(opening);
      return book.find(opening).orElseThrow();
    }

    private void takeIn() {
      List<Defect> defects = new ArrayList<>();
      List<Row> readable = readable(defects);
      StockIntake.Taken taken = intake.take(readable.stream().map(this::report).toList());
      List<StockReportResult> noted = Results.of(taken.noted());
      List<Said> said = new ArrayList<>();
      for (int place = 0; place < noted.size(); place++) {
        Row row = readable.get(place);
        StockReportResult one = noted.get(place);
        one.refusedFor()
            .ifPresentOrElse(
                reason -> defects.add(defect(row, reason)), () -> said.add(said(row, one)));
      }
      book.keep(opening, said, defects);
      Results.of(taken.confirmed());
      rows.clear();
    }

    /**
     * The rows that say something, each batch once: of two rows nobody knows whether they are one
     * figure that came twice, or two shelves.
     */
    private List<Row> readable(List<Defect> defects) {
      Map<Row, StockChange> statements = new LinkedHashMap<>();
      for (Row row : rows) {
        row.stock().ifPresent(stock -> statements.put(row, translator.translate(stock)));
        row.defect().ifPresent(why -> defects.add(new Defect(row.line(), "line", why, null, null)));
      }
      Map<OpeningBook.Key, Long> lines =
          book.lines(opening, statements.values().stream().flatMap(this::key).toList());
      List<Row> readable = new ArrayList<>();
      statements.forEach(
          (row, statement) -> {
            Long before = key(statement).findAny().map(key -> before(lines, key, row)).orElse(null);
            if (before == null) {
              readable.add(row);
            } else {
              defects.add(twice(row, before));
            }
          });
      return readable;
    }

    private static Long before(Map<OpeningBook.Key, Long> lines, OpeningBook.Key key, Row row) {
      return lines.putIfAbsent(key, row.line());
    }

    private static Defect twice(Row row, long before) {
      OldStock stock = row.stock().orElseThrow();
      return new Defect(
          row.line(),
          stock.batchref() == null ? "sku" : "batchref",
          "is on line " + before + " already",
          stock.batchref(),
          stock.sku());
    }

    /** Which batch it is about; none when that cannot be understood. */
    private Stream<OpeningBook.Key> key(StockChange statement) {
      if (statement instanceof StockChange.Figure figure) {
        String batchref = KnownBatch.ofFigure(from.shop(), figure.sku());
        return Stream.of(new OpeningBook.Key(figure.sku(), batchref));
      }
      return statement instanceof StockChange.Standing standing
          ? Stream.of(new OpeningBook.Key(standing.sku(), standing.batchref()))
          : Stream.empty();
    }

    private StockReport report(Row row) {
      return intake.report(row.stock().orElseThrow(), from.shop(), from.rules(), source);
    }

    private Said said(Row row, StockReportResult noted) {
      StockChange statement = translator.translate(row.stock().orElseThrow());
      if (statement instanceof StockChange.Figure figure) {
        return new Said(
            row.line(),
            KnownBatch.ofFigure(from.shop(), figure.sku()),
            figure.sku(),
            figure.quantity(),
            null,
            noted.outcome());
      }
      StockChange.Standing standing = (StockChange.Standing) statement;
      return new Said(
          row.line(),
          standing.batchref(),
          standing.sku(),
          standing.quantity(),
          standing.eta().orElse(null),
          noted.outcome());
    }
  }

  private static Defect defect(Row row, Reason reason) {
    OldStock stock = row.stock().orElseThrow();
    return new Defect(row.line(), field(reason), reason.code(), stock.batchref(), stock.sku());
  }

  private static String field(Reason reason) {
    return switch (reason) {
      case UNREADABLE_BATCHREF, BATCH_EXISTS -> "batchref";
      case UNREADABLE_SKU, NOT_STOCK, OTHER_SKU -> "sku";
      case UNREADABLE_QUANTITY, NEGATIVE_QUANTITY -> "qty";
      case UNREADABLE_ETA -> "eta";
      default -> "line";
    };
  }

  /** All batches, page by page, as allocation-service has its pages. */
  private final class Comparison {

    private final long opening;
    private final List<Reconciliation.Difference> differences = new ArrayList<>();
    private final Sum listed = new Sum();
    private final Sum sent = new Sum();
    private final Sum held = new Sum();
    private long others;
    private long different;

    Comparison(long opening) {
      this.opening = opening;
    }

    Reconciliation.Totals run() throws IOException {
      Instant at = Instant.now();
      Optional<String> after = Optional.of("");
      while (after.isPresent()) {
        AllocationStock.Page page = allocation.page(after.get());
        for (OpeningBook.Compared batch : book.compared(opening, after.get(), page.next())) {
          compare(batch, page.batches().remove(batch.batchref()));
        }
        others += page.batches().size();
        after = page.next();
      }
      return new Reconciliation.Totals(
          at,
          listed.batches,
          listed.units,
          sent.batches,
          sent.units,
          held.batches,
          held.units,
          others,
          different);
    }

    private void compare(OpeningBook.Compared batch, Content here) {
      Content said = batch.listed().orElse(null);
      Content written = batch.sent().orElse(null);
      listed.add(said);
      sent.add(written);
      held.add(here);
      if (Objects.equals(said, written) && Objects.equals(written, here)) {
        return;
      }
      different++;
      if (differences.size() < MOST_DIFFERENCES) {
        differences.add(
            new Reconciliation.Difference(
                batch.sku(), batch.batchref(), said, written, batch.confirmed(), here));
      }
    }
  }

  private static final class Sum {

    private long batches;
    private long units;

    void add(Content content) {
      if (content != null) {
        batches++;
        units += content.quantity();
      }
    }
  }
}
