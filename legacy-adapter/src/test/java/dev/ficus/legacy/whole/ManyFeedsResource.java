package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Feeds of several dialects, one with a monolith behind it, one for named senders only. Tests that
 * need none of them name this too, so that the adapter is started once for all.
 */
public final class ManyFeedsResource implements QuarkusTestResourceLifecycleManager {

  /** Of {@code geheim:ß} and others, made once: to make one takes a second here. */
  private static final String OF_GEHEIM =
      "pbkdf2-sha512:210000:uKYWW0KccCr6BygxQEwEbQ==:"
          + "xOsmXCCZeCORQggPJf135SYTtLfW7jnjqsuTXorWEEu4oHV0R+XNot8ZRZGqWTWfib4ZigwZvLiSb+TBC/dHqQ==";

  private static final String OF_RENEWED =
      "pbkdf2-sha512:210000:tz+lJQjykuwy2ajMrLYuOw==:"
          + "c8XRwjPHHOeX0G1PYd1JlNq/JKgWlI2ZUCxwqHGtcRLnEqqlIuGw+uJkQ9Tjz2hvVaO1y2j+RCcXeK1WCa0BUQ==";

  private static final String OF_X =
      "pbkdf2-sha512:210000:yKJpU1b+AYSLY0Q2OwFP5w==:"
          + "6HTEY8wnmPHCXaxX7lcIEtVQZbgGz3sA8T2CBg2aEOb0R+yu8AQJAPIkWRP08P005Wt6dKDWxhnnm4nJuodaQA==";

  private final RecordingMonolith monolith = new RecordingMonolith();
  private final ShowingShop shop = new ShowingShop();

  /** Answers what the test has set, and remembers what came. */
  static final class RecordingMonolith {

    private final BlockingQueue<ForwardedCall> received = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String type = "text/xml";
    private volatile Function<String, byte[]> answer = call -> new byte[0];
    private final Queue<HeldBack> heldBack = new ConcurrentLinkedQueue<>();

