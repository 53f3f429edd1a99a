package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Shops that can answer only so much: they have a limit of how many orders they list, and some
 * questions that they fail at. They understand {@code updated_at} from and to, as Magento does.
 */
public final class FrailShopResource implements QuarkusTestResourceLifecycleManager {

  /** Shops that cannot list much at once; with the others, what was years ago takes few calls. */
  private static final Set<String> SHORT_LISTS = Set.of("many", "alone");

  private final Map<String, FrailShop> shops = new HashMap<>();

  /** The shops by the names of their feeds. */
  record FrailShops(Map<String, FrailShop> byName) {
    FrailShop named(String name) {
      return byName.get(name);
    }
  }

  /** One of them. */
  static final class FrailShop {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final Set<String> fatal = ConcurrentHashMap.newKeySet();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int mostListed = Integer.MAX_VALUE;
    private volatile Predicate<String> closedFrom = from -> false;

    /** From now on it has this order, last changed at this time. */
    void has(String number, String updatedAt) {
      orders.put(number, updatedAt);
    }

    /** At more orders in a list it runs out of memory. */
    void listsAtMost(int count) {
      mostListed = count;
    }

    /** Of this order it cannot show anything: it fails, and all that is asked for with it. */
    void failsAt(String number) {
      fatal.add(number);
    }

    /** What it answers about this order is labelled with this charset. */
    void labels(String number, String charset) {
      labels.put(number, charset);
    }

    /** Lists are not to be had whose window begins there, "" for one without begin. */
    void isClosedFrom(Predicate<String> from) {
      closedFrom = from;
    }

    /** How often an order was shown. */
    long shown(String number) {
      return fetched.stream().filter(number::equals).count();
    }

    private void start() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
    }

    private void stop() {
      server.stop(0);
      threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
      Call call = new XmlRpcReader(Limits.DEFAULT).readCall(exchange.getRequestBody());
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      int status = 200;
      try {
        Value answer = answer(call);
        labels.entrySet().stream()
            .filter(label -> call.toString().contains("sales_order.info"))
            .filter(label -> call.toString().contains(label.getKey()))
            .map(label -> "<?xml version=\"1.0\" encoding=\"" + label.getValue() + "\"?>")
            .forEach(label -> xml.writeBytes(label.getBytes(StandardCharsets.US_ASCII)));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        XmlRpcWriter.writeAnswer(written, new Answer.Result(answer));
        String text = written.toString(StandardCharsets.UTF_8);
        xml.writeBytes(
            (xml.size() == 0 ? text : text.substring(text.indexOf("?>") + 2))
                .getBytes(StandardCharsets.UTF_8));
      } catch (Failing failing) {
        status = failing.status;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(status, xml.size() == 0 ? -1 : xml.size());
      xml.writeTo(exchange.getResponseBody());
      exchange.close();
    }

    private Value answer(Call call) throws Failing {
      return switch (call.method()) {
        case "login" -> new Value.Text("session");
        case "call" -> list(call.parameter(2).asList().orElseThrow().get(0));
        default -> infos(call.parameter(1).asList().orElseThrow());
      };
    }

    private Value list(Value filter) throws Failing {
      Value.Struct window =
          filter
              .asStruct()
              .flatMap(filters -> filters.member("updated_at").asStruct())
              .orElse(new Value.Struct(Map.of()));
      String from = window.member("from").asText().orElse("");
      String to = window.member("to").asText().orElse("9999");
      if (closedFrom.test(from)) {
        throw new Failing(503);
      }
      List<Value> rows = new ArrayList<>();
      orders.forEach(
          (number, time) -> {
            if (time.compareTo(from) >= 0 && time.compareTo(to) <= 0) {
              rows.add(
                  OldShop.struct("increment_id", OldShop.text(number), "updated_at", text(time)));
            }
          });
      if (rows.size() > mostListed) {
        throw new Failing(500);
      }
      return new Value.Array(rows);
    }

    private Value infos(List<Value> calls) throws Failing {
      List<Value> infos = new ArrayList<>();
      for (Value each : calls) {
        String number =
            each.asList().orElseThrow().get(1).asList().orElseThrow().get(0).asText().orElseThrow();
        if (fatal.contains(number)) {
          throw new Failing(500);
        }
        if (!orders.containsKey(number)) {
          infos.add(new Answer.Fault(100, "Requested order not exists.").inMultiCall());
          continue;
        }
        fetched.add(number);
        infos.add(
            OldShop.with(
                OldShop.order(number, OldShop.item("1", "FRAIL", "1.0000")),
                "updated_at",
                text(orders.get(number))));
      }
      return new Value.Array(infos);
    }

    private static Value text(String text) {
      return OldShop.text(text);
    }
  }

  private static final class Failing extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    private Failing(int status) {
      this.status = status;
    }
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>();
    for (String name :
        List.of("ahead", "ahead-before", "many", "fatal", "alone", "closed", "alien")) {
      FrailShop shop = new FrailShop();
      try {
        shop.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shops.put(name, shop);
      String keys = "ficus.legacy.pulling.feeds." + name;
      settings.put(
          keys + ".url", "http://127.0.0.1:" + shop.server.getAddress().getPort() + "/api");
      settings.put(keys + ".user", "adapter");
      settings.put(keys + ".key", "secret");
      settings.put(keys + ".shop", name);
      settings.put(keys + ".every", "100ms");
      settings.put(keys + ".first-pause", "5ms");
      if (!SHORT_LISTS.contains(name)) {
        settings.put(keys + ".window", "3650d");
      }
      settings.put("ficus.legacy.shops." + name + ".line-ids", "item-id");
    }
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new FrailShops(shops), new TestInjector.MatchesType(FrailShops.class));
  }

  @Override
  public void stop() {
    shops.values().forEach(FrailShop::stop);
  }
}
