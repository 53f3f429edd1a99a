package dev.ficus.journeys;

import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
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
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final Process process;
  private final URI root;

  private ChristmasShop(Process process, int port) {
    this.process = process;
    this.root = URI.create("http://127.0.0.1:" + port + "/");
  }

  /**
   * What the shop has been told of a SKU.
   *
   * @param quantity what it believes to have
   * @param updates how often it was told
   * @param repeats how many of these changed nothing
   */
  public record Stock(long quantity, int updates, int repeats) {}

  /**
   * What became of the orders the shop sends by itself.
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
    List<String> command = new ArrayList<>(List.of(Project.program("java")));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ShopServer.class.getName());
    command.addAll(List.of("--orders", feed.toString(), "--count", "" + orders));
    command.addAll(List.of("--every", "" + Math.max(1, DAY_MILLIS / orders)));
    command.addAll(List.of("--late", "1", "--late-by", "" + TWO_DAYS_SECONDS));
    command.addAll(List.of("--lines-per-order", "" + LINES_PER_ORDER));
    command.addAll(List.of("--variants", "" + variants));
    command.addAll(List.of("--leave-out", String.join(",", new TreeSet<>(rules.notStock()))));
    command.addAll(List.of("--stock", "0", "--user", USER, "--key", KEY));
    command.addAll(more);
    Process process =
        launcher
            .builder("shop", command)
            .redirectError(ProcessBuilder.Redirect.appendTo(launcher.log("shop").toFile()))
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String port = said.readLine();
    if (port == null) {
      throw new DemoException("the shop does not open; see " + launcher.log("shop"));
    }
    return new ChristmasShop(process, Integer.parseInt(port));
  }

  public long pid() {
    return process.pid();
  }

  /** Where it is asked, and told. */
  public URI address() {
    return root.resolve("api/xmlrpc");
  }

  /** From now on all orders can be seen, and what became of them. */
  void open() throws IOException {
    act("commit");
  }

  /**
   * Begins to send all orders.
   *
   * @param atOnce calls at the same time
   */
  void send(URI to, int atOnce) throws IOException {
    act("sending?to=%s&at-once=%d".formatted(Http.encode(to.toString()), atOnce));
  }

  /** The goods of an order leave the house. */
  void despatch(String order) throws IOException {
    act("orders/%s/despatch".formatted(Http.encode(order)));
  }

  /** How far the sending is. */
  public Sending sending() throws IOException {
    CSVRecord row = table("sending").get(0);
    return new Sending(
        number(row, "accepted"),
        number(row, "repeated"),
        number(row, "refused"),
        number(row, "under_way"),
        row.get("last_failure"));
  }

  /** What it has been told, by SKU. */
  public Map<String, Stock> stock() throws IOException {
    Map<String, Stock> stock = new HashMap<>();
    for (CSVRecord row : table("stock")) {
      long quantity = (long) Double.parseDouble(row.get("qty"));
      stock.put(
          row.get("sku"), new Stock(quantity, number(row, "updates"), number(row, "repeats")));
    }
    return stock;
  }

  /** How often it has been told of a SKU. */
  long updates() throws IOException {
    return calls("cataloginventory_stock_item.update");
  }

  /** How often it has been told how an order stands. */
  long comments() throws IOException {
    return calls("sales_order.addComment");
  }

  private long calls(String method) throws IOException {
    for (CSVRecord row : table("calls")) {
      if (row.get("method").equals(method)) {
        return number(row, "calls");
      }
    }
    return 0;
  }

  /** What was ordered, counted apart from the adapter: a choice with its child is one line. */
  Recount recount() throws IOException {
    List<Recount.StockLine> lines = new ArrayList<>();
    for (CSVRecord row : table("orders?unseen=yes")) {
      if (row.get("parent_item_id").isEmpty()) {
        lines.add(
            new Recount.StockLine(
                row.getRecordNumber(), row.get("order"), row.get("sku"), number(row, "qty")));
      }
    }
    return new Recount(
        (int) lines.stream().map(Recount.StockLine::order).distinct().count(), lines, List.of());
  }

  /** What it answers when it is asked for these orders in one call, byte for byte. */
  byte[] answer(List<String> numbers) throws IOException {
    try {
      Object session =
          ((XmlRpc.Success) XmlRpc.readAnswer(ask(XmlRpc.call("login", USER, KEY)))).value();
      List<Object> questions = new ArrayList<>();
      numbers.forEach(number -> questions.add(List.of("sales_order.info", List.of(number))));
      return ask(XmlRpc.call("multiCall", session, questions));
    } catch (XMLStreamException noAnswer) {
      throw new IOException("the shop's answer is none", noAnswer);
    }
  }

  private byte[] ask(byte[] call) throws IOException {
    String document = new String(call, StandardCharsets.UTF_8);
    Http.Response answer = Http.post(address(), "text/xml", document, ANSWER_LIMIT);
    require(answer, "a call");
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  private static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  private List<CSVRecord> table(String path) throws IOException {
    Http.Response answer = Http.get(root.resolve("control/" + path), ANSWER_LIMIT);
    require(answer, path);
    try (CSVParser rows = CSV.parse(new StringReader(answer.body()))) {
      return rows.getRecords();
    } catch (UncheckedIOException noTable) {
      throw new IOException("the shop does not answer " + path + " by a table", noTable);
    }
  }

  private void act(String path) throws IOException {
    require(Http.post(root.resolve("control/" + path), "text/plain", "", ANSWER_LIMIT), path);
  }

  private static void require(Http.Response answer, String path) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(
          "the shop answers %s by %d: %s".formatted(path, answer.status(), answer.body()));
    }
  }
}