    /** A request, its body as it came over the wire. */
    record ForwardedCall(String target, Map<String, List<String>> headers, byte[] body) {
      String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values);
      }
    }

    /** A call in which this is, the first one, is answered when that is done. */
    private record HeldBack(String part, CompletableFuture<Void> until) {}

    /** Answers the next call in which this is only when that is done. */
    void holdsBackOnce(String part, CompletableFuture<Void> until) {
      heldBack.add(new HeldBack(part, until));
    }

    /** Whether a call was held back since. */
    boolean hasHeldBack() {
      return heldBack.isEmpty();
    }

    private void start() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.setExecutor(threads);
      server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(exchange.getRequestHeaders());
      byte[] body = exchange.getRequestBody().readAllBytes();
      received.add(new ForwardedCall(exchange.getRequestURI().toString(), headers, body));
      HeldBack next = heldBack.peek();
      if (next != null && new String(body, StandardCharsets.UTF_8).contains(next.part())) {
        heldBack.remove(next);
        next.until().join();
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().add("Set-Cookie", "a=1");
      exchange.getResponseHeaders().add("Set-Cookie", "b=2");
      byte[] answered = answer.apply(new String(body, StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(status, answered.length);
      exchange.getResponseBody().write(answered);
      exchange.close();
    }

    void answers(int status, String type, byte[] answer) {
      this.status = status;
      this.type = type;
      this.answer = call -> answer;
    }

    /** Answers each call as the test has it. */
    void carriesOut(Function<String, byte[]> work) {
      this.status = 200;
      this.type = "text/xml";
      this.answer = work;
    }

    ForwardedCall next() {
      return received.poll();
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      monolith.start();
      shop.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    feed(settings, "behind", "magento");
    settings.put(
        "ficus.legacy.feeds.behind.upstream",
        "http://localhost:" + monolith.server.getAddress().getPort() + "/old/xmlrpc.php");
    feed(settings, "nobody", "magento");
    settings.put("ficus.legacy.feeds.nobody.upstream", "http://localhost:1/");
    feed(settings, "named", "magento");
    settings.put("ficus.legacy.feeds.named.users.shop", OF_GEHEIM + "," + OF_RENEWED);
    settings.put("ficus.legacy.feeds.named.users.other", OF_X);
    settings.put(
        "ficus.legacy.feeds.named.upstream", settings.get("ficus.legacy.feeds.behind.upstream"));
    feed(settings, "erp", "openerp");
    feed(settings, "logged", "openerp");
    feed(settings, "till", "till");
    settings.put("ficus.legacy.shops.till.line-ids", "occurrence");
    settings.put("ficus.legacy.feeds.till.shop", "till");
    settings.putAll(shop.settings());
    settings.putAll(OPENERP);
    settings.putAll(TILL);
    return settings;
  }

  private static void feed(Map<String, String> settings, String name, String dialect) {
    settings.put("ficus.legacy.feeds." + name + ".path", "/" + name);
    settings.put("ficus.legacy.feeds." + name + ".shop", "shop");
    settings.put("ficus.legacy.feeds." + name + ".dialect", dialect);
  }

  /**
   * One method for everything; lines are commands (0, 0, values) to add, as OpenERP writes them.
   */
  private static final Map<String, String> OPENERP =
      dialect(
          "openerp",
          Map.ofEntries(
              Map.entry("calls.create.method", "execute"),
              Map.entry("calls.create.where.3", "sale.order"),
              Map.entry("calls.create.where.4", "create"),
              Map.entry("calls.create.means", "order"),
              Map.entry("calls.create.at", "5"),
              Map.entry("calls.create.reply", "true"),
              Map.entry("calls.cancel.method", "execute"),
              Map.entry("calls.cancel.where.3", "sale.order"),
              Map.entry("calls.cancel.where.4", "action_cancel"),
              Map.entry("calls.cancel.means", "cancellation"),
              Map.entry("calls.cancel.at", "5.0"),
              Map.entry("order.number", "name"),
              Map.entry("order.status", "state"),
              Map.entry("order.updated-at", "write_date,date_order"),
              Map.entry("order.lines", "order_line"),
              Map.entry("line.id", "2.id"),
              Map.entry("line.parent", "2.parent"),
              Map.entry("line.sku", "2.default_code"),
              Map.entry("line.quantity", "2.product_uom_qty")));

  /** Made up: the order in two parameters, everything deep inside and in other words. */
  private static final Map<String, String> TILL =
      dialect(
          "till",
          Map.ofEntries(
              Map.entry("calls.sale.method", "till.sold"),
              Map.entry("calls.sale.means", "order"),
              Map.entry("calls.sale.at", "1.receipt"),
              Map.entry("calls.void.method", "till.void"),
              Map.entry("calls.void.means", "cancellation"),
              Map.entry("calls.void.at", "0.receipt.no"),
              Map.entry("order.number", "head.no"),
              Map.entry("order.status", "head.word"),
              Map.entry("order.updated-at", "head.at"),
              Map.entry("order.lines", "rows"),
              Map.entry("line.id", "row"),
              Map.entry("line.parent", "of"),
              Map.entry("line.sku", "0"),
              Map.entry("line.quantity", "1")));

  private static Map<String, String> dialect(String name, Map<String, String> paths) {
    Map<String, String> settings = new HashMap<>();
    paths.forEach((key, value) -> settings.put("ficus.legacy.dialects." + name + "." + key, value));
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(shop, new TestInjector.MatchesType(ShowingShop.class));
    injector.injectIntoFields(monolith, new TestInjector.MatchesType(RecordingMonolith.class));
  }

  @Override
  public void stop() {
    monolith.server.stop(0);
    monolith.threads.shutdownNow();
    shop.stop();
  }
}
