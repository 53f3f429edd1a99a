package dev.ficus.journeys;

import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.csv.CSVRecord;

/**
 * The old shop on Christmas, as a process of its own: a day's orders, spread over 24 hours. Nobody
 * sees one of them before {@link #open()}.
 */
public final class ChristmasShop {
  static final String USER = "adapter";
  static final String KEY = "secret";
  private static final int LINES_PER_ORDER = 3;
  private static final int DAY_MILLIS = 86_400_000;
  private static final int TWO_DAYS_SECONDS = 2 * 86_400;

  private final OldWorldProcess process;

  private ChristmasShop(OldWorldProcess process) {
    this.process = process;
  }

  /**
   * What the shop knows of a SKU's stock.
   *
   * @param quantity what it believes to have
   * @param updates how often it was updated
   * @param repeats how many of these changed nothing
   */
  public record Stock(long quantity, int updates, int repeats) {}

  /**
   * The state of the orders that the shop sends by itself.
   *
   * @param accepted orders
   * @param repeated calls
   * @param refused orders, however often they were sent
   * @param underWay calls; 0 when all is done
   */
  public record Sending(int accepted, int repeated, int refused, int underWay, String failure) {}

  /**
   * Starts the shop; it ends with the launcher.
   *
   * @param feed the real orders of which the day's are made
   * @param orders how many, with three lines each
   * @param variants of each product: about 1,700 SKUs each
   * @param javaOptions of its process
   * @param more options of the shop, such as what goes wrong in it
   */
  public static ChristmasShop start(
      Launcher launcher,
      Path feed,
      int orders,
      int variants,
      List<String> javaOptions,
      List<String> more)
      throws IOException {
    ShopRules rules = ShopRules.read(Project.here().adapterConfiguration());
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--orders", feed.toString(), "--count", "" + orders));
    options.addAll(List.of("--every", "" + Math.max(1, DAY_MILLIS / orders)));
    options.addAll(List.of("--late", "1", "--late-by", "" + TWO_DAYS_SECONDS));
    options.addAll(List.of("--lines-per-order", "" + LINES_PER_ORDER));
    options.addAll(List.of("--variants", "" + variants));
    options.addAll(List.of("--leave-out", String.join(",", new TreeSet<>(rules.notStock()))));
    options.addAll(List.of("--stock", "0", "--user", USER, "--key", KEY));
    options.addAll(more);
    return new ChristmasShop(OldWorldProcess.shop(launcher, javaOptions, options));
  }

  public long pid() {
    return process.pid();
  }

  /** Where its XML-RPC interface is. */
  public URI address() {
    return process.api();
  }

  /** From now on all orders can be seen, with their changes. */
  void open() throws IOException {
    process.act("commit");
  }

  /**
   * Begins to send all orders.
   *
   * @param atOnce calls at the same time
   */
  void send(URI to, int atOnce) throws IOException {
    process.act("sending?to=%s&at-once=%d".formatted(Http.encode(to.toString()), atOnce));
  }

  /** The goods of an order are despatched. */
  void despatch(String order) throws IOException {
    process.act("orders/%s/despatch".formatted(Http.encode(order)));
  }

  /** How far the sending is. */
  public Sending sending() throws IOException {
    CSVRecord row = process.table("sending").get(0);
    return new Sending(
        OldWorldProcess.number(row, "accepted"),
        OldWorldProcess.number(row, "repeated"),
        OldWorldProcess.number(row, "refused"),
        OldWorldProcess.number(row, "under_way"),
        row.get("last_failure"));
  }

  /** What it knows of its stock, by SKU. */
  public Map<String, Stock> stock() throws IOException {
    Map<String, Stock> stock = new HashMap<>();
    for (CSVRecord row : process.table("stock")) {
      long quantity = (long) Double.parseDouble(row.get("qty"));
      stock.put(
          row.get("sku"),
          new Stock(
              quantity,
              OldWorldProcess.number(row, "updates"),
              OldWorldProcess.number(row, "repeats")));
    }
    return stock;
  }

  /** How many stock figures it has received. */
  long updates() throws IOException {
    return calls("cataloginventory_stock_item.update");
  }

  /** How many states of orders it has received. */
  long comments() throws IOException {
    return calls("sales_order.addComment");
  }

  private long calls(String method) throws IOException {
    for (CSVRecord row : process.table("calls")) {
      if (row.get("method").equals(method)) {
        return OldWorldProcess.number(row, "calls");
      }
    }
    return 0;
  }

  /** What was ordered, counted apart from the adapter: a choice with its child is one line. */
  Recount recount() throws IOException {
    List<Recount.StockLine> lines = new ArrayList<>();
    for (CSVRecord row : process.table("orders?unseen=yes")) {
      if (row.get("parent_item_id").isEmpty()) {
        lines.add(
            new Recount.StockLine(
                row.getRecordNumber(),
                row.get("order"),
                row.get("sku"),
                OldWorldProcess.number(row, "qty")));
      }
    }
    return new Recount(
        (int) lines.stream().map(Recount.StockLine::order).distinct().count(), lines, List.of());
  }

  /** What it answers when it is asked for these orders in one call, byte for byte. */
  byte[] answer(List<String> numbers) throws IOException {
    try {
      Object session =
          ((XmlRpc.Success) XmlRpc.readAnswer(process.ask(XmlRpc.call("login", USER, KEY))))
              .value();
      List<Object> questions = new ArrayList<>();
      numbers.forEach(number -> questions.add(List.of("sales_order.info", List.of(number))));
      return process.ask(XmlRpc.call("multiCall", session, questions));
    } catch (XMLStreamException noAnswer) {
      throw new IOException("the shop's answer is none", noAnswer);
    }
  }
}
