package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Magento that sells one SKU, and may take so long over a figure that it is sent another before:
 * then the older one lands behind the newer.
 */
public final class LateShop implements AutoCloseable {

  static final String SKU = "LATE";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch landed = new CountDownLatch(1);
  private long figure;
  private Long slowOver;
  private boolean begun;
  private volatile boolean silent;

  LateShop() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized long figure() {
    return figure;
  }

  /** Whoever sends it this figure gets no answer until it was sent another. */
  synchronized void isSlowOver(long slow) {
    slowOver = slow;
  }

  /** Whether it fails when it is asked what it has. */
  void saysNothing(boolean silent) {
    this.silent = silent;
  }

  /** Whether it is at work on the figure over which it is slow. */
  synchronized boolean isSlow() {
    return begun;
  }

  /** Whether the older figure has landed behind the newer. */
  boolean hasLanded() {
    return landed.getCount() == 0;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = new XmlRpcReader(Limits.DEFAULT).readCall(exchange.getRequestBody());
      if (silent && call.method().equals("call") && isList(call)) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      XmlRpcWriter.writeAnswer(xml, new Answer.Result(result(call)));
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, xml.size());
      exchange.getResponseBody().write(xml.toByteArray());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isList(Call call) {
    return call.parameter(1).asText().orElseThrow().endsWith(".list");
  }

  private Value result(Call call) throws InterruptedException {
    if (call.method().equals("login")) {
      return new Value.Text("session");
    }
    if (call.method().equals("multiCall")) {
      List<Value> updates = call.parameter(1).asList().orElseThrow();
      for (Value update : updates) {
        take(update.asList().orElseThrow().get(1).asList().orElseThrow().get(1));
      }
      return OldShop.list(updates.stream().map(any -> new Value.Bool(true)).toArray(Value[]::new));
    }
    return call.parameter(1).asText().orElseThrow().equals("catalog_product.list")
        ? OldShop.list(OldShop.struct("sku", OldShop.text(SKU)))
        : OldShop.list(
            OldShop.struct("sku", OldShop.text(SKU), "qty", OldShop.text(figure() + ".0000")));
  }

  private void take(Value sent) throws InterruptedException {
    long quantity = Long.parseLong(((Value.Struct) sent).member("qty").asText().orElseThrow());
    if (isSlowOver(quantity, landed.getCount() > 0)) {
      landed.await();
      return;
    }
    synchronized (this) {
      figure = quantity;
      if (begun && landed.getCount() > 0) {
        figure = slowOver;
        landed.countDown();
      }
    }
  }

  private synchronized boolean isSlowOver(long quantity, boolean still) {
    boolean slow = still && slowOver != null && slowOver == quantity;
    begun |= slow;
    return slow;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
