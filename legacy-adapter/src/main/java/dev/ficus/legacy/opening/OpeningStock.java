package dev.ficus.legacy.opening;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opening stock: lists of all stock, imported as often as one likes, for what is known changes
 * nothing, and reconciled with allocation-service. Calls that came since a list was asked for are
 * newer than it; of a file nobody knows how old it is, so every call is newer.
 */
@Startup
@ApplicationScoped
public class OpeningStock {

  private final Shops shops;
  private final StockIntake intake;
  private final BatchLedger ledger;
  private final OpeningBook book;
  private final AllocationStock allocation;
  private final Map<String, StockList> monoliths = new HashMap<>();

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

  private StockList monolith(String name, OpeningSettings.Monolith monolith) {
    String keys = "ficus.legacy.opening.monoliths." + name;
    return new StockList(
        monolith.shop(),
        shops.sourceOf(monolith.shop()),
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
            monolith.batchref().isPresent()
                ? OldStock.ReportKind.LISTED
                : OldStock.ReportKind.FIGURE,
            new StockShape(
                monolith.batchref().map(ValuePath::of).orElse(ValuePath.NOWHERE),
                ValuePath.of(monolith.sku()),
                ValuePath.of(monolith.quantity()),
                monolith.eta().map(ValuePath::of).orElse(ValuePath.NOWHERE))));
  }

  /**
   * Asks a monolith for its list and imports it; what the broker has confirmed of it is safe.
   *
   * @return empty when no monolith of this name is configured
   * @throws IOException when it does not answer as it should; what was taken in before stays
   */
  public Optional<Opening.Detail> ask(String name, String correlation) throws IOException {
    StockList list = monoliths.get(name);
    if (list == null) {
      return Optional.empty();
    }
    return Optional.of(
        importing(name, list, new ReportSource.InList(correlation, ledger.nextCall())));
  }

  /** The lists of monoliths of which each element is the figure of a SKU. */
  List<StockList> figureLists() {
    return monoliths.values().stream().filter(StockList::isOfFigures).toList();
  }

  /** The lists of monoliths of which each element is a batch. */
  List<StockList> batchLists() {
    return monoliths.values().stream().filter(StockList::isOfBatches).toList();
  }

  /** The charset of this name; empty when there is none. */
  public static Optional<Charset> charset(String name) {
    return CsvReader.charset(name);
  }

  /**
   * Imports a file.
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
    StockList list = new StockList(shop, shops.sourceOf(shop), rules, new CsvRows(file, charset));
    return importing("file", list, new ReportSource.InList(correlation, 0));
  }

  private Opening.Detail importing(String name, StockList list, ReportSource.InList source)
      throws IOException {
    return new OpeningImport(intake, book, name, list, source).run();
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
    ReconciliationRun run = new ReconciliationRun(book, allocation, opening);
    Reconciliation.Totals totals = run.compareAll();
    book.reconciled(opening, totals);
    return Optional.of(new Reconciliation(found.get(), totals, run.differences()));
  }
}
