package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Feed;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Mischief.Fate;
import dev.ficus.oldworld.Mischief.Trouble;
import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.shop.ShopOptions.Writing;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Response;
import dev.ficus.oldworld.wire.Style;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * The old shop as a server of its own: Magento 1's XML-RPC interface at any path but {@code
 * /control}, which has the back office for tests.
 */
public final class ShopServer {
  private static final String XML = "text/xml; charset=UTF-8";

  private final MagentoApi api;
  private final ShopControl control;
  private final Mischief mischief;
  private final CallCounts counts;
  private final Style style;

  private ShopServer(
      MagentoApi api, ShopControl control, Mischief mischief, CallCounts counts, Style style) {
    this.api = api;
    this.control = control;
    this.mischief = mischief;
    this.counts = counts;
    this.style = style;
  }

  /** It as a program, with no options yet. */
  public static Program program() {
    return new ShopOptions();
  }

  /** Prints its port as the first line and serves until it is ended; status 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(program().commandLine().execute(arguments));
  }

  /**
   * Opens the shop.
   *
   * @throws RuntimeException when the options are wrong; its message names them
   * @throws IOException when the orders cannot be read, or the port is taken
   */
  public static WebServer open(String... arguments) throws IOException {
    ShopOptions options = new ShopOptions();
    options.commandLine().parseArgs(arguments);
    return open(options);
  }

  static WebServer open(ShopOptions options) throws IOException {
    if (options.asWritten() && options.changesPerSecond > 0) {
      throw new IllegalArgumentException(
          "--changes-per-second needs orders of its own, which it has none of with --as-written yes");
    }
    Seed seed = options.seed();
    List<Order> feed = Feed.read(options.orders);
    Tiling tiling = options.asWritten() ? Tiling.NONE : Tiling.of(feed, options.cut(), seed);
    ShopClock clock = new ShopClock(options.now, System::nanoTime);
    clock.put(options.clockWrong);
    Stock stock = new Stock(tiling.products(), options.stock, options.countsStock(), seed);
    OrderBook orders = new OrderBook(tiling, stock, clock, seed, options.opening());
    Sessions sessions = new Sessions(options.callsPerSession, seed);
    Documents documents = new Documents();
    Receipts receipts = new Receipts(options.batchMethods);
    Mischief mischief =
        new Mischief(seed, EnumSet.allOf(Trouble.class), options.slow(), options.mischief());
    CallCounts counts = new CallCounts();
    Schedule schedule = new Schedule(orders, seed);
    OrderRows rows = new OrderRows(orders, options.columns, seed);
    MagentoApi api =
        new MagentoApi(
            options.login(), sessions, orders, rows, stock, documents, receipts, mischief, counts);
    ShopControl control =
        new ShopControl(
            orders,
            stock,
            documents,
            receipts,
            counts,
            sessions,
            clock,
            mischief,
            schedule,
            new Sending(
                options.asWritten()
                    ? new WrittenOrders(feed, options.cancelEvery, options.broken)
                    : new OwnOrders(orders, rows)));
    ShopServer shop = new ShopServer(api, control, mischief, counts, style(options));
    WebServer server =
        new WebServer(options.address(), options.port(), shop::answer, options.recording());
    Program.goOn(schedule::next, options.changesPerSecond);
    return server;
  }

  private static Style style(ShopOptions options) {
    return new Style(
        StandardCharsets.UTF_8,
        "UTF-8",
        options.writing.contains(Writing.NIL),
        options.writing.contains(Writing.STRINGS),
        options.writing.contains(Writing.EMPTY_ARRAYS),
        false,
        "");
  }

  private Response answer(Message request) throws InterruptedException {
    if (request.isControl()) {
      return control.answer(Question.of(request));
    }
    if (!request.method().equals("POST")) {
      return Response.line(405, "XML-RPC is posted");
    }
    counts.begin();
    try {
      Fate fate = mischief.next();
      return fate.answer(() -> carryOut(request, fate));
    } finally {
      counts.end();
    }
  }

  private Response carryOut(Message request, Fate fate) {
    Answer answer = carryOut(request.body(), fate);
    Style written =
        fate.is(Trouble.CHARSET) ? style.in(StandardCharsets.ISO_8859_1, "UTF-8") : style;
    return Response.of(200, XML, out -> XmlRpc.write(answer, written, out));
  }

  private Answer carryOut(byte[] document, Fate fate) {
    try {
      XmlRpc.Call call = XmlRpc.readCall(document);
      if (fate.is(Trouble.FAULT_1)) {
        return fault(ApiFault.internal());
      }
      return api.answer(call, fate);
    } catch (XMLStreamException unreadable) {
      return fault(ApiFault.unreadable());
    }
  }

  private static Fault fault(ApiFault fault) {
    return new Fault(fault.code(), fault.getMessage());
  }
}
